package dev.ringpost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class EngineBuilderTest {

    @Test
    void theDefaultsAreValid() {
        EngineSettings settings = PublisherEngine.builder().buildSettings();
        assertThat(settings.ringSize()).isEqualTo(16_384);
        assertThat(settings.inlineBytes()).isEqualTo(512);
        assertThat(settings.uris()).containsExactly(BrokerUri.parse("amqp://localhost"));
        assertThat(settings.timeouts().delivery()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.closeTimeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnce() {
        assertThatThrownBy(() -> PublisherEngine.builder()
                        .lanes(0)
                        .ringSize(1000)
                        .inlineBytes(1)
                        .memoryBudgetBytes(0)
                        .maxMessageBytes(0)
                        .deliveryTimeout(Duration.ZERO)
                        .enqueueTimeout(Duration.ofMillis(-1))
                        .connectTimeout(Duration.ofMillis(-1))
                        .writeTimeout(Duration.ZERO)
                        .closeTimeout(Duration.ofMillis(-1))
                        .heartbeat(Duration.ofMillis(999))
                        .reconnectMax(Duration.ZERO)
                        .buildSettings())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "lanes 0 is not in 1..64",
                        "ringSize 1000 is not a power of two",
                        "inlineBytes 1 ",
                        "memoryBudgetBytes 0 ",
                        "maxMessageBytes 0 ",
                        "deliveryTimeout PT0S",
                        "enqueueTimeout",
                        "connectTimeout",
                        "writeTimeout",
                        "closeTimeout",
                        "heartbeat in seconds 0",
                        "reconnectMax");
    }

    @Test
    void theBordersAreWhereTheDocumentationSays() {
        assertRefused(builder -> builder.ringSize(64), "ringSize 64");
        assertThat(settings(builder -> builder.ringSize(128)).ringSize()).isEqualTo(128);
        assertRefused(builder -> builder.ringSize(1 << 21), "ringSize");
        assertRefused(builder -> builder.ringSize(-128), "ringSize");
        assertRefused(builder -> builder.inlineBytes(64 * 1024 + 1), "inlineBytes");
        assertRefused(builder -> builder.ringSize(1 << 20).inlineBytes(64 * 1024), "2 GiB");
        assertRefused(builder -> builder.lanes(65), "lanes 65");
        assertThat(settings(builder -> builder.enqueueTimeout(Duration.ZERO))
                        .timeouts()
                        .enqueue())
                .isZero();
    }

    @Test
    void aBodyCanNeverBeLargerThanTheMemoryOfItsLane() {
        assertThat(settings(builder -> builder.lanes(2).memoryBudgetBytes(2_000_000))
                        .maxMessageBytes())
                .isEqualTo(1_000_000);
        assertThat(settings(builder -> builder.memoryBudgetBytes(1)).maxMessageBytes())
                .as("what fits a slot needs no memory")
                .isEqualTo(512);
    }

    @Test
    void aBuilderThatIsUsedTwiceStartsFromWhatWasSet() {
        EngineBuilder builder = PublisherEngine.builder().memoryBudgetBytes(1_000_000);
        assertThat(builder.buildSettings().maxMessageBytes()).isEqualTo(1_000_000);
        assertThat(builder.memoryBudgetBytes(64_000_000).buildSettings().maxMessageBytes())
                .as("the default, for which there is room now")
                .isEqualTo(16 * 1024 * 1024);
    }

    /** "No limit" as Java says it: either refused here, by name, or taken; not an overflow somewhere behind. */
    @Test
    void durationsTooLongForTheClockAreRefusedByName() {
        Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
        assertRefused(builder -> builder.deliveryTimeout(forever), "deliveryTimeout");
        assertRefused(builder -> builder.connectTimeout(forever), "connectTimeout");
        assertRefused(builder -> builder.writeTimeout(forever), "writeTimeout");
        assertRefused(builder -> builder.reconnectMax(forever), "reconnectMax");
    }

    /** Zero milliseconds mean for ever to a socket. */
    @Test
    void aConnectTimeoutBelowAMillisecondIsRefused() {
        assertRefused(builder -> builder.connectTimeout(Duration.ofNanos(1)), "connectTimeout");
    }

    @Test
    void producerIdsAreTheUsersOrNewForEachEngine() {
        EngineBuilder builder = PublisherEngine.builder();
        EngineSettings.MessageIds first = builder.buildSettings().messageIds();
        EngineSettings.MessageIds second = builder.buildSettings().messageIds();
        assertThat(first.isDefault()).isFalse();
        assertThat(first.producerId()).matches("[0-9a-f]{32}").isNotEqualTo(second.producerId());
        EngineSettings.MessageIds own = settings(
                        engine -> engine.numberedMessageIds(true).producerId("orders"))
                .messageIds();
        assertThat(own).isEqualTo(new EngineSettings.MessageIds(true, "orders"));
        assertThat(settings(engine -> engine.producerId("é".repeat(100)))
                        .messageIds()
                        .producerId())
                .hasSize(100);
        assertRefused(engine -> engine.producerId(""), "bytes of producerId 0 ");
        assertRefused(engine -> engine.producerId("é".repeat(100) + "x"), "bytes of producerId 201 ");
    }

    @Test
    void aBrokenUriIsRefusedAtOnce() {
        EngineBuilder builder = PublisherEngine.builder();
        assertThatThrownBy(() -> builder.uri("http://rabbit")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void brokersAddUpHoweverTheyAreGiven() {
        EngineBuilder builder =
                PublisherEngine.builder().uri("amqp://one;two").uris(List.of("amqp://three", "four;amqps://five"));
        assertThat(builder.buildSettings().uris())
                .extracting(BrokerUri::address)
                .containsExactly("one:5672", "two:5672", "three:5672", "four:5672", "five:5671");
        assertThatThrownBy(() -> builder.uris(List.of("six", "http://seven")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(builder.buildSettings().uris()).hasSize(5);
    }

    @Test
    void brokersAreTriedInTurnUnlessShuffled() {
        assertThat(settings(builder -> builder).failover()).isEqualTo(Failover.ROUND_ROBIN);
        assertThat(settings(builder -> builder.failover(Failover.SHUFFLE)).failover())
                .isEqualTo(Failover.SHUFFLE);
    }

    private static EngineSettings settings(UnaryOperator<EngineBuilder> change) {
        return change.apply(PublisherEngine.builder()).buildSettings();
    }

    private static void assertRefused(UnaryOperator<EngineBuilder> change, String what) {
        assertThatThrownBy(() -> settings(change))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(what);
    }
}
