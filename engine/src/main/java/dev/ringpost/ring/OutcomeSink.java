package dev.ringpost.ring;

import dev.ringpost.Outcome;
import org.jspecify.annotations.Nullable;

/** Where one message's outcome goes. Called once, on the completion thread. */
@FunctionalInterface
public interface OutcomeSink {

    /** Delivers the outcome. */
    void settle(Outcome outcome, @Nullable String detail);
}
