package dev.ringpost.topology;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One operation that a caller waits for. Made by the caller, run by the control thread, as often as it takes. */
public final class ControlCall<T> {

    private final Operation<T> operation;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private volatile @Nullable String trouble;
    private long notBeforeNs; // the control thread's own
    private boolean triedBefore;

    /** What to do with a connection's session. May be run again after it failed without an answer. */
    @FunctionalInterface
    public interface Operation<T> {
        /** Runs on the control thread. */
        T run(Session session) throws RefusedException, IOException;
    }

    ControlCall(Operation<T> operation) {
        this.operation = operation;
    }

    CompletableFuture<T> answer() {
        return answer;
    }

    /** Why there is no answer yet, if that is known. */
    @Nullable
    String trouble() {
        return trouble;
    }

    boolean isDue(long nowNs) {
        return !triedBefore || nowNs - notBeforeNs >= 0;
    }

    /** Runs it; false if it is to be tried again later. */
    boolean run(Session session, long nowNs, long pauseNs) {
        try {
            answer.complete(operation.run(session));
        } catch (IOException e) {
            trouble = e.getMessage();
            triedBefore = true;
            notBeforeNs = nowNs + pauseNs;
            return false;
        } catch (RefusedException | RuntimeException | Error e) {
            answer.completeExceptionally(e);
        }
        return true;
    }
}
