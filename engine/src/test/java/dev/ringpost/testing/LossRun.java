package dev.ringpost.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Delivery;
import dev.ringpost.EngineBuilder;
import dev.ringpost.EngineStats;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One run of the question that matters: a load, faults meanwhile, then everything is consumed and the ledger judges.
 * Durable queue, persistent messages, four threads.
 */
public final class LossRun {

    private static final int THREADS = 4;
    private static final int KEYS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name;
    private final long seed;
    private final Ledger ledger;
    private int messagesEach = 5_000;
    private Duration pace = Duration.ZERO;
    private int largeBytes = 20_000;
    private Consumer<Delivery> alsoConsumes = message -> {};

    /** Breaks things while the load runs. */
    public interface Faults {
        /** Returns when it is done and everything works again. */
        void run(PublisherEngine engine) throws Exception;
    }

    /** Where to read back from, once the faults are over. */
    public interface Reader {
        /** A new client. */
        BrokerClient connect();
    }

    /** With room for so many messages. */
    public LossRun(String name, int capacity) {
        this.name = name;
        this.seed = System.nanoTime();
        this.ledger = new Ledger(capacity);
    }

    /** The seed of the load, for the faults too. */
    public long seed() {
        return seed;
    }

    /** What was noted. */
    public Ledger ledger() {
        return ledger;
    }

    /** Messages of each thread; they end earlier if the faults do. */
    public LossRun messagesEach(int count) {
        messagesEach = count;
        return this;
    }

    /** Pause of each thread between messages. */
    public LossRun pace(Duration pause) {
        pace = pause;
        return this;
    }

    /** One message in fifty has up to this many bytes. */
    public LossRun largeBytes(int bytes) {
        largeBytes = bytes;
        return this;
    }

    /** Besides the ledger, this one sees what is consumed. */
    public LossRun alsoConsumedBy(Consumer<Delivery> consumer) {
        alsoConsumes = consumer;
        return this;
    }

    /**
     * Runs, and fails if anything accepted was lost, doubled without a resend, or overtaken.
     *
     * @return what the engine counted
     */
    public EngineStats run(EngineBuilder builder, Reader reader, Faults faults) throws Exception {
        String exchange;
        String queue;
        List<PublishOptions> routes = new ArrayList<>();
        try (BrokerClient setup = reader.connect()) {
            setup.keepDeclared();
            exchange = setup.exchange("loss");
            queue = setup.queue("loss");
            for (int key = 0; key < KEYS; key++) {
                setup.bind(queue, exchange, "key-" + key);
                routes.add(PublishOptions.builder()
                        .exchange(exchange)
                        .routingKey("key-" + key)
                        .build());
            }
        }
        EngineStats stats;
        try (PublisherEngine engine =
                builder.outcomeListener(ledger.listener()).name("it").start()) {
            List<Producer> producers = routes.stream().map(engine::producer).toList();
            LedgerLoad load = new LedgerLoad(ledger, producers, seed)
                    .sizes(700, largeBytes)
                    .pace(pace)
                    .start(THREADS, messagesEach);
            try {
                faults.run(engine);
            } finally {
                load.stop();
            }
            load.join(PATIENCE);
            assertThat(engine.flush(PATIENCE))
                    .as("%s, seed %d: everything settled after the faults; %s", name, seed, engine.stats())
                    .isTrue();
            stats = engine.stats();
        }
        try (BrokerClient client = reader.connect()) {
            client.deleteLater(queue, exchange);
            client.drainFull(
                    queue,
                    message -> {
                        ledger.consumed(message.getBody());
                        alsoConsumes.accept(message);
                    },
                    PATIENCE);
        }
        System.out.printf(
                "LOSS %s seed %d: %s, %d connects, %d resends, %d repeats%n",
                name, seed, ledger.totals(), stats.connects(), stats.resends(), ledger.repeats());
        ledger.check().oneOutcomeEach().stats(stats).delivery(stats.resends()).verify(name + ", seed " + seed);
        return stats;
    }
}
