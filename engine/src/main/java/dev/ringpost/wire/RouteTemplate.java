package dev.ringpost.wire;

import dev.ringpost.Ordering;
import dev.ringpost.PublishOptions;
import dev.ringpost.Queue;
import dev.ringpost.topology.Declarations;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a message but its body, encoded once: method frame, header frame and the head of the body frame in
 * one array, with some places to fill in for each message. Immutable; shared by any number of messages, lanes and
 * connections.
 */
public final class RouteTemplate {

    final byte[] bytes;
    final int headerFrameBytes;

    private final Holes holes;
    private final boolean hasMoreThanBodySize;
    private final boolean numbered;

    private final RouteSpec spec;
    private final String exchange;
    private final String routingKey;
    private final boolean mandatory;
    private final @Nullable BodyCompression compression;
    private final @Nullable Packing packing;
    private final int routeHash;
    private final int orderingHash;
    private final boolean hasOrderingKey;
    private final boolean strict;
    private final @Nullable Declarations declarations;
    private final @Nullable Queue unnamedReplyQueue;

    /**
     * Where the places to fill in are; the size of the body frame besides is at the very end.
     *
     * @param bodySizeAt of the body's size
     * @param attemptAt of the delivery tag, or -1 if the message is not mandatory
     * @param messageNumberAt of the digits in a numbered message id, or -1
     */
    record Holes(int bodySizeAt, int attemptAt, int messageNumberAt) {}

    RouteTemplate(byte[] bytes, Holes holes, int headerFrameBytes, RouteSpec spec) {
        this(bytes, holes, headerFrameBytes, spec, null, null);
    }

    private RouteTemplate(
            byte[] bytes,
            Holes holes,
            int headerFrameBytes,
            RouteSpec spec,
            @Nullable BodyCompression compression,
            @Nullable Packing packing) {
        this.bytes = bytes;
        this.holes = holes;
        this.numbered = holes.messageNumberAt() >= 0;
        this.hasMoreThanBodySize = numbered || holes.attemptAt() >= 0;
        this.headerFrameBytes = headerFrameBytes;
        this.spec = spec;
        PublishOptions options = spec.options();
        this.exchange = options.exchange() == null ? "" : options.exchange();
        this.routingKey = options.routingKey() == null ? "" : options.routingKey();
        this.mandatory = spec.mandatory();
        this.compression = compression;
        this.packing = packing;
        this.declarations = spec.declarations();
        Queue reply = options.replyToQueue();
        this.unnamedReplyQueue = reply != null && reply.isServerNamed() ? reply : null;
        this.strict = options.ordering() == Ordering.STRICT;
        String key = options.orderingKey();
        this.routeHash = spread(exchange.hashCode() * 31 + routingKey.hashCode());
        this.hasOrderingKey = key != null;
        this.orderingHash = key == null ? routeHash : spread(key.hashCode());
    }

    /** The same route for bodies that are yet to be compressed. */
    public RouteTemplate compressing(BodyCompression how) {
        return new RouteTemplate(bytes, holes, headerFrameBytes, spec, how, null);
    }

    /** The same route for bodies that are records of a message. */
    public RouteTemplate packing(Packing how) {
        return new RouteTemplate(bytes, holes, headerFrameBytes, spec, null, how);
    }

    /** The same route with a reply-to that was not known before, for a body at the last stage. */
    public RouteTemplate replyingTo(String address, RouteEncoder encoder) {
        RouteTemplate plain = encoder.encode(spec.replyingTo(address));
        return packing == null ? plain : plain.packing(packing.replyingTo(address, plain, encoder));
    }

    /** The same route with other headers of the user's, for a body at the last stage. */
    public RouteTemplate withHeaders(Map<String, Object> headers, RouteEncoder encoder) {
        return encoder.encode(spec.withHeaders(headers));
    }

    private static int spread(int hash) {
        return hash * 0x9E3779B9; // similar keys over the upper bits
    }

    /** Fills a copy in that begins at an offset, but for the head of its body frame. */
    void fill(byte[] copy, int offset, int bodyBytes, long deliveryTag, long messageNumber) {
        FrameLayout.putLong(copy, offset + holes.bodySizeAt, bodyBytes);
        if (hasMoreThanBodySize) { // one question for most messages, whose answer is no
            if (holes.attemptAt >= 0) {
                FrameLayout.putLong(copy, offset + holes.attemptAt, deliveryTag);
            }
            if (numbered) {
                FrameLayout.putHex(copy, offset + holes.messageNumberAt, messageNumber);
            }
        }
    }

    /** Whether its messages have a number in their message id. */
    public boolean isNumbered() {
        return numbered;
    }

    /** Whether it belongs to a producer, rather than to one message. */
    public boolean isLongLived() {
        return spec.longLived();
    }

    /** Equal for messages that must keep their order; the upper bits are well mixed. */
    public int orderingHash() {
        return orderingHash;
    }

    /** Equal for messages of one exchange and routing key; the upper bits are well mixed. */
    public int routeHash() {
        return routeHash;
    }

    /** Whether the order to keep is that of a key of its own, which other routes may have too. */
    public boolean hasOrderingKey() {
        return hasOrderingKey;
    }

    /** Whether records of the two may share a message: everything but their bodies is equal. */
    public boolean sharesMessagesWith(RouteTemplate other) {
        if (this == other) {
            return true;
        }
        return packing != null
                && other.packing != null
                && packing.isLike(other.packing)
                && Arrays.equals(bytes, other.bytes);
    }

    /** Whether the message has no order to keep. */
    public boolean isUnordered() {
        return spec.options().ordering() == Ordering.NONE;
    }

    /** Whether one message of its ordering key may be on its way at a time. */
    public boolean isStrict() {
        return strict;
    }

    /** Whether it may be sent as soon as it is there, if nothing of its key waits. */
    public boolean needsNothing() {
        return declarations == null && !strict;
    }

    /** The reply queue whose name, which only the broker knows, is the reply-to; else {@code null}. */
    public @Nullable Queue unnamedReplyQueue() {
        return unnamedReplyQueue;
    }

    /** What has to be there before its messages are published; {@code null} for nothing. */
    public @Nullable Declarations declarations() {
        return declarations;
    }

    /** The options it was made from, complete. */
    public PublishOptions options() {
        return spec.options();
    }

    /** What it was made from. */
    public RouteSpec spec() {
        return spec;
    }

    /** How the bodies of this route are to be compressed before they are sent, or {@code null}. */
    public @Nullable BodyCompression compression() {
        return compression;
    }

    /** How the bodies of this route share messages, or {@code null} if each is a message. */
    public @Nullable Packing packing() {
        return packing;
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

    /** The property {@code content-type}; of a record, if it is one. */
    public String contentType() {
        return spec.contentType();
    }

    /** The property {@code content-encoding}; of a record, if it is one. */
    public String contentEncoding() {
        return spec.contentEncoding();
    }

    /** The login that the message claims to come from. */
    public @Nullable String userId() {
        return spec.options().userId();
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
