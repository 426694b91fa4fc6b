package dev.ringpost.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The command's options for what it tells of a run, during and after it. */
final class OutputOptions {

    @Option(
            names = "--json",
            description = "Print the summary as JSON, what --report writes. Progress is on standard error.")
    private boolean json;

    @Option(names = "--report", paramLabel = "FILE", description = "Write what the summary says there as JSON.")
    private @Nullable String report;

    /** What is given. */
    Output output(LivePage.@Nullable Place livePage) {
        return new Output(json, report, livePage);
    }

    /**
     * What a run tells.
     *
     * @param json whether the summary is JSON
     * @param report the report's file, or {@code null}
     * @param livePage where the live page is served, or {@code null}
     */
    record Output(boolean json, @Nullable String report, LivePage.@Nullable Place livePage) {}
}
