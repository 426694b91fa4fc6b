package dev.ringpost.kombu;

import static dev.ringpost.kombu.TappedEngine.confirmed;
import static dev.ringpost.kombu.TappedEngine.ends;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import dev.ringpost.Exchange;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.Queue;
import dev.ringpost.QueueInfo;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.IntegrationTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What is declared for a message, in which order, and how often. */
@IntegrationTest
class DeclarationsIT {

    private static PublishOptions.Builder options() {
        return PublishOptions.builder();
    }

    @Test
    void row57_aDefinitionIsDeclaredOncePerConnectionByWhicheverProducer(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Exchange exchange = it.exchange("cached");
            Queue queue = it.queue("cached");
            String publish = "publish to " + exchange.name() + " by ";
            for (int i = 0; i < 2; i++) {
                // Equal definitions, not the same objects.
                Exchange equal = Exchange.of(exchange.name(), Exchange.DIRECT);
                Producer producer = it.producer(options().exchange(equal).declare(Queue.of(queue.name())));
                it.publishConfirmed(producer, "a");
                it.publishConfirmed(producer, "b");
            }
            assertThat(it.steps())
                    .containsExactly(
                            "queue " + queue.name(), "exchange " + exchange.name(), publish, publish, publish, publish);
            // By the definition, not by the name as Kombu does: with another binding it is another one.
            it.tap().forget();
            Queue bound = Queue.builder(queue.name())
                    .exchange(exchange)
                    .routingKey("k")
                    .build();
            it.publishConfirmed(it.producer(options().exchange(exchange).declare(bound)), "c");
            assertThat(it.steps())
                    .containsExactly(
                            "queue " + queue.name(),
                            "bind " + queue.name() + " to " + exchange.name() + " by k",
                            publish);
        }
    }

    @Test
    void row58_allIsDeclaredAgainAfterAReconnect(Brokers brokers, ExpectedLogs logs) throws Exception {
        logs.expect("; reconnecting");
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Exchange exchange = it.exchange("again");
            Queue queue = Queue.builder(it.name("again"))
                    .exchange(exchange)
                    .routingKey("k")
                    .build();
            Producer producer =
                    it.producer(options().exchange(exchange).routingKey("k").declare(queue));
            List<String> steps = List.of(
                    "exchange " + exchange.name(),
                    "queue " + queue.name(),
                    "bind " + queue.name() + " to " + exchange.name() + " by k",
                    "publish to " + exchange.name() + " by k");
            it.publishConfirmed(producer, "first");
            assertThat(it.steps()).isEqualTo(steps);
            it.reconnect();
            it.tap().forget();
            it.publishConfirmed(producer, "second");
            assertThat(it.steps()).isEqualTo(steps);
        }
    }

    @Test
    void row59_whatTheBrokerMayDeleteByItselfIsDeclaredForEachMessage(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Exchange autoDelete =
                    Exchange.builder(it.name("auto-delete")).autoDelete(true).build();
            Queue expiring = Queue.builder(it.name("expiring"))
                    .expires(Duration.ofMinutes(1))
                    .build();
            Queue byArgument = Queue.builder(it.name("expiring-by-argument"))
                    .arguments(Map.of("x-expires", 60_000))
                    .build();
            Producer producer = it.producer(options().declare(autoDelete, expiring, byArgument));
            for (int i = 0; i < 3; i++) {
                it.tap().forget();
                it.publishConfirmed(producer, "x");
                assertThat(it.steps())
                        .containsExactly(
                                "exchange " + autoDelete.name(),
                                "queue " + expiring.name(),
                                "queue " + byArgument.name(),
                                "publish to  by ");
            }
        }
    }

    @Test
    void row60_aQueueComesBehindItsExchangeAndBeforeItsBinding(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Exchange exchange = it.exchange("own");
            Queue queue = Queue.builder(it.name("bound"))
                    .exchange(exchange)
                    .routingKey("k")
                    .build();
            it.publishConfirmed(it.producer(options().declare(queue)), "x");
            assertThat(it.steps())
                    .containsExactly(
                            "exchange " + exchange.name(),
                            "queue " + queue.name(),
                            "bind " + queue.name() + " to " + exchange.name() + " by k",
                            "publish to  by ");
        }
    }

    @Test
    void row61_bindingsTakeThePlaceOfTheQueuesOwnExchange(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Exchange own = it.exchange("own");
            Exchange first = it.exchange("first");
            Exchange second = it.exchange("second");
            Queue queue = Queue.builder(it.name("bound"))
                    .exchange(own)
                    .routingKey("own")
                    .bind(first, "1")
                    .bind(second, "2")
                    .build();
            it.publishConfirmed(it.producer(options().declare(queue)), "x");
            assertThat(it.steps())
                    .containsExactly(
                            "queue " + queue.name(),
                            "exchange " + first.name(),
                            "bind " + queue.name() + " to " + first.name() + " by 1",
                            "exchange " + second.name(),
                            "bind " + queue.name() + " to " + second.name() + " by 2",
                            "publish to  by ");
        }
    }

    @Test
    void row64_anExclusiveQueueIsAutoDeleteToo(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Queue exclusive = Queue.builder(it.name("exclusive"))
                    .exclusive(true)
                    .durable(false)
                    .build();
            it.publishConfirmed(it.producer(options().declare(exclusive)), "x");
            assertThat(it.tap().methods(AMQP.Queue.Declare.class))
                    .singleElement()
                    .satisfies(declare -> {
                        assertThat(declare.getExclusive()).isTrue();
                        assertThat(declare.getAutoDelete()).isTrue();
                        assertThat(declare.getDurable()).isFalse();
                    });
        }
    }

    @Test
    void row65_whatIsThereAnywayOrMarkedSoIsNotDeclared(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Exchange undeclared =
                    Exchange.builder(it.name("undeclared")).noDeclare(true).build();
            Queue queue = Queue.builder(it.name("undeclared"))
                    .exchange(it.exchange("undeclared"))
                    .noDeclare(true)
                    .build();
            Producer producer = it.producer(options()
                    .exchange(Exchange.of("amq.topic", Exchange.TOPIC))
                    .declare(undeclared, queue, Exchange.ANONYMOUS, Exchange.of("amq.fanout", Exchange.FANOUT)));
            it.publishConfirmed(producer, "x");
            assertThat(it.steps()).containsExactly("publish to amq.topic by ");
        }
    }

    @Test
    void row66_aPassiveExchangeIsLookedForAndMissedAloud(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Exchange there = Exchange.builder(it.client().exchange("there"))
                    .type("whatever it is")
                    .passive(true)
                    .build();
            it.publishConfirmed(it.producer(options().exchange(there)), "x");
            assertThat(it.steps())
                    .containsExactly("look for exchange " + there.name(), "publish to " + there.name() + " by ");

            Exchange missing =
                    Exchange.builder(it.name("missing")).passive(true).build();
            Producer producer = it.producer(options().exchange(missing));
            ends(producer.publish("lost"), Outcome.FAILED, missing.name(), "no exchange");
            assertThat(it.engine().stats().connects())
                    .as("it costs no connection")
                    .isOne();
        }
    }

    @Test
    void row67_aServerNamedQueueTellsItsNameAndCanBeUsedAgain(Brokers brokers) throws Exception {
        List<QueueInfo> declared = new CopyOnWriteArrayList<>();
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Exchange exchange = it.exchange("server-named");
            Queue.Builder serverNamed = Queue.serverNamed()
                    .expires(Duration.ofMinutes(1))
                    .exchange(exchange)
                    .routingKey("k")
                    .onDeclared(declared::add);
            Producer producer =
                    it.producer(options().exchange(exchange).routingKey("k").declare(serverNamed.build()));
            it.publishConfirmed(producer, "first");
            it.publishConfirmed(producer, "second");
            assertThat(declared)
                    .hasSize(2)
                    .extracting(QueueInfo::name)
                    .containsOnly(declared.get(0).name());
            assertThat(declared.get(0).name()).startsWith("amq.gen-");
            assertThat(declared.get(1).messageCount()).isOne();
            assertThat(it.client().depth(declared.get(0).name())).isEqualTo(2);

            // Another object is another queue.
            confirmed(producer.publish(
                    "third", options().declare(serverNamed.build()).build()));
            assertThat(declared.stream().map(QueueInfo::name).distinct()).hasSize(2);
        }
    }
}
