package dev.ringpost.cli;

import dev.ringpost.RetryPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The command's options for how long to wait and how often to try again; the policy's are Kombu's. */
final class RetryOptions {

    @Option(
            names = "--delivery-timeout",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "A message without an answer for so long, as 500ms, 30s or 2m, has timed out, and reading "
                    + "stops. Default: 60s; with --config, what that says.")
    private @Nullable Duration deliveryTimeout;

    @Option(
            names = "--confirm-timeout",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description =
                    "A message that was sent and is not confirmed for so long is tried again. Default: 30s, or half of "
                            + "the delivery timeout if that is less.")
    private @Nullable Duration confirmTimeout;

    @Option(
            names = "--close-timeout",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description =
                    "How long to wait for the last answers at the end. Default: 30s; with --config, what that says.")
    private @Nullable Duration closeTimeout;

    @Option(
            names = {"--max-retries", "--retries"},
            paramLabel = "N",
            description =
                    "How often a message that the broker refused (nack) or did not confirm in time is tried again; "
                            + "0 is not at all. Default: until the delivery timeout.")
    private @Nullable Integer maxRetries;

    @Option(
            names = "--interval-start",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "Wait before the first retry. Default: 100ms.")
    private @Nullable Duration intervalStart;

    @Option(
            names = "--interval-step",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "How much longer each further wait is. Default: 1s.")
    private @Nullable Duration intervalStep;

    @Option(
            names = "--interval-max",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "No wait is longer. Default: 30s.")
    private @Nullable Duration intervalMax;

    /** For the engine; of a policy, what is not given is as configured. */
    PublishPlan.Patience patience(RetryPolicy configured) {
        return new PublishPlan.Patience(deliveryTimeout, confirmTimeout, closeTimeout, policy(configured));
    }

    private @Nullable RetryPolicy policy(RetryPolicy configured) {
        if (maxRetries == null && intervalStart == null && intervalStep == null && intervalMax == null) {
            return null;
        }
        RetryPolicy.Builder builder = configured.toBuilder();
        if (maxRetries != null) {
            if (maxRetries < 0) {
                throw CommandFailure.usage("--max-retries " + maxRetries + " is negative: 0 means one attempt");
            }
            builder.maxRetries(maxRetries);
        }
        if (intervalStart != null) {
            builder.intervalStart(intervalStart);
        }
        if (intervalStep != null) {
            builder.intervalStep(intervalStep);
        }
        if (intervalMax != null) {
            builder.intervalMax(intervalMax);
        }
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(
                    e.getMessage() + ": correct --interval-start, --interval-step or --interval-max");
        }
    }
}
