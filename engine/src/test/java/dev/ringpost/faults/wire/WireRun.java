package dev.ringpost.faults.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineBuilder;
import dev.ringpost.EngineStats;
import dev.ringpost.Outcome;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.RetryPolicy;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.Ledger;
import dev.ringpost.testing.LedgerCheck;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** An engine at a {@link ScriptedBroker}, and the books about what it published. */
final class WireRun implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(10);
    static final int BODY_BYTES = 64;
    static final PublishOptions ROUTE =
            PublishOptions.builder().routingKey("wire").build();

    private static final int CAPACITY = 4_096;

    private final ScriptedBroker broker;
    private final Ledger ledger = new Ledger(CAPACITY);
    private final PublisherEngine engine;

    private WireRun(ScriptedBroker broker, UnaryOperator<EngineBuilder> settings) {
        this.broker = broker;
        engine = settings.apply(builder(broker).outcomeListener(ledger.listener()))
                .start();
    }

    static EngineBuilder builder(ScriptedBroker broker) {
        return PublisherEngine.builder()
                .uri(broker.uri())
                .name("wire")
                .lanes(1)
                .ringSize(1_024)
                .retryPolicy(RetryPolicy.none())
                .connectTimeout(Duration.ofMillis(1_500))
                .deliveryTimeout(PATIENCE)
                .closeTimeout(Duration.ofSeconds(5));
    }

    static WireRun at(ScriptedBroker broker) {
        return at(broker, settings -> settings);
    }

    static WireRun at(ScriptedBroker broker, UnaryOperator<EngineBuilder> settings) {
        return new WireRun(broker, settings);
    }

    PublisherEngine engine() {
        return engine;
    }

    Ledger ledger() {
        return ledger;
    }

    void publish(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            publish(ROUTE, BODY_BYTES);
        }
    }

    /** Publishes one message, and returns its number. */
    int publish(PublishOptions options, int bytes) throws Exception {
        // A stream for each route, as messages of one route alone have an order.
        int id = ledger.attempt(options.hashCode(), bytes);
        engine.producer(options).publish(ledger.body(id), 0, bytes, id);
        ledger.accepted(id);
        return id;
    }

    void awaitOutcomes(int count) throws Exception {
        Await.until(count + " outcomes", PATIENCE, () -> ledger.outcomeTotal() >= count);
    }

    /**
     * Waits for everything to have its outcome, closes the engine, and checks what holds whatever the broker did: one
     * outcome each, as many as were counted; nothing confirmed that was not acked; first deliveries in order, repeats only
     * as far as there were resends and retries; and on each connection no message twice or before an older one, unless it
     * was tried again.
     */
    LedgerCheck finish() throws Exception {
        assertThat(engine.flush(PATIENCE.plusSeconds(2))).as("flushed").isTrue();
        engine.close();
        EngineStats stats = engine.stats();
        Set<Integer> acked = new HashSet<>();
        for (Peer peer : broker.peers()) {
            assertThat(peer.fault()).as("what the engine did wrong").isNull();
            for (Peer.Message message : peer.messages()) {
                Outcome outcome = ledger.outcomeOf(message.id());
                if (outcome != Outcome.RETURNED && outcome != Outcome.FAILED) {
                    ledger.consumed(message.body());
                }
                if (peer.hasAcked(message)) {
                    acked.add(message.id());
                }
            }
            List<Integer> ids = peer.messages().stream()
                    .filter(message -> message.routingKey().equals(ROUTE.routingKey()))
                    .map(Peer.Message::id)
                    .toList();
            if (stats.retries() == 0) {
                assertThat(ids).as("on one connection").isSorted().doesNotHaveDuplicates();
            }
        }
        return ledger.check()
                .oneOutcomeEach()
                .stats(stats)
                .none("confirmed and not acked", id -> is(id, Outcome.CONFIRMED) && !acked.contains(id))
                .delivery(stats.resends() + stats.retries());
    }

    /** The same where everything must have come through. */
    void finishConfirmed() throws Exception {
        finish().all(Outcome.CONFIRMED).verify("scripted");
    }

    boolean is(int id, Outcome outcome) {
        return ledger.outcomeOf(id) == outcome;
    }

    @Override
    public void close() {
        engine.close();
    }
}
