package dev.ringpost.bench.records;

import dev.ringpost.EngineStats;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublisherEngine;
import dev.ringpost.bench.contestant.Contestant;
import dev.ringpost.bench.contestant.ContestantMain;
import dev.ringpost.bench.contestant.ContestantOptions;
import dev.ringpost.bench.contestant.Packing;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * The engine with records: one lane, one calling thread, the form that allocates nothing, outcomes counted by the listener;
 * the options' window is the ring size, and slots just hold the longest record.
 */
public final class EngineRecords implements Contestant {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LEAST_INLINE_BYTES = 128;

    private final EngineOptions options;
    private final AtomicLong otherOutcomes = new AtomicLong();
    private long confirmedByListener; // written by the completion thread, read after flush
    private byte[][] records = new byte[0][];
    private int nextRecord;
    private @Nullable PublisherEngine engine;
    private @Nullable Producer producer;

    private EngineRecords(EngineOptions options) {
        this.options = options;
    }

    /** Takes {@link EngineOptions}. */
    public static void main(String[] args) {
        EngineOptions options = CommandLine.populateCommand(new EngineOptions(), args);
        ContestantMain.run(() -> new EngineRecords(options), options);
    }

    @Override
    public String name() {
        return "engine records";
    }

    @Override
    public void open(ContestantOptions common) throws IOException {
        records = options.records();
        int longestBytes =
                Arrays.stream(records).mapToInt(record -> record.length).max().orElse(0);
        PublisherEngine started = PublisherEngine.builder()
                .uri(common.uri().toString())
                .lanes(1)
                .ringSize(common.windowMessages())
                .inlineBytes(Math.max(LEAST_INLINE_BYTES, longestBytes))
                .outcomeListener((correlationId, outcome, detail) -> count(outcome))
                .start();
        engine = started;
        producer = started.producer(options.publishOptions(records.length));
    }

    private void count(Outcome outcome) {
        if (outcome == Outcome.CONFIRMED) {
            confirmedByListener++;
        } else {
            otherOutcomes.incrementAndGet();
        }
    }

    @Override
    public void publish(long messageCount) throws InterruptedException {
        PublisherEngine target = engine;
        Producer out = producer;
        if (target == null || out == null) {
            throw new IllegalStateException("not open");
        }
        for (long i = 0; i < messageCount; i++) {
            byte[] record = records[nextRecord];
            nextRecord = nextRecord + 1 == records.length ? 0 : nextRecord + 1;
            out.publish(record, 0, record.length, i);
        }
        boolean settled = target.flush(PATIENCE);
        EngineStats stats = target.stats();
        if (!settled || otherOutcomes.get() != 0) {
            throw new IllegalStateException("not everything was confirmed: " + stats);
        }
        if (stats.resends() + stats.retries() > 0) {
            throw new IllegalStateException(
                    "records were sent again, so that the queue's count proves nothing: " + stats);
        }
    }

    @Override
    public long confirmedCount() {
        return confirmedByListener;
    }

    @Override
    public Packing packing() {
        PublisherEngine target = engine;
        if (target == null) {
            throw new IllegalStateException("not open");
        }
        EngineStats stats = target.stats();
        return new Packing(stats.amqpMessages(), stats.amqpMessages(), stats.wireBytes(), stats.compressionRatio());
    }

    @Override
    public String verified() {
        return "the listener heard the outcome CONFIRMED once for each record, and nothing was sent twice";
    }

    @Override
    public void close() {
        PublisherEngine target = engine;
        if (target != null) {
            target.close();
        }
    }
}
