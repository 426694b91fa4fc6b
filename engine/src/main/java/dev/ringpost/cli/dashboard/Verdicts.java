package dev.ringpost.cli.dashboard;

import dev.ringpost.Explanation;
import dev.ringpost.LaneExplanation;
import dev.ringpost.TimeUse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the engine's time goes, found out while somebody wants to know: an engine is looked at for a second before it can be
 * said. Who asks gets the last answer at once, and by asking begins the next look unless one is under way. So a page that
 * polls each second has an answer that is never older than about three seconds, and without a page nobody looks.
 *
 * <p><b>Threads:</b> {@link #latest} on those that answer requests; looks on one of its own, which ends when nobody asks.
 */
final class Verdicts implements AutoCloseable {

    /** How long one look takes. */
    static final Duration WINDOW = Duration.ofSeconds(1);

    /** An answer of a look begun before that says nothing about now: the page was closed, or the machine was busy. */
    static final long STALE_MS = 6_000;

    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor looking;
    private volatile @Nullable Verdict last;

    /**
     * What the engine is bound by; of its decisive lane.
     *
     * @param begunMs when the look began, by the machine's calendar
     * @param lane its name
     * @param boundBy the verdict, in small letters
     * @param sentence the same for people, with what to do
     * @param shares of its time by {@link TimeUse} in small letters, in their order; 1 together
     */
    record Verdict(long begunMs, String lane, String boundBy, String sentence, Map<String, Double> shares) {

        static Verdict of(long begunMs, Explanation explanation) {
            LaneExplanation lane = explanation.decisiveLane();
            Map<String, Double> shares = new LinkedHashMap<>();
            for (TimeUse use : TimeUse.values()) {
                shares.put(use.name().toLowerCase(Locale.ROOT), lane.share(use));
            }
            return new Verdict(
                    begunMs, lane.lane(), lane.verdict().name().toLowerCase(Locale.ROOT), lane.sentence(), shares);
        }
    }

    /** With what makes its thread. */
    Verdicts(ThreadFactory threads) {
        // One look at a time, none in a queue: whoever asks meanwhile, or after the close, begins none.
        this.looking = new ThreadPoolExecutor(
                0,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                threads,
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** The last answer, or {@code null} if there is none of the last seconds; never waits. */
    @Nullable
    Verdict latest(LiveRun.Explainer explainer, long nowMs) {
        looking.execute(() -> look(explainer, nowMs));
        Verdict verdict = last;
        return verdict == null || nowMs - verdict.begunMs() > STALE_MS ? null : verdict;
    }

    private void look(LiveRun.Explainer explainer, long nowMs) {
        try {
            last = Verdict.of(nowMs, explainer.explain(WINDOW));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /** Ends the look under way. */
    @Override
    public void close() {
        looking.shutdownNow();
    }
}
