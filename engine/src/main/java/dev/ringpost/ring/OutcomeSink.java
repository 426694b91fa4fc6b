package dev.ringpost.ring;

import dev.ringpost.Outcome;
import dev.ringpost.PublishObserver;
import org.jspecify.annotations.Nullable;

/** Where one message's outcome goes. Called once, on the completion thread. */
@FunctionalInterface
public interface OutcomeSink {

    /** Delivers the outcome. */
    void settle(Outcome outcome, @Nullable String detail);

    /** What the engine's interceptor has hear of this message, or {@code null}. */
    default @Nullable PublishObserver observer() {
        return null;
    }
}
