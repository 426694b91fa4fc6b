package dev.ringpost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RetryPolicyTest {

    /** Fails a test that draws from it. */
    private static final RandomGenerator UNUSED = () -> {
        throw new AssertionError("no jitter, so no randomness");
    };

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    private static RetryPolicy policy(double start, double step, double max) {
        return RetryPolicy.builder()
                .intervalStart(seconds(start))
                .intervalStep(seconds(step))
                .intervalMax(seconds(max))
                .jitter(0)
                .build();
    }

    static Stream<Arguments> schedules() {
        return Stream.of(
                Arguments.of(
                        0, 2, 30, new double[] {0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 30, 30}),
                Arguments.of(1, 1, 1, new double[] {1, 1, 1, 1}),
                Arguments.of(2, 2, 30, new double[] {2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 30, 30}),
                Arguments.of(0, 0.2, 0.5, new double[] {0, 0.2, 0.4, 0.5, 0.5}), // Kombu stays at 0.4
                Arguments.of(0, 0.2, 0.2, new double[] {0, 0.2, 0.2, 0.2}),
                Arguments.of(1, 2, 6, new double[] {1, 3, 5, 6, 6, 6}),
                Arguments.of(5, 1, 3, new double[] {3, 3, 3}),
                Arguments.of(0, 0, 0, new double[] {0, 0, 0}),
                Arguments.of(0, 1, 0, new double[] {0, 0, 0}), // Kombu: without a cap
                Arguments.of(1, 0, 5, new double[] {1, 1, 1}));
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("schedules")
    void intervalsGrowByTheStepAndTheMaximumIsOne(double start, double step, double max, double[] expected) {
        RetryPolicy policy = policy(start, step, max);
        for (int i = 0; i < expected.length; i++) {
            assertThat(policy.intervalNs(i, UNUSED))
                    .as("interval %s", i)
                    .isEqualTo(seconds(expected[i]).toNanos());
        }
        assertThat(policy.intervalNs(Integer.MAX_VALUE, UNUSED))
                .as("for ever after")
                .isEqualTo(seconds(expected[expected.length - 1]).toNanos());
    }

    @Test
    void theLargestValuesDoNotOverflow() {
        Duration longest = Duration.ofDays(30);
        RetryPolicy policy = RetryPolicy.builder()
                .intervalStart(Duration.ofNanos(1))
                .intervalStep(longest)
                .intervalMax(longest)
                .jitter(0)
                .build();
        assertThat(policy.intervalNs(0, UNUSED)).isEqualTo(1);
        for (int index : new int[] {1, 2, 3_000, 4_000, 1_000_000, Integer.MAX_VALUE}) {
            assertThat(policy.intervalNs(index, UNUSED)).isEqualTo(longest.toNanos());
        }
        assertThatThrownBy(() -> policy.intervalNs(-1, UNUSED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void jitterShortensByUpToItsFractionAndNeverLengthens() {
        RetryPolicy policy = policy(1, 1, 3).toBuilder().jitter(0.25).build();
        Random random = new Random(7);
        for (int index = 0; index < 5; index++) {
            long plainNs = Math.min(3, index + 1) * 1_000_000_000L;
            long lowestNs = Long.MAX_VALUE;
            long highestNs = 0;
            for (int i = 0; i < 2_000; i++) {
                long ns = policy.intervalNs(index, random);
                lowestNs = Math.min(lowestNs, ns);
                highestNs = Math.max(highestNs, ns);
            }
            assertThat(highestNs).isBetween((long) (plainNs * 0.99), plainNs);
            assertThat(lowestNs).isBetween((long) (plainNs * 0.75), (long) (plainNs * 0.76));
        }
        RetryPolicy full = policy.toBuilder().jitter(1).build();
        assertThat(full.intervalNs(0, random)).isBetween(0L, 1_000_000_000L);
    }

    @Test
    void retriesAreLimitedByTheirNumberOrNotAtAll() {
        RetryPolicy three = RetryPolicy.builder().maxRetries(3).build();
        assertThat(three.mayRetry(0)).isTrue();
        assertThat(three.mayRetry(2)).isTrue();
        assertThat(three.mayRetry(3)).isFalse();
        assertThat(RetryPolicy.none().mayRetry(0)).isFalse();
        RetryPolicy negative = RetryPolicy.builder().maxRetries(-5).build();
        assertThat(negative.mayRetry(0))
                .as("negative is one attempt, as with Kombu")
                .isFalse();
        assertThat(negative.maxRetries()).isZero();
        RetryPolicy unlimited = three.toBuilder().unlimitedRetries().build();
        assertThat(unlimited.maxRetries()).isNull();
        assertThat(unlimited.mayRetry(Integer.MAX_VALUE)).isTrue();
    }

    @Test
    void theStandardPolicyIsWhatItSays() {
        RetryPolicy standard = RetryPolicy.standard();
        assertThat(standard).isEqualTo(RetryPolicy.builder().build());
        assertThat(standard.maxRetries()).isNull();
        Duration passed = Duration.ZERO;
        int retries = 0;
        while (passed.compareTo(Duration.ofMinutes(2)) < 0) {
            passed = passed.plusNanos(standard.intervalNs(retries, () -> Long.MIN_VALUE)); // the middle of the jitter
            retries++;
        }
        assertThat(retries).as("within the default delivery timeout").isBetween(14, 17);
    }

    private static Arguments wrong(String name, Consumer<RetryPolicy.Builder> setting) {
        return Arguments.of(name, setting);
    }

    static Stream<Arguments> wrongValues() {
        Duration negative = Duration.ofNanos(-1);
        Duration tooLong = Duration.ofDays(30).plusNanos(1);
        return Stream.of(
                wrong("intervalStart", builder -> builder.intervalStart(negative)),
                wrong("intervalStart", builder -> builder.intervalStart(Duration.ofSeconds(Long.MAX_VALUE))),
                wrong("intervalStep", builder -> builder.intervalStep(negative)),
                wrong("intervalStep", builder -> builder.intervalStep(tooLong)),
                wrong("intervalMax", builder -> builder.intervalMax(negative)),
                wrong("intervalMax", builder -> builder.intervalMax(tooLong)),
                wrong("jitter", builder -> builder.jitter(-0.1)),
                wrong("jitter", builder -> builder.jitter(1.1)),
                wrong("jitter", builder -> builder.jitter(Double.NaN)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongValues")
    void wrongValuesAreNamed(String name, Consumer<RetryPolicy.Builder> setting) {
        RetryPolicy.Builder builder = RetryPolicy.builder();
        setting.accept(builder);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("retry policy", name, "is not in");
    }

    @Test
    void allWrongValuesAreNamedTogether() {
        RetryPolicy.Builder builder =
                RetryPolicy.builder().intervalStart(Duration.ofSeconds(-1)).jitter(2);
        assertThatThrownBy(builder::build).hasMessageContainingAll("intervalStart PT-1S", "jitter 2.0");
    }

    @Test
    void policiesAreValues() {
        RetryPolicy policy =
                policy(1, 2, 3).toBuilder().maxRetries(4).jitter(0.5).build();
        RetryPolicy copy = policy.toBuilder().build();
        assertThat(copy).isEqualTo(policy).hasSameHashCodeAs(policy);
        assertThat(copy.intervalStart()).isEqualTo(Duration.ofSeconds(1));
        assertThat(copy.intervalStep()).isEqualTo(Duration.ofSeconds(2));
        assertThat(copy.intervalMax()).isEqualTo(Duration.ofSeconds(3));
        assertThat(copy.maxRetries()).isEqualTo(4);
        assertThat(copy.jitter()).isEqualTo(0.5);
        assertThat(policy.toString()).contains("PT1S", "PT2S", "PT3S", "maxRetries 4", "0.5");
        for (RetryPolicy other : new RetryPolicy[] {
            policy.toBuilder().intervalStart(Duration.ZERO).build(),
            policy.toBuilder().intervalStep(Duration.ZERO).build(),
            policy.toBuilder().intervalMax(Duration.ZERO).build(),
            policy.toBuilder().unlimitedRetries().build(),
            policy.toBuilder().jitter(0).build()
        }) {
            assertThat(other).isNotEqualTo(policy);
        }
        RetryPolicy.Builder builder = RetryPolicy.builder();
        RetryPolicy before = builder.build();
        builder.intervalStart(Duration.ofSeconds(20));
        assertThat(before).as("what was built stays").isEqualTo(RetryPolicy.standard());
    }

    @Test
    void aListenerNeedsToOverrideNothing() {
        RetryListener listener = new RetryListener() {};
        listener.onRetry(RetryCause.NACK, "detail", 0, Duration.ZERO);
        listener.onRevive("localhost:5672");
        assertThat(RetryCause.values()).hasSize(4);
    }
}
