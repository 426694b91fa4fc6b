package dev.ringpost.lane;

import dev.ringpost.BrokerRefusedException;
import dev.ringpost.BrokerUnreachableException;
import dev.ringpost.BrokerUri;
import dev.ringpost.RingpostException;
import dev.ringpost.ring.LaneClock;
import dev.ringpost.ring.Signal;
import dev.ringpost.wire.LinkLoss;
import dev.ringpost.wire.LinkOpener;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a lane connected: opens connections, hands them over, notices their end, cuts a write that does not end, and says
 * goodbye at close. Everything that may block is done here, never on the lane.
 *
 * <p><b>Threads:</b> {@link #connectFirst} on the thread that starts the engine, {@link #run} on the supervisor's own,
 * {@link #requestStop} and {@link #cutNow} on any.
 */
final class Supervisor implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final long WATCH_INTERVAL_NS = 100_000_000;
    private static final long WAIT_INTERVAL_NS = 500_000_000;

    /** Deadlines pass all the time where some messages are never answered: a write that ends soon is no reason to cut. */
    private static final long DEADLINE_GRACE_NS = 200_000_000;

    private static final long FIRST_PAUSE_NS = 50_000_000;
    private static final long SHORTEST_PAUSE_AFTER_REFUSAL_NS = 1_000_000;
    private static final long LONGEST_PAUSE_AFTER_REFUSAL_NS = 50_000_000;
    private static final long LIVED_WELL_NS = 5_000_000_000L;
    private static final long GOODBYE_MS = 500;

    private final String name;
    private final BrokerRota brokers;
    private final LinkOpener opener;
    private final Supplier<Epoch> newEpoch;
    private final LaneAgent lane;
    private final LaneParts parts;
    private final Signal signal;
    private final BlockedNews blockedNews;
    private final LinkNews news;
    private final LongSupplier earliestRetriedDeadlineNs;
    private final long writeTimeoutNs;
    private final long deliveryTimeoutNs;
    private final long maxPauseNs;

    private volatile boolean stopRequested;
    private volatile @Nullable Epoch current;
    private long pauseNs;
    private int failedRounds;

    /** Bounds on time. */
    record Limits(long writeTimeoutNs, long deliveryTimeoutNs, long maxPauseNs) {}

    Supervisor(
            String name,
            BrokerRota brokers,
            LinkOpener opener,
            Supplier<Epoch> newEpoch,
            LaneAgent lane,
            LaneParts parts,
            Signal signal,
            BlockedNews blockedNews,
            LinkNews news,
            LongSupplier earliestRetriedDeadlineNs,
            Limits limits) {
        this.blockedNews = blockedNews;
        this.news = news;
        this.earliestRetriedDeadlineNs = earliestRetriedDeadlineNs;
        this.name = name;
        this.brokers = brokers;
        this.opener = opener;
        this.newEpoch = newEpoch;
        this.lane = lane;
        this.parts = parts;
        this.signal = signal;
        this.writeTimeoutNs = limits.writeTimeoutNs();
        this.deliveryTimeoutNs = limits.deliveryTimeoutNs();
        this.maxPauseNs = limits.maxPauseNs();
    }

    /**
     * Connects for the first time, trying every broker once.
     *
     * @throws BrokerRefusedException if one of them answered and refused
     * @throws BrokerUnreachableException if none answered
     */
    void connectFirst() {
        RingpostException error = tryAll();
        if (error != null) {
            throw error;
        }
    }

    @Override
    public void run() {
        LaneClock clock = parts.clock();
        long connectedAtNs = clock.exact().nanoTime();
        while (!stopRequested) {
            try {
                parts.clock().update(); // the lane may be too busy to: callers stamp their messages with it
                connectedAtNs = superviseOnce(connectedAtNs);
            } catch (RuntimeException | Error e) {
                // Without this thread the lane would never be connected again.
                LOG.error("{}: supervising failed, going on", name, e);
                pauseNs = nextPause();
                pause();
            }
            Thread.interrupted();
        }
        news.onEnd(clock.exact().nanoTime());
        Epoch last = current;
        if (last != null && last.loss() == null) {
            last.channel().close(GOODBYE_MS);
        } else if (last != null) {
            last.channel().cut();
        }
    }

    /** Watches the connection for a while, or replaces it; returns since when the one of now is there. */
    private long superviseOnce(long connectedAtNs) {
        LaneClock clock = parts.clock();
        Epoch watched = current;
        if (watched != null && watched.loss() == null) {
            watchWrite(watched, clock.exact().nanoTime());
            blockedNews.tell(watched, clock.exact().nanoTime());
            news.onWatch(watched, clock.exact().nanoTime());
            signal.await(() -> stopRequested || watched.loss() != null, WATCH_INTERVAL_NS);
            return connectedAtNs;
        }
        if (watched != null) {
            onLoss(watched, clock.exact().nanoTime() - connectedAtNs);
        }
        reconnect();
        return clock.exact().nanoTime();
    }

    private void onLoss(Epoch lost, long livedNs) {
        current = null;
        LinkLoss loss = lost.loss();
        String why = loss == null ? "unknown" : loss.text();
        parts.control().disconnect();
        lost.channel().cut();
        lane.onTrouble(why);
        // After a refusal the lane is looking for the message it was about, and needs a connection for each suspect.
        if (loss != null && loss.isRefusal()) {
            // Growing, for who publishes to a missing exchange all the time.
            pauseNs = livedNs >= LIVED_WELL_NS
                    ? SHORTEST_PAUSE_AFTER_REFUSAL_NS
                    : Math.min(LONGEST_PAUSE_AFTER_REFUSAL_NS, Math.max(SHORTEST_PAUSE_AFTER_REFUSAL_NS, pauseNs * 2));
        } else {
            pauseNs = livedNs >= LIVED_WELL_NS ? 0 : nextPause();
        }
        failedRounds = 0;
        news.onLost(
                lost.channel().address(), why, pauseNs, parts.clock().exact().nanoTime());
    }

    private void reconnect() {
        pause();
        if (stopRequested) {
            return;
        }
        RingpostException error = tryAll();
        if (error != null && !stopRequested) { // closing cuts an attempt short, which is nobody's trouble
            pauseNs = nextPause();
            String why = String.valueOf(error.getMessage());
            lane.onTrouble(why);
            news.onNoConnection(
                    why, failedRounds++, pauseNs, parts.clock().exact().nanoTime());
        }
    }

    private void pause() {
        LaneClock clock = parts.clock();
        // Up to a quarter less, so that many engines do not come back in step.
        long jitterNs = pauseNs / 4 == 0 ? 0 : ThreadLocalRandom.current().nextLong(pauseNs / 4);
        long untilNs = clock.exact().nanoTime() + pauseNs - jitterNs;
        long leftNs = pauseNs - jitterNs;
        while (leftNs > 0 && !stopRequested) {
            signal.await(() -> stopRequested, Math.min(leftNs, WAIT_INTERVAL_NS));
            long nowNs = clock.exact().nanoTime();
            news.onWait(nowNs);
            leftNs = untilNs - nowNs;
        }
    }

    private long nextPause() {
        return Math.min(maxPauseNs, Math.max(FIRST_PAUSE_NS, pauseNs * 2));
    }

    /** One round over all brokers; the error to show if none took us. */
    private @Nullable RingpostException tryAll() {
        RingpostException worst = null;
        for (int left = brokers.beginRound(); left > 0 && !stopRequested; left--) {
            BrokerUri uri = brokers.next();
            Epoch epoch;
            try {
                epoch = newEpoch.get();
                epoch.opened(opener.open(uri, epoch));
            } catch (BrokerRefusedException e) {
                worst = e; // somebody answered: the more useful of the messages
                continue;
            } catch (BrokerUnreachableException e) {
                worst = worst == null ? e : worst;
                continue;
            } catch (RuntimeException | Error e) {
                // An Error too (no memory for a thread, say): the lane's only hope of a connection must not die of it.
                worst = new BrokerUnreachableException("connecting to " + uri.address() + " failed: " + e, e);
                continue;
            }
            current = epoch;
            news.onConnected(epoch, parts.clock().exact().nanoTime());
            parts.control().connect(epoch.channel().control()); // before the lane can ask for anything there
            lane.offerEpoch(epoch);
            return null;
        }
        return worst;
    }

    /** Whether there is a connection that is not known to be lost. Any thread. */
    boolean isConnected() {
        Epoch epoch = current;
        return epoch != null && epoch.loss() == null && !stopRequested;
    }

    private void watchWrite(Epoch watched, long nowNs) {

        long writingNs = watched.writingForNs(nowNs);

        if (writingNs == 0) {
            return;
        }
        if (writingNs > writeTimeoutNs && !watched.isBlocked()) {
            cut(watched, "a write took longer than the write timeout of " + writeTimeoutNs / 1_000_000 + " ms");
        } else if (writingNs > DEADLINE_GRACE_NS && isDeadlineOver(nowNs - DEADLINE_GRACE_NS)) {
            // Alarm or not: the lane cannot tell anybody about a deadline while it is stuck in a write.
            cut(watched, "a write lasted past the delivery timeout of a message");
        }
    }

    private boolean isDeadlineOver(long nowNs) {
        return nowNs - oldestAcceptedNs() > deliveryTimeoutNs || nowNs > earliestRetriedDeadlineNs.getAsLong();
    }

    /** Read while the lane is in a write: it cannot settle its head meanwhile, so the slot stays what it is. */
    private long oldestAcceptedNs() {
        return parts.ring().get(lane.getSequence().get() + 1).acceptedNs;
    }

    private static void cut(Epoch epoch, String why) {
        epoch.onLost(LinkLoss.of(why));
        epoch.channel().cut();
    }

    /** Ends the thread: no more connecting, a goodbye to the broker if there is one. */
    void requestStop() {
        stopRequested = true;
        opener.cancel();
        signal.wake();
    }

    /** Cuts the connection of the moment, for a lane that must end now. */
    void cutNow() {
        Epoch epoch = current;
        if (epoch != null) {
            stopRequested = true; // before the loss is seen: nobody is to connect again
            cut(epoch, "the engine is closing");
        }
    }
}
