package dev.ringpost.bench.scaling;

import dev.ringpost.bench.contestant.ContestantOptions;
import picocli.CommandLine.Option;

/** What {@link ScalingRun} takes besides the options of every contestant. Filled once by picocli, then only read. */
final class ScalingOptions extends ContestantOptions {
    @Option(names = "--lanes", description = "Lanes of the engine (default: ${DEFAULT-VALUE})")
    private int lanes = 1;

    @Option(names = "--callers", description = "Publishing threads (default: ${DEFAULT-VALUE})")
    private int callers = 1;

    @Option(names = "--routes", description = "Routing keys, published to in turn (default: ${DEFAULT-VALUE})")
    private int routes = 1;

    @Option(names = "--intervals", description = "Parts that are measured by themselves (default: ${DEFAULT-VALUE})")
    private int intervals = 3;

    @Option(names = "--seconds", description = "Length of all parts, instead of --messages")
    private double seconds;

    @Option(names = "--warmup-seconds", description = "Length of the warm-up (default: ${DEFAULT-VALUE})")
    private double warmupSeconds = 2;

    int lanes() {
        return lanes;
    }

    int callers() {
        return callers;
    }

    int routes() {
        return routes;
    }

    int intervals() {
        return intervals;
    }

    double warmupSeconds() {
        return warmupSeconds;
    }

    /** Messages of all intervals, for a publisher with that rate. */
    long messages(double messagesPerSecond) {
        return seconds > 0 ? Math.max(1, (long) (seconds * messagesPerSecond)) : messageCount();
    }
}
