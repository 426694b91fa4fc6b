package dev.ringpost.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option of a command that writes all its figures to a file, as a mixin for picocli, which fills it once. */
public final class JsonOption {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write machine, versions, settings and the figures of every run here")
    private @Nullable Path json;

    /**
     * Said before minutes of measuring, and not after.
     *
     * @throws ParameterException if the file's directory is not there or cannot be written
     */
    public void check(CommandSpec command) {
        PageOptions.check(command, "--json", json);
    }

    /** Writes what was measured, if that was asked for. */
    public void write(Map<String, Object> figures) throws IOException {
        if (json != null) {
            JSON.writeValue(json.toFile(), figures);
        }
    }
}
