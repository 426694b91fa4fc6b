package dev.ringpost.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The command's options for the size of the engine. */
final class EngineOptions {

    @Option(
            names = "--lanes",
            paramLabel = "N",
            description = "Connections used side by side; several help with many routing keys. Default: a quarter of "
                    + "the processors.")
    private @Nullable Integer lanes;

    @Option(
            names = "--ring-size",
            paramLabel = "N",
            description = "Messages in flight on one lane at most, a power of two. Default: 16384.")
    private @Nullable Integer ringSize;

    @Option(
            names = "--max-message-bytes",
            paramLabel = "N",
            description = "Longer lines are rejected. Default: 16777216, or less if memory is short.")
    private @Nullable Integer maxMessageBytes;

    /** What is given. */
    PublishPlan.Size size() {
        return new PublishPlan.Size(lanes, ringSize, maxMessageBytes);
    }
}
