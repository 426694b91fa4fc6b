package dev.ringpost.bench.engine;

import dev.ringpost.EngineBuilder;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Receipt;
import dev.ringpost.RetryPolicy;
import dev.ringpost.bench.contestant.Contestant;
import dev.ringpost.bench.contestant.ContestantMain;
import dev.ringpost.bench.contestant.ContestantOptions;
import dev.ringpost.bench.wire.BenchMessage;
import dev.ringpost.tls.Tls;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The engine: one lane, one calling thread, the options' window as ring size, everything else at its default. First
 * argument is the form: {@code bytes} (array and number, one listener), {@code receipt} (the same body, a Receipt for
 * each message), {@code json} (a record of six fields through Jackson, a Receipt for each), {@code headers} (the
 * body of bytes with four headers, correlation id, message id and timestamp, from a thousand options made before),
 * {@code options} (the same with options made anew for each message), {@code watched} (bytes, and every meter, log and event
 * that there is looked at each second), {@code nacked} or {@code silent} (bytes, and for
 * every hundredth message one more to a destination that nacks all, or answers nothing; those are only offered, and do not
 * count). After one unanswered message the broker can ack the others only one by one: {@code single_acks} is
 * {@code silent} with one such message, to tell what that alone costs.
 */
public final class EnginePublish implements Contestant {
    private enum Form {
        BYTES,
        RECEIPT,
        JSON,
        HEADERS,
        OPTIONS,
        WATCHED,
        NACKED,
        SINGLE_ACKS,
        SILENT;

        boolean isSilent() {
            return this == SINGLE_ACKS || this == SILENT;
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MAX_RECORD_PADDING = 1_000;
    private static final int OPTIONS_MADE = 1_000;
    private static final int GOOD_FOR_EACH_BAD = 99;
    private static final long BAD_ID = -1;
    private static final Duration DEFAULT_CONFIRM_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration SILENCE = Duration.ofSeconds(1);

    /** So that the bad ones have their outcomes some seconds after the good ones. */
    private static final RetryPolicy A_FEW_TIMES = RetryPolicy.builder()
            .intervalMax(Duration.ofMillis(200))
            .maxRetries(3)
            .build();

    private final Form form;
    private final AtomicLong otherOutcomes = new AtomicLong();
    private long confirmedByListener; // written by the completion thread, read after flush
    private @Nullable PublisherEngine engine;
    private @Nullable Producer producer;
    private @Nullable Watchers watchers;
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
        return "engine " + form.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    @Override
    public void open(ContestantOptions options) throws Exception {
        Path certificate = options.trustedCertificate();
        EngineBuilder builder = PublisherEngine.builder()
                .uri(options.uri().toString())
                .lanes(1)
                .ringSize(options.windowMessages())
                .confirmTimeout(form.isSilent() ? SILENCE : DEFAULT_CONFIRM_TIMEOUT)
                .outcomeListener((correlationId, outcome, detail) -> {
                    if (correlationId != BAD_ID) {
                        count(outcome);
                    }
                });
        if (certificate != null) {
            builder.tls(Tls.systemTrust().trustPem(certificate));
        }
        PublisherEngine started = builder.start();
        engine = started;
        if (form == Form.WATCHED) {
            watchers = Watchers.watch(started);
        }
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
            case BYTES, WATCHED -> publishBytes(out, messageCount);
            case RECEIPT -> publishReceipts(out, messageCount);
            case JSON -> publishRecords(out, messageCount);
            case HEADERS -> publishWithOptionsMadeBefore(out, messageCount);
            case OPTIONS -> publishWithOptionsOfTheirOwn(out, messageCount);
            case NACKED, SINGLE_ACKS, SILENT -> {
                publishWithBadOnes(target, out, messageCount);
                return;
            }
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

    private void publishWithBadOnes(PublisherEngine target, Producer out, long messageCount)
            throws InterruptedException {
        String badKey = form == Form.NACKED ? BenchMessage.NACKED_ROUTING_KEY : BenchMessage.SILENT_ROUTING_KEY;
        Producer bad = target.producer(PublishOptions.builder()
                .routingKey(badKey)
                .retryPolicy(A_FEW_TIMES)
                .build());
        long wanted = confirmedCount() + messageCount;
        for (long i = 0; i < messageCount; i++) {
            out.publish(body, 0, body.length, i);
            if (form == Form.SINGLE_ACKS ? i == 0 : i % GOOD_FOR_EACH_BAD == 0) {
                bad.tryPublish(body, 0, body.length, BAD_ID);
            }
        }
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (confirmedCount() < wanted) { // flush would wait for the bad ones
            if (System.nanoTime() - deadlineNs > 0 || otherOutcomes.get() != 0) {
                throw new IllegalStateException("not everything was confirmed: " + target.stats());
            }
            Thread.sleep(1);
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

    private void publishWithOptionsMadeBefore(Producer out, long messageCount) throws InterruptedException {
        PublishOptions[] made = new PublishOptions[OPTIONS_MADE];
        for (int i = 0; i < OPTIONS_MADE; i++) {
            made[i] = options(i, Instant.now());
        }
        for (long i = 0; i < messageCount; i++) {
            out.publish(body, made[(int) (i % OPTIONS_MADE)]);
        }
    }

    private void publishWithOptionsOfTheirOwn(Producer out, long messageCount) throws InterruptedException {
        Instant timestamp = Instant.now();
        for (long i = 0; i < messageCount; i++) {
            out.publish(body, options(i, timestamp));
        }
    }

    private static PublishOptions options(long number, Instant timestamp) {
        String id = Long.toString(100_000_000 + number % 800_000_000);
        return PublishOptions.builder()
                .headers(Map.of("symbol", "EURUSD", "price", 1.25, "sequence", number, "venue", "XLON"))
                .correlationId(id)
                .messageId(id)
                .timestamp(timestamp)
                .build();
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
        Watchers watching = watchers;
        if (watching != null) {
            watching.close();
        }
    }
}
