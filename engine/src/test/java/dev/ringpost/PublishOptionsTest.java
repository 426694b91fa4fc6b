package dev.ringpost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.serialization.JsonSerializer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PublishOptionsTest {

    private static Arguments text(
            String name, BiFunction<PublishOptions.Builder, String, PublishOptions.Builder> setter) {
        return Arguments.of(name, setter);
    }

    static Stream<Arguments> shortStrings() {
        return Stream.of(
                text("exchange", PublishOptions.Builder::exchange),
                text("routing key", PublishOptions.Builder::routingKey),
                text("correlation id", PublishOptions.Builder::correlationId),
                text("reply-to", PublishOptions.Builder::replyTo),
                text("message id", PublishOptions.Builder::messageId),
                text("type", PublishOptions.Builder::type),
                text("user id", PublishOptions.Builder::userId),
                text("app id", PublishOptions.Builder::appId),
                text("content type", PublishOptions.Builder::contentType),
                text("content encoding", PublishOptions.Builder::contentEncoding));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shortStrings")
    void shortStringsHoldExactly255BytesOfUtf8(
            String name, BiFunction<PublishOptions.Builder, String, PublishOptions.Builder> setter) {
        for (String fits :
                new String[] {"", "x".repeat(255), "é".repeat(127) + "x", "漢".repeat(85), "😀".repeat(63) + "xxx"}) {
            assertThat(setter.apply(PublishOptions.builder(), fits).build()).isNotNull();
        }
        for (String over : new String[] {"x".repeat(256), "é".repeat(128), "漢".repeat(85) + "x", "😀".repeat(64)}) {
            assertThatThrownBy(() -> setter.apply(PublishOptions.builder(), over))
                    .isInstanceOf(InvalidMessageException.class)
                    .hasMessageContainingAll(name, "256 bytes", "255");
        }
    }

    @Test
    void prioritiesAreOneOctet() {
        assertThat(PublishOptions.builder().priority(0).priority(255).build().priority())
                .isEqualTo(255);
        for (int wrong : new int[] {-1, 256, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> PublishOptions.builder().priority(wrong))
                    .isInstanceOf(InvalidMessageException.class)
                    .hasMessageContaining(Integer.toString(wrong));
        }
    }

    @Test
    void expirationsFit32Bits() {
        Duration longest = Duration.ofMillis(0xFFFF_FFFFL);
        assertThat(PublishOptions.builder().expiration(longest).build().expiration())
                .isEqualTo(longest);
        assertThat(PublishOptions.builder().expiration(Duration.ZERO).build().expiration())
                .isZero();
        for (Duration wrong :
                new Duration[] {Duration.ofMillis(-1), longest.plusMillis(1), Duration.ofSeconds(Long.MAX_VALUE)}) {
            assertThatThrownBy(() -> PublishOptions.builder().expiration(wrong))
                    .isInstanceOf(InvalidMessageException.class)
                    .hasMessageContaining("expiration");
        }
    }

    private static PublishOptions everything(String text) {
        return PublishOptions.builder()
                .exchange(text)
                .routingKey(text)
                .mandatory(true)
                .deliveryMode(DeliveryMode.TRANSIENT)
                .priority(7)
                .expiration(Duration.ofSeconds(1))
                .headers(Map.of("h", text))
                .correlationId(text)
                .replyTo(text)
                .messageId(text)
                .timestamp(Instant.EPOCH)
                .type(text)
                .userId(text)
                .appId(text)
                .contentType(text)
                .contentEncoding(text)
                .serializer(new JsonSerializer())
                .serializeOn(SerializeOn.ENGINE)
                .orderingKey(text)
                .ordering(Ordering.NONE)
                .build();
    }

    @Test
    void aMessagesOptionsGoBeforeTheProducers() {
        PublishOptions full = everything("full");
        assertThat(PublishOptions.none().over(full)).isSameAs(full);
        assertThat(full.over(PublishOptions.none())).isSameAs(full);
        PublishOptions merged = PublishOptions.builder().appId("own").build().over(full);
        assertThat(merged.appId()).isEqualTo("own");
        assertThat(merged.type()).isEqualTo("full");
        assertThat(merged.priority()).isEqualTo(7);
        assertThat(full.toBuilder().priority(1).build().priority()).isEqualTo(1);
        assertThat(full.priority()).as("the original").isEqualTo(7);
    }

    @Test
    void aBuilderUsedOnDoesNotChangeWhatItBuilt() {
        PublishOptions.Builder builder = PublishOptions.builder().type("first");
        PublishOptions first = builder.build();
        builder.type("second");
        assertThat(first.type()).isEqualTo("first");
    }

    private static final Exchange TRANSIENT_EXCHANGE =
            Exchange.builder("transient").deliveryMode(DeliveryMode.TRANSIENT).build();

    @Test
    void theDeliveryModeIsInheritedAsInKombu() {
        PublishOptions defaults =
                PublishOptions.builder().exchange(TRANSIENT_EXCHANGE).build().asDefaults();
        PublishOptions byName = PublishOptions.builder().exchange("other").build();
        PublishOptions byObject = PublishOptions.builder()
                .exchange(Exchange.builder("other").build())
                .build();
        assertThat(PublishOptions.none().effectiveDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(defaults.effectiveDeliveryMode()).isEqualTo(DeliveryMode.TRANSIENT);
        assertThat(byName.over(defaults).effectiveDeliveryMode()).isEqualTo(DeliveryMode.TRANSIENT);
        assertThat(byObject.over(defaults).effectiveDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        PublishOptions explicit =
                PublishOptions.builder().deliveryMode(DeliveryMode.PERSISTENT).build();
        assertThat(explicit.over(defaults).effectiveDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
    }

    @Test
    void declarationsKeepTheirOrderAndTheDefaultExchangeIsLastUnlessListed() {
        Queue queue = Queue.builder("queue").build();
        Exchange other = Exchange.builder("other").build();
        PublishOptions defaults = PublishOptions.builder()
                .exchange(TRANSIENT_EXCHANGE)
                .declare(queue)
                .build()
                .asDefaults();
        PublishOptions message =
                PublishOptions.builder().declare(TRANSIENT_EXCHANGE, other).build();
        assertThat(defaults.entitiesToDeclare()).containsExactly(queue, TRANSIENT_EXCHANGE);
        assertThat(message.over(defaults).entitiesToDeclare()).containsExactly(queue, TRANSIENT_EXCHANGE, other);
        assertThat(PublishOptions.builder()
                        .exchange("elsewhere")
                        .build()
                        .over(defaults)
                        .entitiesToDeclare())
                .as("declared even when publishing elsewhere")
                .containsExactly(queue, TRANSIENT_EXCHANGE);
        assertThat(PublishOptions.builder()
                        .autoDeclare(false)
                        .build()
                        .over(defaults)
                        .entitiesToDeclare())
                .containsExactly(queue);
        assertThat(PublishOptions.builder()
                        .exchange(other)
                        .build()
                        .over(PublishOptions.none())
                        .entitiesToDeclare())
                .as("a message's own exchange is not")
                .isEmpty();
    }

    @Test
    void aReplyQueueIsNamedOrDeclared() {
        Queue named = Queue.builder("replies").build();
        Queue unnamed = Queue.serverNamed().build();
        PublishOptions toNamed = PublishOptions.builder().replyTo(named).build();
        PublishOptions toUnnamed = PublishOptions.builder().replyTo(unnamed).build();
        assertThat(toNamed.replyTo()).isEqualTo("replies");
        assertThat(toNamed.entitiesToDeclare()).isEmpty();
        assertThat(toUnnamed.replyTo()).isNull();
        assertThat(toUnnamed.entitiesToDeclare()).containsExactly(unnamed);
    }

    @Test
    void whatASwitchTurnsOffIsUnset() {
        PublishOptions defaults = PublishOptions.builder()
                .compression("zlib")
                .priority(5)
                .serializer("yaml")
                .build();
        assertThat(PublishOptions.builder()
                        .withoutCompression()
                        .build()
                        .over(defaults)
                        .compressionName())
                .isNull();
        assertThat(PublishOptions.builder()
                        .compression("")
                        .build()
                        .over(defaults)
                        .compressionName())
                .isNull();
        PublishOptions without =
                PublishOptions.builder().withoutPriority().build().over(defaults);
        assertThat(without.priority()).isNull();
        assertThat(without.isWithoutPriority()).isTrue();
        assertThat(PublishOptions.builder()
                        .serializer("")
                        .build()
                        .over(defaults)
                        .serializerName())
                .isEqualTo("yaml");
    }

    @Test
    void ofTheKindsOfMessageIdTheMostSpecificWins() {
        PublishOptions numbered = PublishOptions.builder().numberedMessageId().build();
        PublishOptions own = PublishOptions.builder().messageId("own").build();
        PublishOptions without = PublishOptions.builder().withoutMessageId().build();
        assertThat(PublishOptions.none().isMessageIdNumbered()).isFalse();
        assertThat(numbered.isMessageIdNumbered()).isTrue();
        assertThat(numbered.messageId()).isNull();
        assertThat(own.over(numbered).messageId()).isEqualTo("own");
        assertThat(own.over(numbered).isMessageIdNumbered()).isFalse();
        assertThat(numbered.over(own).isMessageIdNumbered()).isTrue();
        assertThat(without.over(numbered).isMessageIdNumbered()).isFalse();
        assertThat(without.over(own).messageId()).isNull();
        assertThat(PublishOptions.none().over(numbered).isMessageIdNumbered()).isTrue();
    }

    @Test
    void declarationsAreCopiedAndMayHaveGaps() {
        List<@Nullable Entity> list = new ArrayList<>();
        list.add(null);
        list.add(TRANSIENT_EXCHANGE);
        PublishOptions options = PublishOptions.builder().declare(list).build();
        list.clear();
        assertThat(options.declare()).containsExactly(TRANSIENT_EXCHANGE);
    }
}
