package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineSettings;
import dev.ringpost.Entity;
import dev.ringpost.Exchange;
import dev.ringpost.FrameEncoding;
import dev.ringpost.Offer;
import dev.ringpost.Outcome;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Queue;
import dev.ringpost.QueueType;
import dev.ringpost.intake.BenchProducers;
import dev.ringpost.lane.Lane;
import dev.ringpost.lane.LogBound;
import dev.ringpost.lane.OutcomeLedger;
import dev.ringpost.ring.NanoClock;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.TcpProxy;
import dev.ringpost.topology.Declarations;
import dev.ringpost.wire.RouteEncoder;
import dev.ringpost.wire.RouteSpec;
import dev.ringpost.wire.RouteTemplate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What messages need is declared on RabbitMQ before they are published, and what it refuses fails them alone. */
@IntegrationTest
class DeclarationsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A lane of an engine, with its outcomes. */
    private static final class OpenLane implements AutoCloseable {

        private final OutcomeLedger outcomes = new OutcomeLedger();
        private final Lane lane;
        private long lastId;

        OpenLane(String uri) {
            EngineSettings settings = PublisherEngine.builder()
                    .uri(uri)
                    .name("it")
                    .frameEncoding(FrameEncoding.TEMPLATE)
                    .outcomeListener(outcomes)
                    .buildSettings();
            lane = new Lane(0, settings, NanoClock.system(), new LogBound());
            lane.connect();
            lane.start();
        }

        long publish(RouteTemplate route) {
            long id = ++lastId;
            byte[] body = Long.toString(id).getBytes(StandardCharsets.UTF_8);
            assertThat(BenchProducers.offer(lane.inlet(), route, body, id)).isEqualTo(Offer.ACCEPTED);
            return id;
        }

        void awaitAll() throws Exception {
            Await.until("every outcome", PATIENCE, () -> outcomes.all().size() == lastId);
        }

        long connects() {
            return lane.metrics().connects().get();
        }

        @Override
        public void close() {
            lane.beginClose();
            long deadlineNs = NanoClock.system().nanoTime() + PATIENCE.toNanos();
            lane.awaitDrained(deadlineNs);
            lane.abortRest();
            lane.finishClose(deadlineNs);
        }
    }

    private static RouteTemplate route(String exchange, String key, List<? extends Entity> needed) {
        return route(exchange, key, Declarations.of(needed, null));
    }

    private static RouteTemplate route(String exchange, String key, @Nullable Declarations needed) {
        PublishOptions options =
                PublishOptions.builder().exchange(exchange).routingKey(key).build();
        return new RouteEncoder()
                .encode(RouteSpec.plain(options, "application/data", "binary", true)
                        .requiring(needed));
    }

    @ParameterizedTest
    @EnumSource
    void everythingIsThereWhenTheFirstMessageComes(BrokerKind kind, Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(kind);
                OpenLane lane = new OpenLane(brokers.uri(kind))) {
            Exchange exchange = Exchange.of(BrokerClient.uniqueName("events"), Exchange.TOPIC);
            Queue queue = Queue.builder(BrokerClient.uniqueName("bound"))
                    .exchange(exchange)
                    .routingKey("a.*")
                    .build();
            client.deleteLater(queue.name(), exchange.name());
            RouteTemplate matching = route(exchange.name(), "a.b", List.of(queue, exchange));
            for (int i = 0; i < 1_000; i++) {
                lane.publish(matching);
            }
            lane.awaitAll();
            assertThat(lane.outcomes.with(Outcome.CONFIRMED)).hasSize(1_000);
            assertThat(client.depth(queue.name())).isEqualTo(1_000);
            assertThat(lane.connects()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "RABBITMQ")
    void aConflictFailsTheMessagesThatNeedItAndDisturbsNoOther(BrokerKind kind, Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(kind);
                OpenLane lane = new OpenLane(brokers.uri(kind))) {
            String name = client.queue("conflict");
            RouteTemplate good = route("", name, List.of(Queue.of(name)));
            RouteTemplate other = route("", name, (Declarations) null);
            RouteTemplate bad = route(
                    "", "elsewhere", List.of(Queue.builder(name).maxLength(5).build()));
            RouteTemplate lost = route("no-such-exchange", "", Declarations.of(List.of(), "no-such-exchange"));
            for (int i = 0; i < 100; i++) {
                lane.publish(good);
                lane.publish(other);
                lane.publish(bad);
                lane.publish(lost);
            }
            lane.awaitAll();
            assertThat(lane.outcomes.with(Outcome.FAILED)).hasSize(200);
            assertThat(lane.outcomes.detailOf(3))
                    .contains("queue \"" + name + "\" was refused", "inequivalent arg 'x-max-length'", "delete it");
            assertThat(lane.outcomes.detailOf(4)).contains("no exchange 'no-such-exchange'");
            assertThat(lane.outcomes.with(Outcome.CONFIRMED)).hasSize(200);
            assertThat(client.depth(name)).isEqualTo(200);
            assertThat(lane.connects()).as("no reconnect").isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "RABBITMQ")
    void afterAConnectionLossItIsDeclaredAgain(BrokerKind kind, Brokers brokers, ExpectedLogs logs) throws Exception {
        logs.expect("; reconnecting");
        try (BrokerClient client = brokers.client(kind);
                TcpProxy proxy = TcpProxy.to(brokers.port(kind));
                OpenLane lane = new OpenLane(proxy.uri())) {
            String name = BrokerClient.uniqueName("again");
            RouteTemplate route = route("", name, List.of(Queue.of(name)));
            lane.publish(route);
            lane.awaitAll();
            client.channel().queueDelete(name);
            proxy.cut();
            Await.until("connected again", PATIENCE, () -> lane.connects() == 2);
            lane.publish(route);
            lane.awaitAll();
            assertThat(lane.outcomes.with(Outcome.CONFIRMED)).hasSize(2);
            assertThat(client.depth(name)).isEqualTo(1);
            client.channel().queueDelete(name);
        }
    }

    /** RabbitMQ closes the whole connection for it, which must neither go on for ever nor look like a message's fault. */
    @ParameterizedTest
    @EnumSource(names = "RABBITMQ")
    void anUnknownTypeFailsItsMessagesAlthoughItCostsTheConnection(BrokerKind kind, Brokers brokers, ExpectedLogs logs)
            throws Exception {
        logs.expect("; reconnecting");
        try (BrokerClient client = brokers.client(kind);
                OpenLane lane = new OpenLane(brokers.uri(kind))) {
            String name = client.queue("innocent");
            RouteTemplate good = route("", name, (Declarations) null);
            for (int i = 0; i < 100; i++) {
                lane.publish(good);
            }
            long odd = lane.publish(route("", "odd", List.of(Exchange.of(BrokerClient.uniqueName("odd"), "x-odd"))));
            for (int i = 0; i < 100; i++) {
                lane.publish(good);
            }
            lane.awaitAll();
            assertThat(lane.outcomes.with(Outcome.FAILED)).containsExactly(odd);
            assertThat(lane.outcomes.detailOf(odd)).contains("x-odd", "check its type");
            assertThat(lane.outcomes.with(Outcome.CONFIRMED)).hasSize(200);
            assertThat(lane.connects()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "RABBITMQ")
    void quorumQueuesAndStreamsAndOnesThatExpire(BrokerKind kind, Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(kind);
                OpenLane lane = new OpenLane(brokers.uri(kind))) {
            Queue quorum = Queue.builder(BrokerClient.uniqueName("quorum"))
                    .type(QueueType.QUORUM)
                    .maxLength(100)
                    .build();
            Queue stream = Queue.builder(BrokerClient.uniqueName("stream"))
                    .type(QueueType.STREAM)
                    .maxLengthBytes(50_000_000)
                    .build();
            Queue expiring = Queue.builder(BrokerClient.uniqueName("expiring"))
                    .expires(Duration.ofMinutes(1))
                    .messageTtl(Duration.ofMinutes(1))
                    .maxPriority(9)
                    .arguments(Map.of("x-overflow", "reject-publish"))
                    .build();
            for (Queue queue : List.of(quorum, stream, expiring)) {
                lane.publish(route("", queue.name(), List.of(queue)));
                lane.awaitAll();
                lane.publish(route("", queue.name(), List.of(queue)));
            }
            lane.awaitAll();
            assertThat(lane.outcomes.with(Outcome.CONFIRMED)).hasSize(6);
            for (Queue queue : List.of(quorum, stream, expiring)) {
                Await.until("both are in " + queue, PATIENCE, () -> client.depth(queue.name()) == 2);
                client.channel().queueDelete(queue.name());
            }
        }
    }
}
