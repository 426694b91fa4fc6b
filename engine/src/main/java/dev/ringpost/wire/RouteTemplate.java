package dev.ringpost.wire;

import dev.ringpost.PublishOptions;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a message but its body, encoded once: method frame, header frame and the head of the body frame in
 * one array, with three places to fill in for each message. Immutable; shared by any number of messages, lanes and
 * connections.
 */
public final class RouteTemplate {

    final byte[] bytes;
    final int bodySizeAt;

    /** Where the delivery tag goes, or -1 if the message is not mandatory. */
    final int attemptAt;

    final int headerFrameBytes;

    private final PublishOptions options;
    private final String exchange;
    private final String routingKey;
    private final boolean mandatory;
    private final String contentType;
    private final String contentEncoding;
    private final boolean longLived;
    private final int orderingHash;

    RouteTemplate(
            byte[] bytes,
            int bodySizeAt,
            int attemptAt,
            int headerFrameBytes,
            PublishOptions options,
            String contentType,
            String contentEncoding,
            boolean longLived) {
        this.bytes = bytes;
        this.bodySizeAt = bodySizeAt;
        this.attemptAt = attemptAt;
        this.headerFrameBytes = headerFrameBytes;
        this.options = options;
        this.exchange = options.exchange() == null ? "" : options.exchange();
        this.routingKey = options.routingKey() == null ? "" : options.routingKey();
        this.mandatory = Boolean.TRUE.equals(options.mandatory());
        this.contentType = contentType;
        this.contentEncoding = contentEncoding;
        this.longLived = longLived;
        String key = options.orderingKey();
        int hash = key == null ? exchange.hashCode() * 31 + routingKey.hashCode() : key.hashCode();
        this.orderingHash = hash * 0x9E3779B9; // spreads similar keys over the upper bits
    }

    /** Whether it belongs to a producer, rather than to one message. */
    public boolean isLongLived() {
        return longLived;
    }

    /** Equal for messages that must keep their order; the upper bits are well mixed. */
    public int orderingHash() {
        return orderingHash;
    }

    /** Whether the message has no order to keep. */
    public boolean isUnordered() {
        return Boolean.TRUE.equals(options.unordered());
    }

    /** The options it was made from, complete. */
    public PublishOptions options() {
        return options;
    }

    /** The exchange's name. */
    public String exchange() {
        return exchange;
    }

    /** The routing key. */
    public String routingKey() {
        return routingKey;
    }

    /** Whether the broker is asked to return what it cannot route. */
    public boolean mandatory() {
        return mandatory;
    }

    /** The property {@code content-type}. */
    public String contentType() {
        return contentType;
    }

    /** The property {@code content-encoding}. */
    public String contentEncoding() {
        return contentEncoding;
    }

    /** The login that the message claims to come from. */
    public @Nullable String userId() {
        return options.userId();
    }

    /** Size of its content header frame; must not exceed the connection's frame_max. */
    public int headerFrameBytes() {
        return headerFrameBytes;
    }

    /** Exchange and routing key, for people. */
    @Override
    public String toString() {
        return "exchange \"" + exchange + "\", routing key \"" + routingKey + "\"";
    }
}
