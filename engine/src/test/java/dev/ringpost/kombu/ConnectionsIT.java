package dev.ringpost.kombu;

import static dev.ringpost.kombu.TappedEngine.ANSWER;
import static dev.ringpost.kombu.TappedEngine.confirmed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import dev.ringpost.BrokerRefusedException;
import dev.ringpost.EngineBuilder;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Queue;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.FrameTap;
import dev.ringpost.testing.FrameTap.Accepted;
import dev.ringpost.testing.IntegrationTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which broker is connected to, when, and by how many threads. */
@IntegrationTest
class ConnectionsIT {

    @BeforeEach
    void faultsAreLogged(ExpectedLogs logs) {
        logs.expect("; reconnecting");
        logs.expect("next try in");
    }

    @Test
    void row76_aRefusedLoginIsNotTriedAgain(Brokers brokers) {
        try (FrameTap tap = FrameTap.to(brokers.rabbit().port())) {
            EngineBuilder builder = PublisherEngine.builder()
                    .uri("amqp://guest:wrong-password@127.0.0.1:" + tap.proxy().port());
            assertThatThrownBy(builder::start)
                    .isInstanceOf(BrokerRefusedException.class)
                    .hasMessageContaining("refused the login of user \"guest\"")
                    .hasMessageNotContaining("wrong-password");
            assertThat(tap.accepted()).hasSize(1);
        }
    }

    /** An attempt to connect: by which of the taps, and when. */
    private record Attempt(FrameTap tap, long atNs) {}

    private static List<Attempt> attempts(FrameTap... taps) {
        return Stream.of(taps)
                .flatMap(tap -> tap.accepted().stream().map(each -> new Attempt(tap, each.atNs())))
                .sorted(Comparator.comparingLong(Attempt::atNs))
                .toList();
    }

    @Test
    void row79_allBrokersAreTriedBeforeAPause(Brokers brokers) throws Exception {
        int port = brokers.rabbit().port();
        try (FrameTap a = FrameTap.to(port);
                FrameTap b = FrameTap.to(port);
                PublisherEngine engine =
                        PublisherEngine.builder().uri(a.uri()).uri(b.uri()).start()) {
            Producer producer = engine.producer(
                    PublishOptions.builder().exchange("amq.direct").build());
            a.proxy().refuse(true);
            b.proxy().refuse(true);
            a.proxy().cut();
            int rounds = 4;
            Await.until("four rounds", ANSWER, () -> attempts(a, b).size() > 2 * rounds);
            a.proxy().refuse(false);
            b.proxy().refuse(false);
            confirmed(producer.publish("after all"));

            List<Attempt> attempts = attempts(a, b).subList(1, 1 + 2 * rounds);
            List<Long> inRoundNs = new ArrayList<>();
            for (int i = 1; i < attempts.size(); i++) {
                assertThat(attempts.get(i).tap())
                        .isNotEqualTo(attempts.get(i - 1).tap());
                long gapNs = attempts.get(i).atNs() - attempts.get(i - 1).atNs();
                if (i % 2 == 1) {
                    inRoundNs.add(gapNs);
                } else {
                    // 100 ms behind the first round, then doubled, each less up to a quarter.
                    assertThat(Duration.ofNanos(gapNs)).isGreaterThan(Duration.ofMillis(70L << (i / 2 - 1)));
                }
            }
            assertThat(inRoundNs)
                    .as("no pause in a round; at least one was not held up by the machine")
                    .anySatisfy(gapNs -> assertThat(gapNs).isLessThan(70_000_000));
        }
    }

    @Test
    void row80_aBrokenConnectionMovesToTheNextBroker(Brokers brokers) throws Exception {
        int port = brokers.rabbit().port();
        try (FrameTap a = FrameTap.to(port);
                FrameTap b = FrameTap.to(port);
                PublisherEngine engine =
                        PublisherEngine.builder().uri(a.uri() + ";" + b.uri()).start()) {
            Producer producer = engine.producer(
                    PublishOptions.builder().exchange("amq.direct").build());
            confirmed(producer.publish("by the first"));
            a.proxy().cut();
            confirmed(producer.publish("by the second"));
            b.proxy().cut();
            confirmed(producer.publish("by the first again"));
            assertThat(a.accepted()).extracting(Accepted::connection).containsExactly(1, 2);
            assertThat(b.accepted()).hasSize(1);
        }
    }

    @Test
    void row82_withoutAPathTheVirtualHostIsTheSlash(Brokers brokers) {
        try (FrameTap tap = FrameTap.to(brokers.rabbit().port())) {
            for (String path : List.of("", "/", "//", "/%2f")) {
                tap.forget();
                String uri = "amqp://127.0.0.1:" + tap.proxy().port() + path;
                try (PublisherEngine engine = PublisherEngine.builder().uri(uri).start()) {
                    assertThat(engine.stats().connects()).isOne();
                }
                assertThat(tap.methods(AMQP.Connection.Open.class))
                        .extracting(AMQP.Connection.Open::getVirtualHost)
                        .containsExactly("/");
            }
        }
    }

    @Test
    void row92_threadsMayShareAProducer(Brokers brokers) throws Exception {
        int threads = 4;
        int each = 800;
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Queue queue = it.queue("shared");
            Producer producer =
                    it.producer(PublishOptions.builder().declare(queue).routingKey(queue.name()));
            List<Thread> publishing = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Thread thread = new Thread(() -> {
                    try {
                        for (int j = 0; j < each; j++) {
                            producer.publish(j);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                publishing.add(thread);
                thread.start();
            }
            Await.ended(ANSWER, publishing);
            assertThat(it.engine().flush(ANSWER)).isTrue();
            assertThat(it.engine().stats().confirmed()).isEqualTo((long) threads * each);
            assertThat(it.client().depth(queue.name())).isEqualTo((long) threads * each);
        }
    }
}
