package dev.ringpost.wire;

import dev.ringpost.topology.ControlChannel;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The port through which a lane publishes: one channel in confirm mode that nobody else publishes on. The broker numbers
 * the messages from 1 in the order they are added. An implementation for tests answers by script.
 *
 * <p><b>Threads:</b> the lane, except for {@link #cut()} and {@link #close(long)}.
 */
public interface PinnedChannel {

    /** Largest frame that may be sent, 0 for no limit. */
    int frameMaxBytes();

    /** The name that the connection logged in with, or {@code null} if only the broker knows it. */
    @Nullable
    String user();

    /** Where it leads, for people. */
    String address();

    /** A channel besides, for what has to be declared; used by the control thread. */
    ControlChannel control();

    /**
     * Adds a message to the batch.
     *
     * @param route the message but its body
     * @param body holds the body, which must not change until the batch was flushed
     * @param offset index of its first byte
     * @param length its length
     * @param deliveryTag what the broker will call it
     * @param messageNumber its number, if its route {@linkplain RouteTemplate#isNumbered() has} numbers
     * @return false, with nothing added, if the batch must be flushed first
     */
    boolean add(RouteTemplate route, byte[] body, int offset, int length, long deliveryTag, long messageNumber);

    /** Messages in the batch. */
    int batchCount();

    /** Bytes of the frames in the batch. */
    long batchBytes();

    /**
     * Writes the batch in one write and empties it, also when it throws.
     *
     * @throws IOException if the connection is gone; what of the batch arrived is unknown
     */
    void flush() throws IOException;

    /** Closes the socket without waiting for anything, which wakes a thread stuck in {@link #flush()}. Any thread. */
    void cut();

    /** Says goodbye to the broker, waiting at most that many milliseconds, then cuts. Any thread but the lane. */
    void close(long timeoutMs);
}
