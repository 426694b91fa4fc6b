package dev.ringpost;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message about to be published, as a {@link PublishInterceptor} sees it. Not thread-safe. */
public interface OutgoingMessage {

    /** The exchange's name; empty for the anonymous one. */
    String exchange();

    /** The routing key; empty for none. */
    String routingKey();

    /** All its options: its own over its producer's. */
    PublishOptions options();

    /** Its headers, with those that were added here; unmodifiable. */
    Map<String, Object> headers();

    /**
     * Adds a header, in place of one of that name if there is one.
     *
     * @param name at most 255 bytes of UTF-8
     * @param value of a type that {@link PublishOptions.Builder#headers} takes; what is wrong with it comes out of the call
     *     that publishes
     */
    void addHeader(String name, Object value);

    /**
     * Host and port of the broker, or {@code null} if that is not known: the engine's only one, or if it has several, the one
     * that every lane is connected to.
     */
    @Nullable
    String brokerAddress();
}
