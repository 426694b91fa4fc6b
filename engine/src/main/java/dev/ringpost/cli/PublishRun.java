package dev.ringpost.cli;

import dev.ringpost.EngineClosedException;
import dev.ringpost.EngineStats;
import dev.ringpost.EnqueueTimeoutException;
import dev.ringpost.InvalidMessageException;
import dev.ringpost.Outcome;
import dev.ringpost.PublisherEngine;
import dev.ringpost.cli.base.Ticker;
import dev.ringpost.cli.dashboard.LiveRun;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the input through a started engine, waits for the outcomes, closes the engine and reports. One run, once.
 *
 * <p><b>Threads:</b> {@link #execute} on the command's, {@link #readAll} on the reader's, {@link #onOutcome} on the
 * engine's completion threads.
 *
 * <p><b>Ends</b> whatever the broker does: the reader stops with the first message that timed out, or that found no room
 * for as long; the outcomes are waited for until the close timeout.
 */
final class PublishRun {

    private static final int MAX_SHOWN_LINES = 20;
    private static final int MAX_SHOWN_OUTCOMES = 5;
    private static final long STOP_CHECK_MS = 20;
    private static final long READER_GRACE_MS = 1_000;
    private static final long FLUSH_SLICE_NS = 100_000_000;
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final PublishPlan plan;
    private final Console console;
    private final Ticker clock;
    private final StopRequest stop;
    private final LineNumbers lines;
    private final Rejections rejectedLines;
    private final Rejections otherOutcomes;
    private boolean toldStop; // the command's thread only
    private final CountDownLatch readerEnded = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> bug = new AtomicReference<>();

    PublishRun(PublishPlan plan, Console console, Ticker clock, StopRequest stop) {
        this.plan = plan;
        this.console = console;
        this.clock = clock;
        this.stop = stop;
        this.lines = new LineNumbers(plan.reading().repeat() > 1);
        this.rejectedLines = new Rejections(console, lines, "more lines were rejected", MAX_SHOWN_LINES);
        this.otherOutcomes = new Rejections(console, lines, "more messages were not confirmed", MAX_SHOWN_OUTCOMES);
    }

    /** The engine's listener; a message's correlation id is its line's. */
    void onOutcome(long lineId, Outcome outcome, @Nullable String detail) {
        if (outcome.isConfirmed()) {
            return;
        }
        otherOutcomes.add(lineId, String.valueOf(detail));
        if (outcome == Outcome.TIMED_OUT) {
            stop.request("stopped reading: the broker did not answer within the delivery timeout;"
                    + " check the broker, or raise --delivery-timeout");
        }
    }

    /**
     * Runs to the end; the engine is closed then.
     *
     * @throws InterruptedException if the calling thread is interrupted; the engine is closed then too
     */
    RunReport execute(PublisherEngine engine, String broker, LivePage page) throws InterruptedException {
        LineSource reader = source(engine.settings().maxMessageBytes());
        LinePublisher publisher = publisher(engine); // first, as it may be refused
        QueueProbe probe = new QueueProbe(engine.settings());
        page.show(
                plan,
                engine,
                broker,
                () -> new LiveRun.Progress(publisher.lines(), publisher.rejected(), reader.bytesRead()));
        long depthBefore = probe.prepare(plan.destination(), plan.declarations());
        long startedNs = clock.nanoTime();
        long cpuBeforeNs = cpuNs();
        try (Progress progress = new Progress(
                console,
                plan.totalBytes(),
                () -> new Progress.View(
                        clock.nanoTime(), reader.bytesRead(), publisher.lines(), engine.stats(), engine.health()))) {
            progress.start();
            Thread thread = new Thread(() -> readAll(reader, publisher), "ringpost-reader");
            thread.setDaemon(true); // it may be in a read from standard input that never ends
            thread.start();
            awaitReader(thread);
            tellStop(); // now, and not when the last answer was waited for
            drain(engine);
        }
        RunReport.Cost cost = new RunReport.Cost(clock.nanoTime() - startedNs, cpuNs() - cpuBeforeNs);
        engine.close(stop.isAtOnce() ? Duration.ZERO : GOODBYE);
        rejectedLines.finish();
        otherOutcomes.finish();
        EngineStats stats = engine.stats();
        String queue = plan.destination().queue();
        QueueProbe.Depth depth = queue == null
                ? new QueueProbe.Depth(null, null)
                : probe.depth(queue, depthBefore + messages(stats), stop);
        if (depth.whyUnknown() != null) {
            console.say("the depth of queue \"" + queue + "\" is unknown: " + depth.whyUnknown());
        }
        tellStop();
        return RunReport.of(
                new RunReport.Reading(publisher.lines(), publisher.rejected(), publisher.blank(), publisher.bytes()),
                stats,
                cost,
                new RunReport.Setting(broker, plan.destination(), depth.messages(), stop.reason()));
    }

    /** What nobody foresaw and ended the reader, for the caller to report. */
    @Nullable
    Throwable bug() {
        return bug.get();
    }

    private LinePublisher publisher(PublisherEngine engine) {
        PublishPlan.Reading reading = plan.reading();
        // CSV was made JSON here: reading it again is only for the key.
        boolean mustBeRead = reading.format() == Format.NDJSON || plan.keyPointer() != null;
        JsonLine json = mustBeRead ? new JsonLine(plan.keyPointer()) : null;
        Double perSecond = reading.perSecond();
        Pace pace = perSecond == null ? null : new Pace(perSecond, clock, stop::awaitGentle);
        return new LinePublisher(
                routing(engine),
                new LinePublisher.Rules(json, plan.keyPointer() != null, pace, reading.strict()),
                engine.settings().maxMessageBytes(),
                lines,
                rejectedLines,
                stop);
    }

    private LineSource source(int maxMessageBytes) {
        PublishPlan.Reading reading = plan.reading();
        return reading.format() == Format.CSV
                ? new CsvReading(reading.csv(), maxMessageBytes)
                : new LineReader(maxMessageBytes);
    }

    private Routing routing(PublisherEngine engine) {
        try {
            return new Routing(engine, plan.options());
        } catch (InvalidMessageException e) {
            throw Packing.refused(e);
        }
    }

    /** What a queue that takes everything should have got; with batching only if nothing was sent twice. */
    private long messages(EngineStats stats) {
        return plan.packing().batching() == null ? stats.confirmed() : stats.amqpMessages();
    }

    private void readAll(LineSource reader, LinePublisher publisher) {
        try {
            for (int pass = 1; pass <= plan.reading().repeat() && !stop.isRequested(); pass++) {
                lines.beginPass(pass);
                try (InputStream in = plan.reading().input().open()) {
                    reader.read(in, publisher);
                }
            }
        } catch (InterruptedException e) {
            stop.request("stopped reading: interrupted");
        } catch (IOException e) {
            // An interrupt closes a file; then there is a reason already.
            stop.request("reading " + plan.reading().input() + " failed after " + last(reader) + " ("
                    + ReportFile.reason(e) + "): what came before was published, check the file");
        } catch (EnqueueTimeoutException | EngineClosedException e) {
            stop.request("stopped reading after " + last(reader) + ": " + e.getMessage());
        } catch (RuntimeException | Error e) {
            bug.set(e);
            stop.request("stopped reading after " + last(reader) + " by an unexpected error: " + e);
        } finally {
            readerEnded.countDown();
        }
    }

    private String last(LineSource reader) {
        return lines.text(lines.id(reader.lineNumber()));
    }

    private void awaitReader(Thread thread) throws InterruptedException {
        while (!readerEnded.await(STOP_CHECK_MS, TimeUnit.MILLISECONDS)) {
            if (stop.isRequested()) {
                thread.interrupt(); // it may wait for input, for room, or for its next turn
                readerEnded.await(READER_GRACE_MS, TimeUnit.MILLISECONDS);
                return;
            }
        }
    }

    /** Says why the run ends early, once. */
    private void tellStop() {
        String reason = stop.reason();
        if (reason != null && !toldStop) {
            toldStop = true;
            console.say(reason);
        }
    }

    private void drain(PublisherEngine engine) throws InterruptedException {
        Duration timeout = engine.settings().closeTimeout();
        long deadlineNs = clock.nanoTime() + timeout.toNanos();
        boolean drained = false;
        for (long leftNs = timeout.toNanos();
                leftNs > 0 && !drained && !stop.isAtOnce();
                leftNs = deadlineNs - clock.nanoTime()) {
            drained = engine.flush(Duration.ofNanos(Math.min(leftNs, FLUSH_SLICE_NS)));
            tellStop();
        }
        if (!drained) {
            engine.close(Duration.ZERO);
        }
    }

    /** Processor time of this process so far, or 0 where the JVM cannot tell. */
    private static long cpuNs() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os
                ? Math.max(0, os.getProcessCpuTime())
                : 0;
    }
}
