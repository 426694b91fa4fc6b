package dev.ringpost.bench.nullbroker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.bench.wire.BenchMessage;
import dev.ringpost.tls.Tls;
import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NullBrokerTlsTest {
    private static ThrowawayKey key;

    @BeforeAll
    static void makeKey() throws Exception {
        key = ThrowawayKey.make();
    }

    @AfterAll
    static void deleteKey() throws Exception {
        key.close();
    }

    @Test
    void confirmsWhatComesByTlsAndGroupsItsAcks() throws Exception {
        int messageCount = 50_000;
        AtomicLong confirmedCount = new AtomicLong();
        try (NullBroker broker = NullBroker.startTls(key.keyStore());
                PublisherEngine engine = PublisherEngine.builder()
                        .uri("amqps://127.0.0.1:" + broker.port())
                        .tls(Tls.systemTrust().trustPem(key.certificate()))
                        .lanes(1)
                        .outcomeListener((id, outcome, detail) -> {
                            if (outcome == Outcome.CONFIRMED) {
                                confirmedCount.incrementAndGet();
                            }
                        })
                        .start()) {
            Producer producer = engine.producer(PublishOptions.builder()
                    .routingKey(BenchMessage.ROUTING_KEY)
                    .build());
            byte[] body = BenchMessage.body(100);
            for (long i = 0; i < messageCount; i++) {
                producer.publish(body, 0, body.length, i);
            }
            assertThat(engine.flush(Duration.ofSeconds(30))).isTrue();
            BrokerReport report = broker.report();
            assertThat(confirmedCount).hasValue(messageCount);
            assertThat(report.messages()).isEqualTo(messageCount);
            assertThat(report.bodyBytes()).isEqualTo(messageCount * 100L);
            assertThat(report.faults()).isEmpty();
            // A record holds less than a hundred of them.
            assertThat(report.reads()).isLessThan(messageCount / 100);
        }
    }

    @Test
    void saysSoWhenAClientSpeaksPlainly() throws Exception {
        try (NullBroker broker = NullBroker.startTls(key.keyStore());
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
            socket.getOutputStream().write(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1});
            byte[] alertAtMost = new DataInputStream(socket.getInputStream()).readAllBytes();
            assertThat(alertAtMost.length).isLessThan(100);
            // Its TLS closes the socket, which is what we saw, before the broker hears of the reason.
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (broker.report().faults().isEmpty() && System.nanoTime() - deadlineNs < 0) {
                Thread.sleep(1);
            }
            assertThat(broker.report().faults()).isNotEmpty();
        }
    }

    @Test
    void leavesNoFiles() throws Exception {
        ThrowawayKey other = ThrowawayKey.make();
        Path directory = other.keyStore().getParent();
        assertThat(other.certificate()).exists();
        other.close();
        assertThat(Files.exists(directory)).isFalse();
    }
}
