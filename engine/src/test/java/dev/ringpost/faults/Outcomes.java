package dev.ringpost.faults;

import dev.ringpost.Outcome;
import dev.ringpost.OutcomeListener;
import dev.ringpost.PublishCallback;
import dev.ringpost.RetryCause;
import dev.ringpost.RetryListener;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Takes outcomes and retries of all engines to the history of the round, and then behaves as badly as it is told.
 *
 * <p><b>Threads.</b> Any.
 */
final class Outcomes implements OutcomeListener, RetryListener {

    /** What user code may do after it took an outcome. */
    interface Mood {
        /** Does it; may throw. */
        void afterOutcome();
    }

    private static final Mood GOOD = () -> {};

    private volatile @Nullable History history;
    private volatile Mood mood = GOOD;

    /** From now on outcomes belong to this round. */
    void attach(History next) {
        history = next;
    }

    void behave(Mood next) {
        mood = next;
    }

    void behaveWell() {
        mood = GOOD;
    }

    @Override
    public void onOutcome(long id, Outcome outcome, @Nullable String detail) {
        History taking = history;
        if (taking != null) {
            taking.outcome(id, outcome, detail);
        }
        mood.afterOutcome();
    }

    @Override
    public void onRetry(RetryCause cause, String detail, int retryIndex, Duration nextIn) {
        History taking = history;
        Route route = Scene.routeOf(detail);
        if (taking != null && route != null) { // else it is about a connection
            taking.retry(route, cause);
        }
    }

    /** The same for one message. */
    PublishCallback callback(long id) {
        return (outcome, detail) -> onOutcome(id, outcome, detail);
    }
}
