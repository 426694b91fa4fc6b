package dev.ringpost.bench.records;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ringpost.bench.run.Spread;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The one JSON line of {@link BatchingLatencyRun}. Immutable.
 *
 * @param amqpMessages written, warm-up included, none of them twice
 * @param batched over all slices with batching on
 * @param single over all slices with batching off
 * @param batchedSlices in order of time
 * @param singleSlices the slice beside each of those
 */
record BatchingLatencyResult(
        @JsonProperty("amqp_messages") long amqpMessages,
        @JsonProperty("batched") Quantiles batched,
        @JsonProperty("single") Quantiles single,
        @JsonProperty("batched_slices") List<Quantiles> batchedSlices,
        @JsonProperty("single_slices") List<Quantiles> singleSlices) {

    /**
     * Publish to confirm, in microseconds, from the time that a record was to be sent at.
     *
     * @param records how many were measured
     */
    record Quantiles(
            @JsonProperty("records") long records,
            @JsonProperty("p50_us") double p50Us,
            @JsonProperty("p99_us") double p99Us,
            @JsonProperty("max_us") double maxUs) {
        static Quantiles of(Histogram latencyNs) {
            return new Quantiles(
                    latencyNs.getTotalCount(),
                    latencyNs.getValueAtPercentile(50) / 1e3,
                    latencyNs.getValueAtPercentile(99) / 1e3,
                    latencyNs.getMaxValue() / 1e3);
        }
    }

    /** The p99 with batching by that without, over everything. */
    double p99Ratio() {
        return batched.p99Us() / single.p99Us();
    }

    /** The same of each two slices side by side, the median: a disturbance of one slice does not decide it. */
    double p99RatioOfSlices() {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < batchedSlices.size(); i++) {
            ratios.add(batchedSlices.get(i).p99Us() / singleSlices.get(i).p99Us());
        }
        return Spread.of(ratios, Double::doubleValue).median();
    }
}
