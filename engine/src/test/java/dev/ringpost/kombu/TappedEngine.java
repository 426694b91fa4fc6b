package dev.ringpost.kombu;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import dev.ringpost.EngineBuilder;
import dev.ringpost.Exchange;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Queue;
import dev.ringpost.Receipt;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.FrameTap;
import dev.ringpost.testing.SentContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An engine that publishes to RabbitMQ through a tap, and a plain client beside it. */
final class TappedEngine implements AutoCloseable {

    /** More than any answer takes. */
    static final Duration ANSWER = Duration.ofSeconds(10);

    private final FrameTap tap;
    private final BrokerClient client;
    private final PublisherEngine engine;

    private TappedEngine(FrameTap tap, BrokerClient client, PublisherEngine engine) {
        this.tap = tap;
        this.client = client;
        this.engine = engine;
    }

    static TappedEngine start(Brokers brokers) {
        return start(brokers, builder -> builder);
    }

    static TappedEngine start(Brokers brokers, UnaryOperator<EngineBuilder> setUp) {
        FrameTap tap = FrameTap.to(brokers.rabbit().port());
        EngineBuilder builder = PublisherEngine.builder().uri(tap.uri()).reconnectMax(Duration.ofMillis(200));
        PublisherEngine engine = setUp.apply(builder).start();
        return new TappedEngine(tap, brokers.client(BrokerKind.RABBITMQ), engine);
    }

    FrameTap tap() {
        return tap;
    }

    BrokerClient client() {
        return client;
    }

    PublisherEngine engine() {
        return engine;
    }

    Producer producer(PublishOptions.Builder options) {
        return engine.producer(options.build());
    }

    /** A name that nothing has yet; the queue and the exchange that get it are deleted in the end. */
    String name(String prefix) {
        String name = BrokerClient.uniqueName(prefix);
        client.deleteLater(name, name);
        return name;
    }

    /** The definition of a durable direct exchange under a new name. */
    Exchange exchange(String prefix) {
        return Exchange.of(name(prefix), Exchange.DIRECT);
    }

    /** The definition of a durable queue under a new name. */
    Queue queue(String prefix) {
        return Queue.of(name(prefix));
    }

    /** Publishes one message, sees it confirmed, and answers what passed the wire for it. */
    SentContent published(Producer producer, @Nullable Object body, PublishOptions.Builder options) throws Exception {
        tap.forget();
        confirmed(producer.publish(body, options.build()));
        assertThat(tap.contents()).hasSize(1);
        return tap.contents().get(0);
    }

    /** The same with a producer of its own whose messages no queue takes. */
    SentContent published(@Nullable Object body, PublishOptions.Builder options) throws Exception {
        Producer producer =
                producer(PublishOptions.builder().exchange("amq.direct").routingKey("nowhere"));
        return published(producer, body, options);
    }

    /** Publishes with the producer's options and sees it confirmed. */
    void publishConfirmed(Producer producer, Object body) throws Exception {
        confirmed(producer.publish(body));
    }

    /** Breaks the connection and waits for the next one. */
    void reconnect() throws Exception {
        long connects = engine.stats().connects();
        tap.proxy().cut();
        Await.until("connected again", ANSWER, () -> engine.stats().connects() > connects);
    }

    static void confirmed(Receipt receipt) throws Exception {
        ends(receipt, Outcome.CONFIRMED);
    }

    static void ends(Receipt receipt, Outcome outcome, String... detail) throws Exception {
        assertThat(receipt.await(ANSWER)).as(receipt.detail()).isEqualTo(outcome);
        if (detail.length > 0) {
            assertThat(receipt.detail()).contains(detail);
        }
    }

    /** What was declared, bound and published since the tap last forgot, a line each. */
    List<String> steps() {
        List<String> steps = new ArrayList<>();
        for (FrameTap.Sent each : tap.sent()) {
            String step = step(each.method());
            if (step != null) {
                steps.add(step);
            }
        }
        return steps;
    }

    private static @Nullable String step(Method method) {
        if (method instanceof AMQP.Exchange.Declare declare) {
            return (declare.getPassive() ? "look for exchange " : "exchange ") + declare.getExchange();
        }
        if (method instanceof AMQP.Queue.Declare declare) {
            return (declare.getPassive() ? "look for queue " : "queue ") + declare.getQueue();
        }
        if (method instanceof AMQP.Queue.Bind bind) {
            return "bind " + bind.getQueue() + " to " + bind.getExchange() + " by " + bind.getRoutingKey();
        }
        if (method instanceof AMQP.Exchange.Bind bind) {
            return "bind " + bind.getDestination() + " to " + bind.getSource() + " by " + bind.getRoutingKey();
        }
        return method instanceof AMQP.Basic.Publish publish
                ? "publish to " + publish.getExchange() + " by " + publish.getRoutingKey()
                : null;
    }

    @Override
    public void close() {
        engine.close();
        client.close();
        tap.close();
    }
}
