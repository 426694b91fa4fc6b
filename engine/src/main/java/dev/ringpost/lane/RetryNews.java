package dev.ringpost.lane;

import dev.ringpost.RetryCause;
import dev.ringpost.RetryListener;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells the application's retry listener, if there is one, on the completion thread. Lane and supervisor. */
record RetryNews(@Nullable RetryListener listener, Notices notices) {

    void onRetry(RetryCause cause, String detail, int retryIndex, long nextInNs) {
        RetryListener told = listener;
        if (told != null) {
            notices.add(() -> told.onRetry(cause, detail, retryIndex, Duration.ofNanos(nextInNs)));
        }
    }

    void onRevive(String address) {
        RetryListener told = listener;
        if (told != null) {
            notices.add(() -> told.onRevive(address));
        }
    }
}
