package dev.ringpost.wire;

import dev.ringpost.PublishOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Encodes options into a {@link RouteTemplate}. Not thread-safe; make one for each thread. */
public final class RouteEncoder {

    private static final int CONTENT_TYPE = 1 << 15;
    private static final int CONTENT_ENCODING = 1 << 14;
    private static final int HEADERS = 1 << 13;
    private static final int DELIVERY_MODE = 1 << 12;
    private static final int PRIORITY = 1 << 11;
    private static final int CORRELATION_ID = 1 << 10;
    private static final int REPLY_TO = 1 << 9;
    private static final int EXPIRATION = 1 << 8;
    private static final int MESSAGE_ID = 1 << 7;
    private static final int TIMESTAMP = 1 << 6;
    private static final int TYPE = 1 << 5;
    private static final int USER_ID = 1 << 4;
    private static final int APP_ID = 1 << 3;
    private static final int CLUSTER_ID = 1 << 2;

    private static final String NUMBER_TO_COME = "-0000000000000000";
    private static final int NUMBER_DIGITS = NUMBER_TO_COME.length() - 1;
    private static final int NO_HOLE = -1;

    private final WireBuffer out = new WireBuffer();

    // Found on the way through the properties.
    private int attemptAt;
    private int messageNumberAt;

    /** Encodes a route. */
    public RouteTemplate encode(RouteSpec spec) {
        out.clear();
        PublishOptions options = spec.options();
        methodFrame(orEmpty(options.exchange()), orEmpty(options.routingKey()), spec.mandatory());
        int headerAt = out.size();
        frameHead(FrameLayout.HEADER);
        out.shortInt(FrameLayout.CLASS_BASIC);
        out.shortInt(0);
        int bodySizeAt = out.size();
        out.longLong(0);
        properties(spec);
        endFrame(headerAt);
        int headerFrameBytes = out.size() - headerAt;
        frameHead(FrameLayout.BODY);
        return new RouteTemplate(
                out.toByteArray(),
                new RouteTemplate.Holes(bodySizeAt, attemptAt, messageNumberAt),
                headerFrameBytes,
                spec);
    }

    private void methodFrame(String exchange, String routingKey, boolean mandatory) {
        frameHead(FrameLayout.METHOD);
        out.shortInt(FrameLayout.CLASS_BASIC);
        out.shortInt(FrameLayout.METHOD_PUBLISH);
        out.shortInt(0);
        out.shortString("exchange", exchange);
        out.shortString("routing key", routingKey);
        out.octet(mandatory ? FrameLayout.MANDATORY_BIT : 0);
        endFrame(0);
    }

    private void frameHead(byte type) {
        out.octet(type);
        out.shortInt(FrameLayout.PINNED_CHANNEL);
        out.longInt(0);
    }

    private void endFrame(int startedAt) {
        out.patchLongInt(startedAt + 3, out.size() - startedAt - FrameLayout.FRAME_HEAD_BYTES);
        out.octet(FrameLayout.END);
    }

    /** Flags and values in AMQP's order. */
    private void properties(RouteSpec spec) {
        PublishOptions options = spec.options();
        int flagsAt = out.size();
        out.shortInt(0);
        int flags = CONTENT_TYPE | CONTENT_ENCODING | HEADERS | DELIVERY_MODE;
        out.shortString("content type", spec.messageContentType());
        out.shortString("content encoding", spec.contentEncoding());
        headers(spec.headers(), spec.mandatory());
        out.octet(options.effectiveDeliveryMode().amqpValue());
        Integer priority = spec.priority();
        if (priority != null) {
            out.octet(priority);
            flags |= PRIORITY;
        }
        flags |= optional(CORRELATION_ID, "correlation id", options.correlationId());
        flags |= optional(REPLY_TO, "reply-to", spec.replyTo());
        Duration expiration = options.expiration();
        flags |= optional(EXPIRATION, "expiration", expiration == null ? null : Long.toString(expiration.toMillis()));
        flags |= messageId(spec);
        Instant timestamp = options.timestamp();
        if (timestamp != null) {
            out.longLong(timestamp.getEpochSecond());
            flags |= TIMESTAMP;
        }
        flags |= optional(TYPE, "type", options.type());
        flags |= optional(USER_ID, "user id", options.userId());
        flags |= optional(APP_ID, "app id", options.appId());
        flags |= optional(CLUSTER_ID, "cluster id", options.clusterId());
        out.patchShortInt(flagsAt, flags);
    }

    private void headers(Map<String, Object> headers, boolean mandatory) {
        int sizeAt = out.table(headers);
        attemptAt = NO_HOLE;
        if (mandatory) {
            out.shortString("header name", PublishOptions.ATTEMPT_HEADER);
            out.octet('l');
            attemptAt = out.size();
            out.longLong(0);
            out.patchLongInt(sizeAt, out.size() - sizeAt - 4);
        }
    }

    private int messageId(RouteSpec spec) {
        messageNumberAt = NO_HOLE;
        String producerId = spec.numberedIdStart();
        if (producerId == null) {
            return optional(MESSAGE_ID, "message id", spec.options().messageId());
        }
        out.shortString("message id", producerId + NUMBER_TO_COME);
        messageNumberAt = out.size() - NUMBER_DIGITS;
        return MESSAGE_ID;
    }

    private int optional(int flag, String what, @Nullable String value) {
        if (value == null) {
            return 0;
        }
        out.shortString(what, value);
        return flag;
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
