package dev.ringpost.bench.records;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.Batching;
import dev.ringpost.EngineStats;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.bench.latency.Latencies;
import dev.ringpost.bench.latency.OpenLoop;
import dev.ringpost.bench.latency.PacedTarget;
import dev.ringpost.bench.latency.Pacing;
import dev.ringpost.bench.latency.PacingClock;
import dev.ringpost.bench.latency.TimerSlack;
import dev.ringpost.bench.records.BatchingLatencyResult.Quantiles;
import dev.ringpost.bench.wire.BenchMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * Publish to confirm at a fixed rate, batching without linger against no batching: one engine at its defaults, one
 * connection, one queue, two producers that take turns in slices of some seconds, so that whatever else the machine does
 * falls on both. Which of them comes first changes from pair to pair.
 *
 * <p>Each record has a time that it is to be sent at, see {@link OpenLoop}, and its latency counts from then.
 *
 * <p>Threads: the caller publishes; the completion thread records.
 */
public final class BatchingLatencyRun {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BODY_BYTES = 100;
    private static final int MAX_RECORDS = 1_000;
    private static final int MAX_BYTES = 128 * 1024;
    private static final int SIGNIFICANT_DIGITS = 3;

    @Option(names = "--port")
    private int port;

    @Option(names = "--rate", description = "Records a second (default: ${DEFAULT-VALUE})")
    private int recordsPerSecond = 1_000;

    @Option(names = "--slice-seconds", description = "(default: ${DEFAULT-VALUE})")
    private double sliceSeconds = 2.5;

    @Option(
            names = "--pairs",
            description = "Pairs of slices; one more before them warms up (default: ${DEFAULT-VALUE})")
    private int pairs = 8;

    private final AtomicLong otherOutcomes = new AtomicLong();
    private final byte[] body = BenchMessage.body(BODY_BYTES);
    private final OpenLoop loop = new OpenLoop(PacingClock.SYSTEM, Pacing.SLEEP);

    private BatchingLatencyRun() {}

    /** Prints a {@link BatchingLatencyResult}, or a stack trace. */
    public static void main(String[] args) throws Exception {
        BatchingLatencyRun run = CommandLine.populateCommand(new BatchingLatencyRun(), args);
        System.out.println(new ObjectMapper().writeValueAsString(run.measure()));
    }

    private BatchingLatencyResult measure() throws Exception {
        try (PublisherEngine engine = PublisherEngine.builder()
                .uri("amqp://guest:guest@127.0.0.1:" + port)
                .lanes(1)
                .outcomeListener((number, outcome, detail) -> onOutcome(number, outcome))
                .start()) {
            TimerSlack.tryLower();
            PublishOptions.Builder options = PublishOptions.builder().routingKey(BenchMessage.ROUTING_KEY);
            Producer single = engine.producer(options.build());
            Producer batched = engine.producer(
                    options.batching(Batching.of(MAX_RECORDS, MAX_BYTES)).build());
            slice(engine, single);
            slice(engine, batched);
            List<Histogram> singleSlices = new ArrayList<>();
            List<Histogram> batchedSlices = new ArrayList<>();
            for (int pair = 0; pair < pairs; pair++) {
                if (pair % 2 == 0) {
                    batchedSlices.add(slice(engine, batched));
                    singleSlices.add(slice(engine, single));
                } else {
                    singleSlices.add(slice(engine, single));
                    batchedSlices.add(slice(engine, batched));
                }
            }
            return new BatchingLatencyResult(
                    engine.stats().amqpMessages(),
                    sum(batchedSlices),
                    sum(singleSlices),
                    batchedSlices.stream().map(Quantiles::of).toList(),
                    singleSlices.stream().map(Quantiles::of).toList());
        }
    }

    private void onOutcome(long number, Outcome outcome) {
        if (outcome == Outcome.CONFIRMED) {
            loop.onConfirmed(number);
        } else {
            otherOutcomes.incrementAndGet();
        }
    }

    private Histogram slice(PublisherEngine engine, Producer producer) throws Exception {
        PacedTarget target = new PacedTarget() {
            @Override
            public void publish(long number) throws InterruptedException {
                producer.publish(body, 0, body.length, number);
            }

            @Override
            public void awaitAllConfirmed() throws InterruptedException {
                if (!engine.flush(PATIENCE) || otherOutcomes.get() > 0 || isRepeated(engine.stats())) {
                    throw new IllegalStateException(
                            "not everything was confirmed at the first attempt: " + engine.stats());
                }
            }
        };
        long records = (long) (sliceSeconds * recordsPerSecond);
        return loop.runPaced(recordsPerSecond, records, target, Latencies.empty())
                .latencies()
                .confirmFromDueNs();
    }

    private static boolean isRepeated(EngineStats stats) {
        return stats.resends() + stats.retries() > 0;
    }

    private static Quantiles sum(List<Histogram> slices) {
        Histogram sum = new Histogram(SIGNIFICANT_DIGITS);
        slices.forEach(sum::add);
        return Quantiles.of(sum);
    }
}
