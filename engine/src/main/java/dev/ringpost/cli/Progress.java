package dev.ringpost.cli;

import dev.ringpost.EngineHealth;
import dev.ringpost.EngineStats;
import dev.ringpost.LaneHealth;
import dev.ringpost.LaneState;
import dev.ringpost.cli.base.Numbers;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows on standard error how a run goes: a bar on a terminal, else a line now and then. Has a thread of its own. */
final class Progress implements AutoCloseable {

    private static final long BAR_INTERVAL_MS = 250;
    private static final long LINE_INTERVAL_MS = 5_000;
    private static final double NS_PER_SECOND = 1e9;
    private static final double NS_PER_US = 1e3;
    private static final double P99 = 99;
    private static final long MIB = 1024 * 1024;

    private static final double LONG_SILENCE_SECONDS = 2;

    private final Console console;
    private final Supplier<View> views;
    private final @Nullable ProgressBar bar;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "ringpost-progress");
        thread.setDaemon(true);
        return thread;
    });

    private @Nullable ScheduledFuture<?> ticking;
    private @Nullable View last;
    private long lastAnswerNs;

    /**
     * A moment of the run.
     *
     * @param nowNs when
     * @param bytesRead bytes of input read
     * @param lines lines accepted or rejected
     * @param stats the engine's counts
     * @param health how its lanes are
     */
    record View(long nowNs, long bytesRead, long lines, EngineStats stats, EngineHealth health) {}

    /** Shows nothing yet; {@code totalBytes} is -1 if the input's size is not known. */
    Progress(Console console, long totalBytes, Supplier<View> views) {
        this.console = console;
        this.views = views;
        this.bar = console.errIsTerminal() ? bar(console, totalBytes) : null;
    }

    /** Starts to show. */
    void start() {
        long intervalMs = bar == null ? LINE_INTERVAL_MS : BAR_INTERVAL_MS;
        ticking = ticks.scheduleAtFixedRate(this::tick, intervalMs, intervalMs, TimeUnit.MILLISECONDS);
    }

    private static ProgressBar bar(Console console, long totalBytes) {
        return new ProgressBarBuilder()
                .setTaskName("")
                .hideEta() // leaves room for what is said below
                .setInitialMax(totalBytes)
                .setUnit(" MiB", MIB)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis((int) BAR_INTERVAL_MS)
                .setConsumer(new ConsoleProgressBarConsumer(console.err()))
                .clearDisplayOnFinish()
                .build();
    }

    private void tick() {
        View now = views.get();
        View before = last;
        last = now;
        double perSecond = before == null
                ? 0
                : (now.stats().confirmed() - before.stats().confirmed())
                        / Math.max(1e-9, (now.nowNs() - before.nowNs()) / NS_PER_SECOND);
        if (before == null
                || now.stats().settled() != before.stats().settled()
                || now.stats().inFlight() == 0) {
            lastAnswerNs = now.nowNs();
        }
        double p99Us = now.stats().confirmLatencyNs().getValueAtPercentile(P99) / NS_PER_US;
        String state = (before == null ? "" : Numbers.grouped(perSecond) + " msg/s, ")
                + Numbers.grouped(now.stats().inFlight()) + " in flight, p99 " + Numbers.micros(p99Us) + trouble(now);
        if (bar != null) {
            bar.stepTo(now.bytesRead());
            bar.setExtraMessage(" " + state);
        } else {
            console.say(Numbers.grouped(now.lines()) + " lines, "
                    + Numbers.grouped(now.stats().confirmed()) + " confirmed, " + state);
        }
    }

    /** Why nothing moves, as far as that is known. */
    private String trouble(View now) {
        LaneHealth worst = now.health().worst();
        if (worst.state() != LaneState.OPEN && worst.state() != LaneState.CLOSING) {
            String state = worst.state().name().toLowerCase(Locale.ROOT);
            return ", " + (worst.cause() == null ? state : state + ": " + worst.cause());
        }
        double silentSeconds = (now.nowNs() - lastAnswerNs) / NS_PER_SECOND;
        return silentSeconds < LONG_SILENCE_SECONDS
                ? ""
                : ", no answer for " + (long) silentSeconds + " s though connected";
    }

    @Override
    public void close() {
        if (ticking != null) {
            ticking.cancel(false);
        }
        ticks.shutdownNow();
        if (bar != null) {
            bar.close();
        }
    }
}
