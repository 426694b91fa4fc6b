package dev.ringpost.kombu;

import static dev.ringpost.kombu.TappedEngine.ANSWER;
import static dev.ringpost.kombu.TappedEngine.confirmed;
import static dev.ringpost.kombu.TappedEngine.ends;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.rabbitmq.client.AMQP;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.Queue;
import dev.ringpost.Receipt;
import dev.ringpost.RetryPolicy;
import dev.ringpost.ReturnReason;
import dev.ringpost.ReturnedMessage;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.FrameTap;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.TcpProxy.Direction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The broker's answers: returns, acks, nacks, and none. */
@IntegrationTest
class ConfirmsIT {

    private static final String NOWHERE = "no-such-queue";

    @BeforeEach
    void faultsAreLogged(ExpectedLogs logs) {
        logs.expect("; reconnecting");
        logs.expect("next try in");
    }

    private static PublishOptions.Builder options() {
        return PublishOptions.builder();
    }

    /** What an {@code onReturn} heard. */
    private record Returned(ReturnReason reason, String exchange, String routingKey, ReturnedMessage message) {}

    @Test
    void row50_aMandatoryMessageThatNoQueueTakesComesBack(Brokers brokers) throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Producer producer = it.producer(options()
                    .mandatory(true)
                    .onReturn((reason, exchange, routingKey, message) -> heard.add(routingKey)));
            ends(producer.publish("x", options().routingKey(NOWHERE).build()), Outcome.RETURNED);
            confirmed(producer.publish(
                    "dropped", options().mandatory(false).routingKey(NOWHERE).build()));
            assertThat(heard).containsExactly(NOWHERE);
            assertThat(it.tap().methods(AMQP.Basic.Publish.class))
                    .extracting(AMQP.Basic.Publish::getMandatory)
                    .containsExactly(true, false);
        }
    }

    @Test
    void row51_theReturnListenerHearsWhyWhereAndWhat(Brokers brokers) throws Exception {
        List<Returned> heard = new CopyOnWriteArrayList<>();
        List<Returned> others = new CopyOnWriteArrayList<>();
        try (TappedEngine it = TappedEngine.start(brokers)) {
            PublishOptions.Builder mandatory = options().exchange("amq.direct").mandatory(true);
            Producer producer = it.producer(mandatory.onReturn((reason, exchange, routingKey, message) ->
                    heard.add(new Returned(reason, exchange, routingKey, message))));
            it.producer(mandatory.onReturn((reason, exchange, routingKey, message) ->
                    others.add(new Returned(reason, exchange, routingKey, message))));
            ends(
                    producer.publish(
                            Map.of("a", 1), options().routingKey("k").type("t").build()),
                    Outcome.RETURNED);
            assertThat(heard).hasSize(1);
            Returned returned = heard.get(0);
            assertThat(returned.reason().replyCode()).isEqualTo(312);
            assertThat(returned.reason().replyText()).isEqualTo("NO_ROUTE");
            assertThat(returned.exchange()).isEqualTo("amq.direct");
            assertThat(returned.routingKey()).isEqualTo("k");
            assertThat(returned.message().body()).isEqualTo("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
            assertThat(returned.message().contentType()).isEqualTo("application/json");
            assertThat(returned.message().options().type()).isEqualTo("t");
            assertThat(others).as("of the producer's own messages only").isEmpty();
        }
    }

    @Test
    void row52_withoutAListenerTheMessageItselfSaysThatItCameBack(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Queue queue = it.queue("innocent");
            Producer producer = it.producer(options().declare(queue).mandatory(true));
            PublishOptions routed = options().routingKey(queue.name()).build();
            Receipt before = producer.publish("before", routed);
            Receipt unroutable =
                    producer.publish("x", options().routingKey(NOWHERE).build());
            Receipt after = producer.publish("after", routed);
            ends(unroutable, Outcome.RETURNED, NOWHERE);
            confirmed(before);
            confirmed(after);
        }
    }

    @Test
    void row53_confirmModeIsSelectedOnceForEachChannel(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Producer producer = it.producer(options().exchange("amq.direct"));
            it.publishConfirmed(producer, "first");
            it.publishConfirmed(producer, "second");
            it.reconnect();
            it.publishConfirmed(producer, "on the next connection");
            it.publishConfirmed(producer, "there too");
            assertThat(it.tap().sent("confirm.select", "basic.publish"))
                    .extracting(FrameTap.Sent::connection, FrameTap.Sent::name)
                    .containsExactly(
                            tuple(1, "confirm.select"),
                            tuple(1, "basic.publish"),
                            tuple(1, "basic.publish"),
                            tuple(2, "confirm.select"),
                            tuple(2, "basic.publish"),
                            tuple(2, "basic.publish"));
        }
    }

    @Test
    void row54_confirmModeIsSelectedAgainAfterTheBrokerClosedTheChannel(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            String exchange = it.name("deleted");
            it.client().channel().exchangeDeclare(exchange, "direct");
            Producer producer = it.producer(options());
            PublishOptions toExchange = options().exchange(exchange).build();
            confirmed(producer.publish("looked for and found", toExchange));
            it.client().channel().exchangeDelete(exchange);
            ends(producer.publish("closes the channel", toExchange), Outcome.FAILED, "no exchange '" + exchange);
            it.publishConfirmed(producer, "confirmed as ever");
            assertThat(it.tap().sent("confirm.select"))
                    .extracting(FrameTap.Sent::connection, FrameTap.Sent::channel)
                    .containsExactly(tuple(1, 1), tuple(2, 1));
        }
    }

    @Test
    void row55_aNackIsAnOutcomeOfItsOwn(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Queue full = Queue.builder(it.name("full"))
                    .maxLength(1)
                    .arguments(Map.of("x-overflow", "reject-publish"))
                    .build();
            Producer producer = it.producer(options().declare(full).routingKey(full.name()));
            it.publishConfirmed(producer, "takes the only place");
            PublishOptions once = options().retryPolicy(RetryPolicy.none()).build();
            ends(producer.publish("too many", once), Outcome.REJECTED, "nack", full.name());
            confirmed(producer.publish(
                    "to elsewhere", options().routingKey(NOWHERE).build()));
            assertThat(it.engine().stats().connects())
                    .as("a nack costs no connection")
                    .isOne();
        }
    }

    @Test
    void row56_theWaitForAnAckEndsAndALateOneConfirmsNoOtherMessage(Brokers brokers) throws Exception {
        Duration timeout = Duration.ofSeconds(2);
        try (TappedEngine it = TappedEngine.start(brokers, builder -> builder.deliveryTimeout(timeout))) {
            Queue queue = it.queue("late");
            Producer producer = it.producer(options().declare(queue).routingKey(queue.name()));
            it.publishConfirmed(producer, "all is well");

            it.tap().proxy().stall(Direction.TO_CLIENT);
            long startNs = System.nanoTime();
            Receipt first = producer.publish("its ack is late");
            ends(first, Outcome.TIMED_OUT, "may have it");
            assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(timeout.plusSeconds(2));
            Await.until("the first is at the broker", ANSWER, () -> it.client().depth(queue.name()) == 2);

            it.tap().proxy().stall(Direction.TO_BROKER);
            Receipt second = producer.publish("never gets there in time");
            it.tap().proxy().resume(Direction.TO_CLIENT);
            ends(second, Outcome.TIMED_OUT);

            it.tap().proxy().resume(Direction.TO_BROKER);
            it.publishConfirmed(producer, "all is well again");
            assertThat(first.outcome()).as("an outcome is final").isEqualTo(Outcome.TIMED_OUT);
        }
    }
}
