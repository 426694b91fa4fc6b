package dev.ringpost.serialization;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns an object into the bytes of a message body, under a name and the content type that tells consumers how to read
 * it back. The three words are those of Kombu's serializer registry.
 *
 * <p><b>Threads:</b> called by any number of threads at once. It must not publish.
 */
public interface Serializer {

    /** The name by which it is chosen, for example {@code json}. */
    String name();

    /** The AMQP property {@code content-type} of what it writes. */
    String contentType();

    /** The AMQP property {@code content-encoding} of what it writes: a charset's name, or {@code binary}. */
    String contentEncoding();

    /**
     * The AMQP property {@code content-encoding} of what it writes for this body; the same for every body unless a
     * serializer says otherwise. Asked before {@link #serialize}, on the publishing thread.
     *
     * @param body the object as given to publish
     */
    default String contentEncoding(@Nullable Object body) {
        return contentEncoding();
    }

    /**
     * Writes the body.
     *
     * @param body the object as given to publish
     * @param out where to; need not be flushed or closed, and must not be used after the call
     * @throws IOException if the object cannot be expressed; like any unchecked exception it fails this message only
     */
    void serialize(Object body, OutputStream out) throws IOException;
}
