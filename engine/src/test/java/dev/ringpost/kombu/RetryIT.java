package dev.ringpost.kombu;

import static dev.ringpost.kombu.TappedEngine.ANSWER;
import static dev.ringpost.kombu.TappedEngine.confirmed;
import static dev.ringpost.kombu.TappedEngine.ends;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.Queue;
import dev.ringpost.Receipt;
import dev.ringpost.RetryCause;
import dev.ringpost.RetryListener;
import dev.ringpost.RetryPolicy;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.IntegrationTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that a full queue nacks: how often they are tried again, who hears of it, and how it ends. */
@IntegrationTest
class RetryIT {

    private static final RetryPolicy QUICK = RetryPolicy.builder()
            .intervalStart(Duration.ZERO)
            .intervalStep(Duration.ofMillis(20))
            .intervalMax(Duration.ofMillis(40))
            .jitter(0)
            .build();

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final RetryListener listener = new RetryListener() {
        @Override
        public void onRetry(RetryCause cause, String detail, int retryIndex, Duration nextIn) {
            heard.add(cause == RetryCause.NACK ? cause + " " + retryIndex + " " + nextIn.toMillis() : cause + "");
        }

        @Override
        public void onRevive(String address) {
            heard.add("revived");
        }
    };

    @BeforeEach
    void faultsAreLogged(ExpectedLogs logs) {
        logs.expect("; reconnecting");
        logs.expect("next try in");
    }

    private TappedEngine start(Brokers brokers) {
        return TappedEngine.start(brokers, builder -> builder.retryListener(listener));
    }

    /** A producer to a queue that is full. */
    private static Producer toFullQueue(TappedEngine it, RetryPolicy policy) throws Exception {
        Queue full = Queue.builder(it.name("full"))
                .maxLength(1)
                .arguments(Map.of("x-overflow", "reject-publish"))
                .build();
        Producer producer = it.producer(
                PublishOptions.builder().declare(full).routingKey(full.name()).retryPolicy(policy));
        it.publishConfirmed(producer, "takes the only place");
        it.tap().forget();
        return producer;
    }

    private static int publishes(TappedEngine it) {
        return it.tap().methods(AMQP.Basic.Publish.class).size();
    }

    @Test
    void row70_attemptsAreTheRetriesAndOneMore(Brokers brokers) throws Exception {
        try (TappedEngine it = start(brokers)) {
            Producer producer = toFullQueue(it, QUICK.toBuilder().maxRetries(2).build());
            ends(producer.publish("x"), Outcome.REJECTED);
            assertThat(publishes(it)).isEqualTo(3);
            assertThat(it.engine().stats().retries()).isEqualTo(2);
            assertThat(it.engine().stats().connects()).isOne();
        }
    }

    @Test
    void row71_noRetriesMeansOneAttemptAndUnsetUntilTheDeliveryTimeout(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers, each -> each.deliveryTimeout(Duration.ofSeconds(2)))) {
            for (int maxRetries : new int[] {0, -1}) {
                Producer once =
                        toFullQueue(it, QUICK.toBuilder().maxRetries(maxRetries).build());
                ends(once.publish("x"), Outcome.REJECTED);
                assertThat(publishes(it)).isOne();
            }
            Producer unlimited = toFullQueue(it, QUICK);
            long startedNs = System.nanoTime();
            ends(unlimited.publish("x"), Outcome.REJECTED);
            assertThat(Duration.ofNanos(System.nanoTime() - startedNs))
                    .isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(4));
            assertThat(publishes(it)).isGreaterThan(10);
        }
    }

    @Test
    void row72_intervalsGrowFromStartByStepToMaximum(Brokers brokers) throws Exception {
        try (TappedEngine it = start(brokers)) {
            Producer producer = toFullQueue(
                    it,
                    QUICK.toBuilder()
                            .intervalStart(Duration.ofMillis(10))
                            .maxRetries(4)
                            .build());
            long startedNs = System.nanoTime();
            ends(producer.publish("x"), Outcome.REJECTED);
            assertThat(heard).containsExactly("NACK 0 10", "NACK 1 30", "NACK 2 40", "NACK 3 40");
            assertThat(Duration.ofNanos(System.nanoTime() - startedNs)).isGreaterThan(Duration.ofMillis(120));
        }
    }

    @Test
    void row73_theRetryListenerHearsOfNacksAndOfALostConnection(Brokers brokers) throws Exception {
        try (TappedEngine it = start(brokers)) {
            Producer producer = toFullQueue(it, QUICK.toBuilder().maxRetries(1).build());
            ends(producer.publish("x"), Outcome.REJECTED);
            it.reconnect();
            Await.until("heard of it", ANSWER, () -> heard.contains("revived"));
            assertThat(heard).startsWith("NACK 0 0", "CHANNEL_CLOSED").endsWith("revived");
        }
    }

    @Test
    void row74_onReviveIsCalledAfterEachReconnectAndNotAtTheStart(Brokers brokers) throws Exception {
        try (TappedEngine it = start(brokers)) {
            assertThat(heard).isEmpty();
            it.reconnect();
            Await.until("heard of it", ANSWER, () -> heard.contains("revived"));
            it.reconnect();
            Await.until(
                    "heard of the next one",
                    ANSWER,
                    () -> heard.stream().filter("revived"::equals).count() == 2);
        }
    }

    @Test
    void row75_aSpentPolicyIsRejectedWithTheReason(Brokers brokers) throws Exception {
        try (TappedEngine it = start(brokers)) {
            Producer producer = toFullQueue(it, QUICK.toBuilder().maxRetries(1).build());
            ends(
                    producer.publish("x"),
                    Outcome.REJECTED,
                    "nack",
                    String.valueOf(producer.defaults().routingKey()));
        }
    }

    @Test
    void row75_aRetryThatFindsRoomIsConfirmed(Brokers brokers) throws Exception {
        try (TappedEngine it = start(brokers)) {
            Producer producer = toFullQueue(it, QUICK);
            Receipt waiting = producer.publish("x");
            it.tap().awaitPublished(2);
            it.client().channel().queuePurge(String.valueOf(producer.defaults().routingKey()));
            confirmed(waiting);
        }
    }
}
