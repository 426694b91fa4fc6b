package dev.ringpost.bench.engine;

import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Receipt;
import dev.ringpost.bench.contestant.Contestant;
import dev.ringpost.bench.contestant.ContestantMain;
import dev.ringpost.bench.contestant.ContestantOptions;
import dev.ringpost.bench.wire.BenchMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The engine: one lane, one calling thread, the options' window as ring size, everything else at its default. First
 * argument is the form: {@code bytes} (array and number, one listener), {@code receipt} (the same body, a Receipt for
 * each message) or {@code json} (a record of six fields through Jackson, a Receipt for each).
 */
public final class EnginePublish implements Contestant {
    private enum Form {
        BYTES,
        RECEIPT,
        JSON
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MAX_RECORD_PADDING = 1_000;

    private final Form form;
    private final AtomicLong otherOutcomes = new AtomicLong();
    private long confirmedByListener; // written by the completion thread, read after flush
    private @Nullable PublisherEngine engine;
    private @Nullable Producer producer;
    private byte[] body = new byte[0];

    private EnginePublish(Form form) {
        this.form = form;
    }

    /** Takes the form, then the options of every contestant. */
    public static void main(String[] args) {
        Form form = Form.valueOf(args[0].toUpperCase(java.util.Locale.ROOT));
        ContestantMain.run(() -> new EnginePublish(form), Arrays.copyOfRange(args, 1, args.length));
    }

    @Override
    public String name() {
        return "engine " + form.name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public void open(ContestantOptions options) {
        PublisherEngine started = PublisherEngine.builder()
                .uri(options.uri().toString())
                .lanes(1)
                .ringSize(options.windowMessages())
                .outcomeListener((correlationId, outcome, detail) -> count(outcome))
                .start();
        engine = started;
        producer = started.producer(
                PublishOptions.builder().routingKey(BenchMessage.ROUTING_KEY).build());
        body = BenchMessage.body(options.bodyBytes());
    }

    private void count(Outcome outcome) {
        if (outcome == Outcome.CONFIRMED) {
            confirmedByListener++;
        } else {
            otherOutcomes.incrementAndGet();
        }
    }

    @Override
    public void publish(long messageCount) throws Exception {
        PublisherEngine target = engine;
        Producer out = producer;
        if (target == null || out == null) {
            throw new IllegalStateException("not open");
        }
        switch (form) {
            case BYTES -> publishBytes(out, messageCount);
            case RECEIPT -> publishReceipts(out, messageCount);
            case JSON -> publishRecords(out, messageCount);
        }
        if (!target.flush(PATIENCE) || otherOutcomes.get() != 0) {
            throw new IllegalStateException("not everything was confirmed: " + target.stats());
        }
    }

    private void publishBytes(Producer out, long messageCount) throws InterruptedException {
        for (long i = 0; i < messageCount; i++) {
            out.publish(body, 0, body.length, i);
        }
    }

    private void publishReceipts(Producer out, long messageCount) throws InterruptedException {
        Receipt last = null;
        for (long i = 0; i < messageCount; i++) {
            last = out.publish(body);
        }
        if (last != null && last.await(PATIENCE) != Outcome.CONFIRMED) {
            otherOutcomes.incrementAndGet();
        }
    }

    private void publishRecords(Producer out, long messageCount) throws InterruptedException {
        String note = TickRecord.noteForBodyOf(body.length, MAX_RECORD_PADDING);
        for (long i = 0; i < messageCount; i++) {
            // Digits of a fixed number, so that the bodies have the size that the broker checks.
            out.publish(new TickRecord("EURUSD", 1.25, 1_000_000, 100_000_000 + i % 800_000_000, true, note));
        }
    }

    @Override
    public long confirmedCount() {
        PublisherEngine target = engine;
        return target == null ? 0 : target.stats().confirmed();
    }

    @Override
    public String verified() {
        return "every message has the outcome CONFIRMED, by the engine's count"
                + (form == Form.BYTES ? "; the listener counted " + confirmedByListener : "");
    }

    @Override
    public void close() {
        PublisherEngine target = engine;
        if (target != null) {
            target.close();
        }
    }
}
