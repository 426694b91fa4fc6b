package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.BrokerRefusedException;
import dev.ringpost.BrokerUnreachableException;
import dev.ringpost.EngineBuilder;
import dev.ringpost.EngineStats;
import dev.ringpost.Failover;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.embedded.EmbeddedBroker;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.TcpProxy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an application sees when it cannot connect, and how an engine finds another broker. */
@IntegrationTest
class StartErrorsIT {

    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final String SECRET = "s3cr3t-w0rd";

    @BeforeEach
    void faultsAreLogged(ExpectedLogs logs) {
        logs.expect("; reconnecting");
        logs.expect("next try in");
    }

    private static int deadPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String deadUri() throws IOException {
        return "amqp://me:" + SECRET + "@127.0.0.1:" + deadPort() + "/";
    }

    private static void hasNoSecret(Throwable error) {
        StringWriter all = new StringWriter();
        error.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain(SECRET);
    }

    @Test
    void aDeadPort() throws IOException {
        EngineBuilder builder = PublisherEngine.builder().uri(deadUri()).lanes(3);
        assertThatThrownBy(builder::start)
                .isInstanceOf(BrokerUnreachableException.class)
                .hasMessageContaining("127.0.0.1:")
                .hasMessageContaining("check host and port")
                .satisfies(StartErrorsIT::hasNoSecret);
    }

    @Test
    void aPeerThatIsNoBroker() throws Exception {
        // It accepts and says nothing: only the handshake's timeout ends that.
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            EngineBuilder builder = PublisherEngine.builder()
                    .uri("amqp://me:" + SECRET + "@127.0.0.1:" + mute.getLocalPort())
                    .connectTimeout(Duration.ofSeconds(1));
            long startNs = System.nanoTime();
            assertThatThrownBy(builder::start)
                    .isInstanceOf(BrokerUnreachableException.class)
                    .satisfies(StartErrorsIT::hasNoSecret);
            assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void theTimeoutInTheUriGoesBeforeTheEngines() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            EngineBuilder builder = PublisherEngine.builder()
                    .uri("amqp://127.0.0.1:" + mute.getLocalPort() + "?connection_timeout=300")
                    .connectTimeout(Duration.ofSeconds(30));
            long startNs = System.nanoTime();
            assertThatThrownBy(builder::start).isInstanceOf(BrokerUnreachableException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @ParameterizedTest
    @EnumSource(BrokerKind.class)
    void aWrongPassword(BrokerKind kind, Brokers brokers) {
        EngineBuilder builder =
                PublisherEngine.builder().uri("amqp://guest:" + SECRET + "@127.0.0.1:" + brokers.port(kind) + "/");
        assertThatThrownBy(builder::start)
                .isInstanceOf(BrokerRefusedException.class)
                .hasMessageContaining("guest")
                .hasMessageContaining("check user, password")
                .satisfies(StartErrorsIT::hasNoSecret);
    }

    @ParameterizedTest
    @EnumSource(BrokerKind.class)
    void anUnknownVirtualHost(BrokerKind kind, Brokers brokers) {
        EngineBuilder builder = PublisherEngine.builder()
                .uri("amqp://guest:guest@127.0.0.1:" + brokers.port(kind) + "/no-such-vhost")
                .lanes(2);
        assertThatThrownBy(builder::start)
                .isInstanceOf(BrokerRefusedException.class)
                .hasMessageContaining("virtual host \"no-such-vhost\"");
    }

    @Test
    void aVirtualHostWithoutPermission(Brokers brokers) {
        String user = BrokerClient.uniqueName("stranger");
        brokers.rabbit().rabbitmqctl("add_user", user, SECRET);
        try {
            EngineBuilder builder = PublisherEngine.builder()
                    .uri("amqp://" + user + ":" + SECRET + "@127.0.0.1:"
                            + brokers.rabbit().port() + "/");
            assertThatThrownBy(builder::start)
                    .isInstanceOf(BrokerRefusedException.class)
                    .hasMessageContaining("user \"" + user + "\" may use it")
                    .satisfies(StartErrorsIT::hasNoSecret);
        } finally {
            brokers.rabbit().rabbitmqctl("delete_user", user);
        }
    }

    @Test
    void theAnswerOfOneThatRefusesGoesBeforeTheSilenceOfAnother(Brokers brokers) throws IOException {
        EngineBuilder builder = PublisherEngine.builder()
                .uri(deadUri())
                .uri("amqp://guest:" + SECRET + "@127.0.0.1:"
                        + brokers.embedded().port() + "/")
                .uri(deadUri());
        assertThatThrownBy(builder::start)
                .isInstanceOf(BrokerRefusedException.class)
                .satisfies(StartErrorsIT::hasNoSecret);
    }

    @ParameterizedTest
    @EnumSource(BrokerKind.class)
    void theFirstOfSeveralIsDead(BrokerKind kind, Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(kind);
                PublisherEngine engine = PublisherEngine.builder()
                        .uri(deadUri())
                        .uri(brokers.uri(kind))
                        .lanes(2)
                        .start()) {
            String queue = client.queue("second");
            Producer producer =
                    engine.producer(PublishOptions.builder().routingKey(queue).build());
            assertThat(producer.publish("x").await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
        }
    }

    /** Were one of a round tried twice, another would be left out, and now and then the start fail. */
    @ParameterizedTest
    @EnumSource(Failover.class)
    void ofSeveralOneIsAlive(Failover failover, Brokers brokers) throws Exception {
        String uris = String.join(";", deadUri(), deadUri(), brokers.uri(BrokerKind.EMBEDDED), deadUri());
        for (int i = 0; i < 8; i++) {
            try (PublisherEngine engine =
                    PublisherEngine.builder().uri(uris).failover(failover).start()) {
                assertThat(engine.stats().connects()).isOne();
            }
        }
    }

    @Test
    void theSecondTakesOverWhenTheFirstDies(Brokers brokers) throws Exception {
        String queue = BrokerClient.uniqueName("failover");
        EngineStats stats;
        try (EmbeddedBroker second = EmbeddedBroker.start();
                BrokerClient there = BrokerClient.connect(second.uri())) {
            there.channel().queueDeclare(queue, true, false, false, null);
            EmbeddedBroker first = EmbeddedBroker.start();
            try (BrokerClient here = BrokerClient.connect(first.uri())) {
                here.channel().queueDeclare(queue, true, false, false, null);
            }
            try (PublisherEngine engine =
                    PublisherEngine.builder().uri(first.uri()).uri(second.uri()).start()) {
                Producer producer = engine.producer(
                        PublishOptions.builder().routingKey(queue).build());
                assertThat(producer.publish("to the first").await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
                first.close();
                assertThat(producer.publish("to the second").await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
                assertThat(there.depth(queue)).isOne();
                stats = engine.stats();
            } finally {
                first.close();
            }
        }
        assertThat(stats.confirmed()).isEqualTo(2);
        assertThat(stats.connects()).isEqualTo(2);
    }

    @Test
    void closeDuringReconnectReturnsAtOnce(Brokers brokers) throws Exception {
        try (TcpProxy proxy = TcpProxy.to(brokers.embedded().port());
                PublisherEngine engine =
                        PublisherEngine.builder().uri(proxy.uri()).lanes(2).start()) {
            proxy.stallBoth();
            int connected = proxy.acceptedCount();
            proxy.cut();
            // Both lanes now hang in a handshake that nobody answers.
            Await.until("reconnecting", ANSWER, () -> proxy.acceptedCount() >= connected + 2);
            long startNs = System.nanoTime();
            engine.close(Duration.ofSeconds(10));
            assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(2));
        }
    }
}
