package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.BrokerRefusedException;
import dev.ringpost.EngineBuilder;
import dev.ringpost.FrameEncoding;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Receipt;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.RabbitTest;
import dev.ringpost.testing.TcpProxy;
import dev.ringpost.testing.TestAuthority;
import dev.ringpost.testing.TestAuthority.Issued;
import dev.ringpost.testing.TestAuthority.Request;
import dev.ringpost.testing.TlsNode;
import dev.ringpost.testing.TlsServer;
import dev.ringpost.tls.Tls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encrypted connections to RabbitMQ's own TLS port: who is believed, as whom we log in, and what is said of refusals. */
@RabbitTest
@IntegrationTest
class TlsIT {

    private static final Duration ANSWER = Duration.ofSeconds(20);

    @TempDir
    private static Path files = Path.of("");

    private static TlsNode node;

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void startNode() {
        node = TlsNode.start(files, false);
    }

    @AfterAll
    static void stopNode() {
        node.close();
    }

    private static EngineBuilder engine(String uri, Tls tls) {
        return PublisherEngine.builder()
                .uri(uri)
                .tls(tls)
                .name("it")
                .lanes(1)
                .reconnectMax(Duration.ofMillis(500))
                .connectTimeout(Duration.ofSeconds(10));
    }

    private static void publishes(EngineBuilder builder) throws Exception {
        try (BrokerClient client = node.client();
                PublisherEngine engine = builder.start()) {
            String queue = client.queue("tls");
            assertThat(confirmed(engine, queue, "x")).isEqualTo(Outcome.CONFIRMED);
            assertThat(client.get(queue).getBody()).isEqualTo("x".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static @Nullable Outcome confirmed(PublisherEngine engine, String queue, String body) throws Exception {
        return producer(engine, queue)
                .publish(body.getBytes(StandardCharsets.UTF_8))
                .await(ANSWER);
    }

    private static Producer producer(PublisherEngine engine, String queue) {
        return engine.producer(PublishOptions.builder().routingKey(queue).build());
    }

    private static void refused(EngineBuilder builder, String... why) {
        assertThatThrownBy(builder::start)
                .isInstanceOf(BrokerRefusedException.class)
                .hasMessageContaining("no TLS connection to ")
                .hasMessageContainingAll(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void publishesOverEitherVersion(String protocol) throws Exception {
        publishes(engine(node.uri(), node.trust().protocols(protocol)));
    }

    @Test
    void theUriAloneWillDo() throws Exception {
        String uri = node.uri() + "?cacertfile=" + node.authorityFile() + "&verify=verify_peer";
        publishes(PublisherEngine.builder().uri(uri).name("it"));
    }

    /** Both ways of framing take the whole batch to one write, and so to as few records as fit it. */
    @ParameterizedTest
    @EnumSource(
            value = FrameEncoding.class,
            names = {"TEMPLATE", "LIBRARY"})
    void aBatchIsFewRecords(FrameEncoding encoding) throws Exception {
        int messages = 5_000;
        RecordCount records = new RecordCount();
        try (TcpProxy proxy = TcpProxy.to(node.port(), records);
                BrokerClient client = node.client();
                PublisherEngine engine = engine("amqps://localhost:" + proxy.port(), node.trust())
                        .frameEncoding(encoding)
                        .start()) {
            Producer producer = producer(engine, client.queue("records"));
            long before = records.toBroker();
            List<Receipt> receipts = new ArrayList<>();
            for (int i = 0; i < messages; i++) {
                receipts.add(producer.publish(new byte[100]));
            }
            for (Receipt receipt : receipts) {
                assertThat(receipt.await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
            }
            assertThat(records.toBroker() - before).isPositive().isLessThan(messages / 4);
        }
    }

    @Test
    void aHostThatTheCertificateDoesNotNameIsRefused() throws Exception {
        String byAddress = "amqps://127.0.0.1:" + node.port();
        refused(engine(byAddress, node.trust()), "is for [localhost, rabbit.example], not for \"127.0.0.1\"");
        publishes(engine(byAddress, node.trust().serverName(TlsNode.NAME)));
        publishes(engine(byAddress + "?server_name_indication=" + TlsNode.NAME, node.trust()));
        refused(
                engine(node.uri() + "?server_name_indication=other.example", node.trust()),
                "not for \"other.example\"");
    }

    @Test
    void namesCanBeLeftUnverifiedWithAWarning(ExpectedLogs logs) throws Exception {
        logs.expect("names in the brokers' certificates are not verified");
        publishes(engine("amqps://127.0.0.1:" + node.port(), node.trust().withoutHostnameVerification()));
        assertThat(logs.lines()).hasSize(1);
    }

    @Test
    void anUnknownAuthorityIsRefused() {
        Path other = TestAuthority.named("other").writeCertificate(directory.resolve("other.pem"));
        refused(
                engine(node.uri(), Tls.systemTrust().trustPem(other)),
                "comes from CN=tls node authority",
                "not trusted here");
        refused(engine(node.uri(), Tls.systemTrust()), "comes from CN=tls node authority");
    }

    @Test
    void anExpiredCertificateIsRefused() {
        Issued expired = node.authority().issue(Request.of("old", "localhost").expired());
        try (TlsServer server = TlsServer.start(expired, directory)) {
            refused(engine("amqps://localhost:" + server.port(), node.trust()), "its certificate expired at 20");
        }
    }

    @Test
    void aPlainPortSaysSo() {
        refused(engine("amqps://localhost:" + node.node().port(), node.trust()), "does not speak TLS");
    }

    @Test
    void loginByTheUserNamedInTheCertificate() throws Exception {
        node.node().rabbitmqctl("add_user", "robot", "unused");
        node.node().rabbitmqctl("set_permissions", "-p", "/", "robot", ".*", ".*", ".*");
        EngineBuilder builder = engine(node.uri(), node.trustAs("robot")).externalAuthentication();
        publishes(builder);
        try (BrokerClient client = node.client();
                PublisherEngine engine = builder.start()) {
            String queue = client.queue("user-id");
            PublishOptions own =
                    PublishOptions.builder().routingKey(queue).userId("robot").build();
            assertThat(engine.producer(own).publish("x").await(ANSWER))
                    .as("a user id that the engine cannot check, and the broker does")
                    .isEqualTo(Outcome.CONFIRMED);
        }
        assertThatThrownBy(() -> engine(node.uri() + "?auth_mechanism=external", node.trustAs("stranger"))
                        .start())
                .isInstanceOf(BrokerRefusedException.class)
                .hasMessageContaining("refused the login by the client's certificate");
    }

    @Test
    void aCertificateThatIsRequired(@TempDir Path own) throws Exception {
        try (TlsNode strict = TlsNode.start(own, true)) {
            for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
                assertThatThrownBy(() -> engine(strict.uri(), strict.trust().protocols(protocol))
                                .start())
                        .as(protocol)
                        .isInstanceOf(BrokerRefusedException.class)
                        .hasMessageMatching(".*requires? a client certificate.*");
            }
            try (PublisherEngine engine =
                    engine(strict.uri(), strict.trustAs("guest")).start()) {
                assertThat(engine.stats().connects()).isOne();
            }
            TlsNode ours = node; // of another authority
            Tls foreign = strict.trust();
            Issued stranger = ours.authority().issue(Request.of("guest"));
            Tls shown = foreign.keyPem(
                    stranger.writeCertificate(directory.resolve("c.pem")),
                    stranger.writeKey(directory.resolve("k.pem")));
            assertThatThrownBy(() -> engine(strict.uri(), shown).start())
                    .isInstanceOf(BrokerRefusedException.class)
                    .hasMessageMatching(".*not accept the client certificate.*");
        }
    }

    @Test
    void comesBackWithFilesReplacedMeanwhile(ExpectedLogs logs) throws Exception {
        logs.expect("; reconnecting");
        logs.expect("next try in");
        Path trusted = node.authority().writeCertificate(directory.resolve("trusted.pem"));
        try (BrokerClient client = node.client();
                TcpProxy proxy = TcpProxy.to(node.port());
                PublisherEngine engine = engine(
                                "amqps://localhost:" + proxy.port(),
                                Tls.systemTrust().trustPem(trusted))
                        .start()) {
            String queue = client.queue("rotated");
            assertThat(confirmed(engine, queue, "before")).isEqualTo(Outcome.CONFIRMED);
            TestAuthority.write(trusted, "being replaced");
            proxy.cut();
            Await.until(
                    "an error that names the file",
                    ANSWER,
                    () -> logs.lines().stream().anyMatch(line -> line.contains("trusted.pem has no certificate")));
            node.authority().writeCertificate(trusted);
            assertThat(confirmed(engine, queue, "after")).isEqualTo(Outcome.CONFIRMED);
        }
    }

    @Test
    void comesBackAfterTheBroker(ExpectedLogs logs) throws Exception {
        logs.expect("; reconnecting");
        logs.expect("next try in");
        String queue = "tls-restart";
        try (PublisherEngine engine = engine(node.uri(), node.trust()).start()) {
            try (BrokerClient client = node.client()) {
                client.channel().queueDeclare(queue, true, false, false, null);
            }
            assertThat(confirmed(engine, queue, "before")).isEqualTo(Outcome.CONFIRMED);
            node.node().restart();
            assertThat(producer(engine, queue).publish("after").await(Duration.ofSeconds(40)))
                    .isEqualTo(Outcome.CONFIRMED);
            assertThat(engine.stats().connects()).isGreaterThan(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 900})
    void aPeerThatStopsReadingIsCutInTime(int messages, ExpectedLogs logs) throws Exception {
        logs.expect("; reconnecting");
        logs.expect("next try in");
        Duration delivery = Duration.ofSeconds(2);
        try (BrokerClient client = node.client();
                TcpProxy proxy = TcpProxy.to(node.port())) {
            String queue = client.queue("stalled");
            PublisherEngine engine = engine("amqps://localhost:" + proxy.port(), node.trust())
                    .deliveryTimeout(delivery)
                    .connectTimeout(Duration.ofSeconds(1))
                    .ringSize(1024)
                    .memoryBudgetBytes(64 << 20)
                    .start();
            Producer producer = producer(engine, queue);
            proxy.stallBoth();
            long startNs = System.nanoTime();
            List<Receipt> receipts = new ArrayList<>();
            for (int i = 0; i < messages; i++) {
                receipts.add(producer.publish(new byte[8_000])); // 900 fill every buffer on the way
            }
            for (Receipt receipt : receipts) {
                assertThat(receipt.await(ANSWER)).isEqualTo(Outcome.TIMED_OUT);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(delivery.plusSeconds(2));
            producer.tryPublish(new byte[8_000], 0, 8_000, 1);
            long closingNs = System.nanoTime();
            engine.close(Duration.ofMillis(500));
            assertThat(Duration.ofNanos(System.nanoTime() - closingNs)).isLessThan(Duration.ofSeconds(2));
        }
    }
}
