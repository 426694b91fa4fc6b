package dev.ringpost;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How often a message is tried again after a nack or a confirm timeout, and how long to wait before each retry. Named as
 * in Kombu. Immutable and thread-safe.
 *
 * <p>Retry k, counted from 0, waits {@code intervalStart + k * intervalStep}, and never more than {@code intervalMax}.
 * Three things differ from Kombu: the interval is waited for before every retry, not only before those of a connect; the
 * maximum is one, where Kombu lets intervals grow to {@code intervalMax + intervalStart}, and for ever if both are 0; and
 * a maximum that is no multiple of the step is reached, where Kombu stays at the last multiple below it (0, 0.2, 0.5 gives
 * 0, 0.2, 0.4, 0.5, 0.5).
 *
 * <p>Whatever the policy says, a message is tried again only within its delivery timeout. Sending again what a lost
 * connection left unanswered is no retry: it waits for no interval and is not counted.
 */
public final class RetryPolicy {

    private static final Duration LONGEST = Duration.ofDays(30);
    private static final RetryPolicy STANDARD = new Builder().build();
    private static final RetryPolicy NONE = new Builder().maxRetries(0).build();

    private final Duration intervalStart;
    private final Duration intervalStep;
    private final Duration intervalMax;
    private final @Nullable Integer maxRetries;
    private final double jitter;

    private final long startNs;
    private final long stepNs;
    private final long maxNs;

    private RetryPolicy(Builder from) {
        intervalStart = from.intervalStart;
        intervalStep = from.intervalStep;
        intervalMax = from.intervalMax;
        maxRetries = from.maxRetries;
        jitter = from.jitter;
        startNs = intervalStart.toNanos();
        stepNs = intervalStep.toNanos();
        maxNs = intervalMax.toNanos();
    }

    /** One attempt: a nack is {@link Outcome#REJECTED} at once, a confirm timeout {@link Outcome#TIMED_OUT}. */
    public static RetryPolicy none() {
        return NONE;
    }

    /**
     * Retries until the delivery timeout, after 0.1 s, 1.1 s, 2.1 s and so on up to 30 s, each up to a fifth less at random.
     *
     * <p>Why: what a queue nacks for is over in tenths of a second (a new leader) or in many seconds (it is full), so the
     * first retry is soon and the later ones are rare: some 15 within the default delivery timeout, so that one message in
     * a hundred that is nacked to the end costs the broker 15 % more messages, not twice as many. Messages nacked together
     * do not come back together. And the delivery timeout is the one bound that matters to who waits for the outcome; a
     * number of retries would be a second one, and harder to reckon with.
     */
    public static RetryPolicy standard() {
        return STANDARD;
    }

    /** A builder with the values of {@link #standard()}. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from this policy. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.intervalStart = intervalStart;
        builder.intervalStep = intervalStep;
        builder.intervalMax = intervalMax;
        builder.maxRetries = maxRetries;
        builder.jitter = jitter;
        return builder;
    }

    /** See {@link Builder#intervalStart(Duration)}. */
    public Duration intervalStart() {
        return intervalStart;
    }

    /** See {@link Builder#intervalStep(Duration)}. */
    public Duration intervalStep() {
        return intervalStep;
    }

    /** See {@link Builder#intervalMax(Duration)}. */
    public Duration intervalMax() {
        return intervalMax;
    }

    /** See {@link Builder#maxRetries(int)}; {@code null} if only the delivery timeout ends the retries. */
    public @Nullable Integer maxRetries() {
        return maxRetries;
    }

    /** See {@link Builder#jitter(double)}. */
    public double jitter() {
        return jitter;
    }

    /** Whether there may be another retry after that many. */
    public boolean mayRetry(int retriesDone) {
        return maxRetries == null || retriesDone < maxRetries;
    }

    /**
     * How long to wait before a retry.
     *
     * @param retryIndex which one; 0 is the first
     * @param random decides how much jitter takes off; not used without jitter
     * @return nanoseconds, from 0 to {@link #intervalMax()}
     * @throws IllegalArgumentException if the index is negative
     */
    public long intervalNs(int retryIndex, RandomGenerator random) {
        if (retryIndex < 0) {
            throw new IllegalArgumentException("retry index " + retryIndex + " is negative; 0 is the first retry");
        }
        long plainNs = plainIntervalNs(retryIndex);
        return jitter == 0 ? plainNs : plainNs - (long) (plainNs * jitter * random.nextDouble());
    }

