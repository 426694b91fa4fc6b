package dev.ringpost.config;

import java.time.Duration;
import java.util.List;

/** How the engine tries again: its group {@code retry-policy}, and how many messages may wait for it. */
final class RetryOptions {

    static final String GROUP = "retry-policy";

    static final String ABOUT =
            "How messages that bring no policy are tried again after a nack or a confirm timeout, named as in "
                    + "Kombu: retry k, from 0, waits interval-start + k * interval-step, never more than interval-max, and never "
                    + "past the delivery timeout.";

    private static final Duration MONTH = Duration.ofDays(30);

    static final List<Option<EngineDraft, ?>> ALL = List.of(
            Option.of(
                            "retry-policy.interval-start",
                            Types.duration(Duration.ZERO, MONTH),
                            "100ms",
                            "Wait before the first retry; 0 for a retry at once. Shorter than delivery-timeout, unless "
                                    + "there are no retries.",
                            (EngineDraft draft, Duration wait) -> draft.retry().intervalStart(wait))
                    .seenAs(settings -> settings.retry().policy().intervalStart()),
            Option.of(
                            "retry-policy.interval-step",
                            Types.duration(Duration.ZERO, MONTH),
                            "1s",
                            "How much longer the wait gets with each retry.",
                            (EngineDraft draft, Duration step) -> draft.retry().intervalStep(step))
                    .seenAs(settings -> settings.retry().policy().intervalStep()),
            Option.of(
                            "retry-policy.interval-max",
                            Types.duration(Duration.ZERO, MONTH),
                            "30s",
                            "No wait is longer, the first one included.",
                            (EngineDraft draft, Duration longest) ->
                                    draft.retry().intervalMax(longest))
                    .seenAs(settings -> settings.retry().policy().intervalMax()),
            Option.of(
                            "retry-policy.max-retries",
                            Types.wholeNumber(0, Integer.MAX_VALUE),
                            "unlimited",
                            "Retries after the first attempt; 0 makes a nack REJECTED at once. unlimited: until the delivery "
                                    + "timeout.",
                            (EngineDraft draft, Integer retries) ->
                                    draft.retry().maxRetries(retries))
                    .seenAs(settings -> settings.retry().policy().maxRetries()),
            Option.of(
                            "retry-policy.jitter",
                            Types.fraction(),
                            "0.2",
                            "Which fraction of a wait may be taken off at random, so that messages nacked together do not "
                                    + "come back together.",
                            (EngineDraft draft, Double jitter) -> draft.retry().jitter(jitter))
                    .seenAs(settings -> settings.retry().policy().jitter()),
            Option.of(
                            "retry-limit",
                            Types.wholeNumber(16, 1 << 20),
                            "16384",
                            "Messages of each lane that may wait for their retry at one time; beyond it publishing waits. "
                                    + "One ordering key may have half of it, so that one bad destination does not stop the "
                                    + "others.",
                            (EngineDraft draft, Integer count) ->
                                    draft.builder().retryLimit(count))
                    .seenAs(settings -> settings.retry().limit()));

    private RetryOptions() {}
}
