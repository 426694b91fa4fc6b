package dev.ringpost.bench.jmh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * JMH's result file in its own JSON, to which a field {@code comparison} is added in each entry: bytes allocated and the ratio
 * to each baseline. Readers of JMH's format pass over it.
 */
final class ResultFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ResultFile() {}

    /** Adds what the comparison says to a file that JMH has written. */
    static void add(Comparison comparison, Path file) throws IOException {
        JsonNode entries = JSON.readTree(file.toFile());
        for (JsonNode entry : entries) {
            for (Measured benchmark : comparison.benchmarks()) {
                if (entry instanceof ObjectNode node && isOf(node, benchmark)) {
                    ObjectNode added = node.putObject("comparison");
                    if (!Double.isNaN(benchmark.allocatedBytesPerOp())) {
                        added.put("allocatedBytesPerOp", benchmark.allocatedBytesPerOp());
                    }
                    added.put("isBaseline", benchmark.isBaseline());
                    ObjectNode times = added.putObject("timesAsFastAs");
                    comparison.timesBaseline(benchmark).forEach(times::put);
                }
            }
        }
        JSON.writeValue(file.toFile(), entries);
    }

    private static boolean isOf(ObjectNode entry, Measured benchmark) {
        Map<String, String> params = new HashMap<>();
        entry.path("params")
                .properties()
                .forEach(param -> params.put(param.getKey(), param.getValue().asText()));
        return entry.path("benchmark").asText().equals(benchmark.benchmark())
                && entry.path("mode").asText().equals(benchmark.mode())
                && params.equals(benchmark.params());
    }
}
