package dev.ringpost.kombu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Queue;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The arguments that a queue is declared with. */
class QueueArgumentsTest {

    @Test
    void row62_limitsAreIntegersInMilliseconds() {
        Queue queue = Queue.builder("q")
                .expires(Duration.ofMillis(1_500).plusNanos(999_999))
                .messageTtl(Duration.ofSeconds(2))
                .maxLength(5)
                .maxLengthBytes(1L << 40)
                .maxPriority(9)
                .build();
        assertThat(queue.arguments())
                .isEqualTo(Map.of(
                        "x-expires",
                        1_500,
                        "x-message-ttl",
                        2_000,
                        "x-max-length",
                        5,
                        "x-max-length-bytes",
                        1L << 40,
                        "x-max-priority",
                        9));
        assertThat(Queue.builder("q").messageTtl(Duration.ZERO).build().arguments())
                .as("zero is one, too")
                .isEqualTo(Map.of("x-message-ttl", 0));
        assertThat(Queue.of("q").arguments()).isEmpty();
    }

    @Test
    void row63_anAttributeGoesOverAnArgumentOfItsName() {
        Map<String, Object> arguments = Map.of("x-max-priority", 3, "x-single-active-consumer", true);
        for (Queue queue : new Queue[] {
            Queue.builder("q").arguments(arguments).maxPriority(9).build(),
            Queue.builder("q").maxPriority(9).arguments(arguments).build()
        }) {
            assertThat(queue.arguments()).isEqualTo(Map.of("x-max-priority", 9, "x-single-active-consumer", true));
        }
    }
}
