package dev.ringpost.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.FrameEncoding;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Receipt;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;

/** What the interop tests share. */
final class Interop {

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int SHOWN_CHARS = 600;

    private Interop() {}

    /** An engine on the shared RabbitMQ. */
    static PublisherEngine engine(Brokers brokers) {
        return brokers.engine(BrokerKind.RABBITMQ, FrameEncoding.AUTO).start();
    }

    /** Publishes and waits for the confirm. */
    static void publish(PublisherEngine engine, @Nullable Object body, PublishOptions options) throws Exception {
        Receipt receipt = engine.producer(PublishOptions.none()).publish(body, options);
        assertThat(receipt.await(ANSWER)).as(receipt.detail()).isEqualTo(Outcome.CONFIRMED);
    }

    /**
     * Publishes all, as fast as they are taken, and waits for the confirms.
     *
     * @return how many AMQP messages that made
     */
    static long publishRecords(PublisherEngine engine, PublishOptions options, List<?> bodies) throws Exception {
        long before = engine.stats().amqpMessages();
        Producer producer = engine.producer(options);
        List<Receipt> receipts = new ArrayList<>();
        for (Object body : bodies) {
            receipts.add(producer.publish(body));
        }
        for (Receipt receipt : receipts) {
            assertThat(receipt.await(ANSWER)).as(receipt.detail()).isEqualTo(Outcome.CONFIRMED);
        }
        long messages = engine.stats().amqpMessages() - before;
        assertThat(messages).as("AMQP messages").isBetween(1L, bodies.size() - 1L);
        return messages;
    }

    /** That two are equal, without printing megabytes if they are not. */
    static void assertEqual(SoftAssertions soft, String name, @Nullable Object actual, @Nullable Object expected) {
        if (!Objects.equals(actual, expected)) {
            soft.fail("%s: %s, but expected was %s", name, shown(actual), shown(expected));
        }
    }

    private static String shown(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "… (" + text.length() + " chars)";
    }
}
