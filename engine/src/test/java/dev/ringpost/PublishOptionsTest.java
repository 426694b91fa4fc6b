package dev.ringpost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.serialization.JsonSerializer;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
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
                .unordered(true)
                .build();
    }

    /** Over all options there are, so that a new one is not forgotten in one of the three copies. */
    @Test
    void everyOptionIsInheritedOverriddenAndCopied() throws ReflectiveOperationException {
        PublishOptions full = everything("full");
        PublishOptions oneSet = PublishOptions.builder().appId("own").build();
        PublishOptions inherited = oneSet.over(full);
        PublishOptions overridden =
                full.over(PublishOptions.builder().appId("default").priority(1).build());
        PublishOptions copied = full.toBuilder().build();
        int options = 0;
        for (Method getter : PublishOptions.class.getDeclaredMethods()) {
            if (Modifier.isStatic(getter.getModifiers())
                    || !Modifier.isPublic(getter.getModifiers())
                    || getter.getParameterCount() > 0
                    || getter.getName().equals("toBuilder")) {
                continue;
            }
            options++;
            Object value = getter.invoke(full);
            assertThat(value).as(getter.getName()).isNotNull();
            assertThat(getter.invoke(overridden)).as(getter.getName()).isEqualTo(value);
            assertThat(getter.invoke(copied)).as(getter.getName()).isEqualTo(value);
            assertThat(getter.invoke(PublishOptions.none()))
                    .as(getter.getName())
                    .isNull();
            if (!getter.getName().equals("appId")) {
                assertThat(getter.invoke(inherited)).as(getter.getName()).isEqualTo(value);
            }
        }
        assertThat(options).isEqualTo(20);
        assertThat(inherited.appId()).isEqualTo("own");
    }
}
