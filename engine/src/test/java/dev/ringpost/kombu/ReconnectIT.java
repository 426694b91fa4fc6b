package dev.ringpost.kombu;

import static dev.ringpost.kombu.TappedEngine.confirmed;
import static dev.ringpost.kombu.TappedEngine.ends;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Exchange;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.Queue;
import dev.ringpost.Receipt;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.FrameTap;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.SentContent;
import dev.ringpost.testing.TcpProxy.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection that breaks under a message: the engine connects again and sends it again, by itself. */
@IntegrationTest
class ReconnectIT {

    @BeforeEach
    void faultsAreLogged(ExpectedLogs logs) {
        logs.expect("; reconnecting");
        logs.expect("next try in");
    }

    private static PublishOptions.Builder options() {
        return PublishOptions.builder();
    }

    /** Breaks the connection when the broker has the message and the engine no answer. */
    private static void confirmedAfterACut(TappedEngine it, Producer producer, Object body) throws Exception {
        it.tap().forget();
        it.tap().proxy().stall(Direction.TO_CLIENT);
        Receipt receipt = producer.publish(body);
        it.tap().awaitPublished(1);
        it.tap().proxy().cut();
        it.tap().proxy().resume();
        confirmed(receipt);
    }

    @Test
    void row68_theSameBytesAreSentAgain(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Queue queue = it.queue("again");
            Producer producer = it.producer(options()
                    .declare(queue)
                    .routingKey(queue.name())
                    .compression("zlib")
                    .headers(Map.of("own", 1))
                    .messageId("stays the same"));
            it.publishConfirmed(producer, "declares the queue");
            confirmedAfterACut(it, producer, Map.of("a", 1, "b", "text"));
            List<SentContent> sent = it.tap().contents();
            assertThat(sent).hasSize(2);
            assertThat(it.tap().sent("basic.publish"))
                    .extracting(FrameTap.Sent::connection)
                    .containsExactly(1, 2);
            assertThat(sent.get(1).headerPayload()).isEqualTo(sent.get(0).headerPayload());
            assertThat(sent.get(1).body()).isEqualTo(sent.get(0).body());
            assertThat(it.engine().stats().resends()).isOne();
        }
    }

    @Test
    void row69_theDefaultExchangeIsDeclaredAgainBeforeTheMessageIs(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Exchange exchange = it.exchange("default");
            Producer producer = it.producer(options().exchange(exchange).routingKey("k"));
            it.publishConfirmed(producer, "connected before");
            confirmedAfterACut(it, producer, "x");
            assertThat(it.steps())
                    .containsExactly(
                            "publish to " + exchange.name() + " by k",
                            "exchange " + exchange.name(),
                            "publish to " + exchange.name() + " by k");
        }
    }

    @Test
    void row78_theReturnListenerSurvives(Brokers brokers) throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Producer producer = it.producer(options()
                    .mandatory(true)
                    .onReturn((reason, exchange, routingKey, message) -> heard.add(routingKey)));
            ends(producer.publish("x", options().routingKey("first").build()), Outcome.RETURNED);
            it.tap().proxy().cut();
            ends(producer.publish("x", options().routingKey("second").build()), Outcome.RETURNED);
            assertThat(heard).containsExactly("first", "second");
        }
    }

    @Test
    void row94_aProducerHealsByItself(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Producer producer = it.producer(options().exchange("amq.direct"));
            List<Receipt> receipts = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 20; j++) {
                    receipts.add(producer.publish(j));
                }
                it.tap().proxy().cut();
                receipts.add(producer.publish("at once"));
                it.publishConfirmed(producer, "and when it is back");
            }
            for (Receipt receipt : receipts) {
                confirmed(receipt);
            }
            assertThat(it.engine().stats().connects()).isGreaterThanOrEqualTo(4);
        }
    }
}
