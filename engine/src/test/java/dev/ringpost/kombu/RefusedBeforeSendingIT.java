package dev.ringpost.kombu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.DeliveryMode;
import dev.ringpost.EncodeException;
import dev.ringpost.InvalidMessageException;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is wrong with a message shows at the call, and nothing of it was sent then: no declaration either. */
@IntegrationTest
class RefusedBeforeSendingIT {

    private static void refused(
            TappedEngine it, Class<? extends RuntimeException> error, ThrowingCallable call, String... text)
            throws Exception {
        Producer other = it.producer(PublishOptions.builder());
        it.tap().forget();
        assertThatThrownBy(call).isInstanceOf(error).hasMessageContainingAll(text);
        it.publishConfirmed(other, "sent after whatever the call might have sent");
        assertThat(it.tap().sent()).hasSize(1);
        assertThat(it.tap().proxy().acceptedCount()).isOne();
    }

    @Test
    void row13_anUnknownDeliveryModeHasNoObject(Brokers brokers) throws Exception {
        assertThat(DeliveryMode.of("transient")).isEqualTo(DeliveryMode.TRANSIENT);
        assertThat(DeliveryMode.of("persistent")).isEqualTo(DeliveryMode.PERSISTENT);
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Producer producer = it.producer(PublishOptions.builder());
            refused(
                    it,
                    InvalidMessageException.class,
                    () -> producer.publish(
                            "x",
                            PublishOptions.builder()
                                    .deliveryMode(DeliveryMode.of("durable"))
                                    .build()),
                    "durable");
        }
    }

    @Test
    void row25_anUnknownSerializer(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Producer producer = it.producer(PublishOptions.builder().exchange(it.exchange("default")));
            // A content type is no name.
            for (String name : List.of("no-such", "application/json", "JSON")) {
                PublishOptions unknown =
                        PublishOptions.builder().serializer(name).build();
                refused(it, InvalidMessageException.class, () -> producer.publish("x", unknown), name, "json", "yaml");
            }
        }
    }

    @Test
    void row26_anObjectThatCannotBeSerialized(Brokers brokers) throws Exception {
        List<Object> cyclic = new ArrayList<>();
        cyclic.add(cyclic);
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Producer producer = it.producer(PublishOptions.builder().exchange(it.exchange("default")));
            refused(it, EncodeException.class, () -> producer.publish(cyclic), "json", "itself");
            refused(it, EncodeException.class, () -> producer.publish("a surrogate alone: \ud800"), "UTF-8");
            refused(it, EncodeException.class, () -> producer.publish(new Object()), "json", "java.lang.Object");
        }
    }

    @Test
    void row43_anUnknownCompression(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Producer producer = it.producer(PublishOptions.builder().exchange(it.exchange("default")));
            for (String name : List.of("no-such", "ZLIB")) {
                PublishOptions unknown =
                        PublishOptions.builder().compression(name).build();
                refused(it, InvalidMessageException.class, () -> producer.publish("x", unknown), name, "zlib");
            }
        }
    }
}
