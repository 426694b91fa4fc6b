package dev.ringpost.intake;

import dev.ringpost.EncodeException;
import dev.ringpost.InvalidMessageException;
import dev.ringpost.ring.BodyBuffer;
import dev.ringpost.ring.Failures;
import dev.ringpost.serialization.Serializer;
import dev.ringpost.wire.RouteEncoder;
import org.jspecify.annotations.Nullable;

/** What a calling thread needs to serialize and encode, kept for its next message. One for each thread. */
final class CallerScratch {

    private static final ThreadLocal<CallerScratch> OF_THREAD = ThreadLocal.withInitial(CallerScratch::new);

    private final BodyBuffer body = new BodyBuffer();
    private final RouteEncoder routeEncoder = new RouteEncoder();
    private boolean serializing;

    private CallerScratch() {}

    /**
     * The calling thread's.
     *
     * @throws IllegalStateException inside a serializer: the thread's buffer, and its place in the order, are taken
     */
    static CallerScratch ofThread() {
        CallerScratch scratch = OF_THREAD.get();
        if (scratch.serializing) {
            throw new IllegalStateException("publish was called from inside a serializer, on the same thread");
        }
        return scratch;
    }

    /** Runs what may publish while this thread's buffer holds a message that is still to be published: it gets another. */
    static void keepWhile(Runnable call) {
        CallerScratch mine = OF_THREAD.get();
        OF_THREAD.remove();
        try {
            call.run();
        } finally {
            OF_THREAD.set(mine);
        }
    }

    RouteEncoder routeEncoder() {
        return routeEncoder;
    }

    BodyBuffer body() {
        return body;
    }

    /**
     * Serializes into {@link #body()}.
     *
     * @throws EncodeException with the serializer's error, whatever it is
     * @throws InvalidMessageException if the body is over the limit
     */
    @SuppressWarnings("NullAway") // JSON has a null, and a serializer is asked to write it
    void serialize(Serializer serializer, @Nullable Object object, int maxBytes) {
        body.reset(maxBytes);
        serializing = true;
        try {
            serializer.serialize(object, body);
        } catch (Exception | StackOverflowError e) {
            body.release();
            // A cyclic object overflows the stack: the caller's mistake, not the end of the process.
            for (Throwable at = e; at != null; at = at.getCause()) {
                if (at instanceof InvalidMessageException tooLarge) {
                    throw tooLarge;
                }
            }
            throw new EncodeException(
                    "serializer \"" + serializer.name() + "\" cannot write "
                            + (object == null
                                    ? "null"
                                    : "a " + object.getClass().getName()) + ": " + Failures.text(e),
                    e);
        } finally {
            serializing = false;
        }
    }
}