    private long plainIntervalNs(int retryIndex) {
        if (startNs >= maxNs) {
            return maxNs;
        }
        // By division, so that no product can overflow.
        boolean isBelowMax = stepNs == 0 || retryIndex <= (maxNs - startNs) / stepNs;
        return isBelowMax ? startNs + retryIndex * stepNs : maxNs;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RetryPolicy that
                && intervalStart.equals(that.intervalStart)
                && intervalStep.equals(that.intervalStep)
                && intervalMax.equals(that.intervalMax)
                && Objects.equals(maxRetries, that.maxRetries)
                && Double.compare(jitter, that.jitter) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(intervalStart, intervalStep, intervalMax, maxRetries, jitter);
    }

    /** The values, for people. */
    @Override
    public String toString() {
        return "intervalStart " + intervalStart + ", intervalStep " + intervalStep + ", intervalMax " + intervalMax
                + ", maxRetries " + (maxRetries == null ? "unset" : maxRetries) + ", jitter " + jitter;
    }

    /** Sets values one by one; not thread-safe. They are checked together in {@link #build()}. */
    public static final class Builder {

        private Duration intervalStart = Duration.ofMillis(100);
        private Duration intervalStep = Duration.ofSeconds(1);
        private Duration intervalMax = Duration.ofSeconds(30);
        private @Nullable Integer maxRetries;
        private double jitter = 0.2;

        private Builder() {}

        /** Wait before the first retry; 0 to 30 days, default 100 ms. Zero means that a nack is followed by a retry at once. */
        public Builder intervalStart(Duration intervalStart) {
            this.intervalStart = Objects.requireNonNull(intervalStart, "intervalStart");
            return this;
        }

        /** How much longer the wait gets with each retry; 0 to 30 days, default 1 s. */
        public Builder intervalStep(Duration intervalStep) {
            this.intervalStep = Objects.requireNonNull(intervalStep, "intervalStep");
            return this;
        }

        /** No wait is longer, the first one included; 0 to 30 days, default 30 s. */
        public Builder intervalMax(Duration intervalMax) {
            this.intervalMax = Objects.requireNonNull(intervalMax, "intervalMax");
            return this;
        }

        /** Retries after the first attempt; 0 or less means one attempt. Default unset, see {@link #unlimitedRetries()}. */
        public Builder maxRetries(int maxRetries) {
            this.maxRetries = Math.max(0, maxRetries);
            return this;
        }

        /** Unsets {@link #maxRetries}: retries end with the delivery timeout. */
        public Builder unlimitedRetries() {
            this.maxRetries = null;
            return this;
        }

        /**
         * Which fraction of a wait may be taken off at random, evenly; 0 to 1, default 0.2. It only ever shortens, so the
         * maximum holds.
         */
        public Builder jitter(double jitter) {
            this.jitter = jitter;
            return this;
        }

        /**
         * The policy as set so far; the builder may be used further.
         *
         * @throws IllegalArgumentException naming every value that is out of its range
         */
        public RetryPolicy build() {
            List<String> wrong = new ArrayList<>();
            check(wrong, "intervalStart", intervalStart);
            check(wrong, "intervalStep", intervalStep);
            check(wrong, "intervalMax", intervalMax);
            if (!(jitter >= 0 && jitter <= 1)) { // so that NaN is wrong too
                wrong.add("jitter " + jitter + " is not in 0..1");
            }
            if (!wrong.isEmpty()) {
                throw new IllegalArgumentException("retry policy: " + String.join("; ", wrong));
            }
            return new RetryPolicy(this);
        }

        private static void check(List<String> wrong, String what, Duration value) {
            if (value.isNegative() || value.compareTo(LONGEST) > 0) {
                wrong.add(what + " " + value + " is not in " + Duration.ZERO + ".." + LONGEST);
            }
        }
    }
}
