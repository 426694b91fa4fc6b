package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.Binding;
import dev.ringpost.BrokerRefusedException;
import dev.ringpost.EngineClosedException;
import dev.ringpost.Exchange;
import dev.ringpost.FrameEncoding;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Queue;
import dev.ringpost.QueueInfo;
import dev.ringpost.Topology;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The operations of {@link Topology} on RabbitMQ. */
@IntegrationTest
class TopologyIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static PublisherEngine start(Brokers brokers) {
        return brokers.engine(BrokerKind.RABBITMQ, FrameEncoding.AUTO).lanes(2).start();
    }

    @Test
    void fromTheFirstDeclarationToTheLastDeletion(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ);
                PublisherEngine engine = start(brokers)) {
            Topology topology = engine.topology();
            Exchange source = Exchange.of(BrokerClient.uniqueName("source"), Exchange.FANOUT);
            Exchange inner = Exchange.builder(BrokerClient.uniqueName("inner"))
                    .type(Exchange.TOPIC)
                    .internal(true)
                    .build();
            Queue queue = Queue.builder(BrokerClient.uniqueName("q"))
                    .bind(inner, "a.#")
                    .build();
            client.deleteLater(queue.name(), source.name());

            assertThat(topology.declareQueue(queue)).isEqualTo(new QueueInfo(queue.name(), 0, 0));
            Binding between = Binding.of(inner, source, "");
            assertThat(topology.maybeDeclare(between)).isTrue();
            assertThat(topology.maybeDeclare(between)).isFalse();
            Producer producer = engine.producer(PublishOptions.builder()
                    .exchange(source.name())
                    .routingKey("a.b")
                    .mandatory(true)
                    .build());
            assertThat(producer.publish("m1").await(PATIENCE)).isEqualTo(Outcome.CONFIRMED);
            topology.unbind(between);
            assertThat(producer.publish("m2").await(PATIENCE)).isEqualTo(Outcome.RETURNED);
            topology.bind(between);
            assertThat(producer.publish("m3").await(PATIENCE)).isEqualTo(Outcome.CONFIRMED);
            assertThat(topology.declareQueue(queue).messageCount()).isEqualTo(2);
            assertThat(topology.purge(queue)).isEqualTo(2);
            assertThat(producer.publish("m4").await(PATIENCE)).isEqualTo(Outcome.CONFIRMED);

            assertThatThrownBy(() -> topology.deleteQueue(queue, false, true))
                    .isInstanceOf(BrokerRefusedException.class)
                    .hasMessageContainingAll("deleting queue", queue.name(), "not empty");
            assertThatThrownBy(() -> topology.deleteExchange(inner, true)).hasMessageContaining("in use");
            assertThat(topology.deleteQueue(queue)).isEqualTo(1);
            assertThat(topology.deleteQueue(queue)).as("not there any more").isZero();
            topology.deleteExchange(inner);
            topology.deleteExchange(source);
            assertThat(engine.stats().connects()).as("no reconnect").isEqualTo(2);
        }
    }

    @Test
    void whatTheBrokerRefusesIsThrown(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ);
                PublisherEngine engine = start(brokers)) {
            Topology topology = engine.topology();
            String queue = client.queue("conflict");
            String exchange = client.exchange("conflict");
            assertThatThrownBy(() ->
                            topology.declare(Queue.builder(queue).maxPriority(3).build()))
                    .isInstanceOf(BrokerRefusedException.class)
                    .hasMessageContainingAll(queue, "inequivalent arg 'x-max-priority'");
            assertThatThrownBy(() -> topology.declare(Exchange.of(exchange, Exchange.FANOUT)))
                    .hasMessageContainingAll(exchange, "inequivalent arg 'type'");
            topology.declare(Exchange.builder(exchange)
                    .type(Exchange.FANOUT)
                    .passive(true)
                    .build());
            assertThatThrownBy(() -> topology.declare(
                            Exchange.builder("no-such-exchange").passive(true).build()))
                    .hasMessageContaining("no exchange 'no-such-exchange'");
            assertThatThrownBy(() -> topology.purge(Queue.of("no-such-queue")))
                    .hasMessageContaining("no queue 'no-such-queue'");
            topology.declare(Queue.builder("no-such-queue").noDeclare(true).build());
            assertThat(engine.stats().connects()).as("no reconnect").isEqualTo(2);
        }
    }

    @Test
    void aServerNamedQueueIsUsableTwice(Brokers brokers) throws Exception {
        List<QueueInfo> heard = new CopyOnWriteArrayList<>();
        try (PublisherEngine engine = start(brokers)) {
            Topology topology = engine.topology();
            Queue queue =
                    Queue.serverNamed().exclusive(true).onDeclared(heard::add).build();
            QueueInfo first = topology.declareQueue(queue);
            assertThat(first.name()).startsWith("amq.gen-");
            Producer producer = engine.producer(PublishOptions.builder()
                    .routingKey(first.name())
                    .mandatory(true)
                    .build());
            assertThat(producer.publish("m1").await(PATIENCE)).isEqualTo(Outcome.CONFIRMED);
            assertThat(topology.declareQueue(queue)).isEqualTo(new QueueInfo(first.name(), 1, 0));
            assertThat(topology.purge(queue)).isEqualTo(1);
            assertThat(heard).hasSize(2);
        }
    }

    @Test
    void notInACallbackAndNotAfterTheEnd(Brokers brokers) throws Exception {
        AtomicReference<Throwable> error = new AtomicReference<>();
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ)) {
            Queue queue = Queue.of(client.queue("q"));
            PublisherEngine engine = start(brokers);
            Producer producer = engine.producer(
                    PublishOptions.builder().routingKey(queue.name()).build());
            producer.publish("m", PublishOptions.none(), (outcome, detail) -> {
                try {
                    engine.topology().purge(queue);
                } catch (InterruptedException | RuntimeException e) {
                    error.set(e);
                }
            });
            engine.close();
            assertThat(error.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("engine's thread");
            assertThatThrownBy(() -> engine.topology().purge(queue)).isInstanceOf(EngineClosedException.class);
        }
    }
}
