package dev.ringpost;

import dev.ringpost.serialization.Serializer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a message goes and the AMQP properties it carries. Immutable and thread-safe; meant to be built once and used
 * for many messages, since the engine keeps the encoded form of recently used ones.
 *
 * <p>Every option may be unset ({@code null}): a message's options are laid over its producer's, and what neither sets
 * has the default named at the builder's method.
 */
public final class PublishOptions {

    /**
     * The header by which the engine recognizes a mandatory message that is returned. It is the engine's own: one that
     * comes with the headers of a message, as when a consumed one is forwarded, is left out.
     */
    public static final String ATTEMPT_HEADER = "ringpost-attempt";

    private static final PublishOptions NONE = builder().build();

    private final @Nullable String exchange;
    private final @Nullable String routingKey;
    private final @Nullable Boolean mandatory;
    private final @Nullable DeliveryMode deliveryMode;
    private final @Nullable Integer priority;
    private final @Nullable Duration expiration;
    private final @Nullable Map<String, Object> headers;
    private final @Nullable String correlationId;
    private final @Nullable String replyTo;
    private final @Nullable String messageId;
    private final @Nullable Instant timestamp;
    private final @Nullable String type;
    private final @Nullable String userId;
    private final @Nullable String appId;
    private final @Nullable String contentType;
    private final @Nullable String contentEncoding;
    private final @Nullable Serializer serializer;
    private final @Nullable SerializeOn serializeOn;
    private final @Nullable String orderingKey;
    private final @Nullable Boolean unordered;

    private PublishOptions(Builder from) {
        exchange = from.exchange;
        routingKey = from.routingKey;
        mandatory = from.mandatory;
        deliveryMode = from.deliveryMode;
        priority = from.priority;
        expiration = from.expiration;
        headers = from.headers;
        correlationId = from.correlationId;
        replyTo = from.replyTo;
        messageId = from.messageId;
        timestamp = from.timestamp;
        type = from.type;
        userId = from.userId;
        appId = from.appId;
        contentType = from.contentType;
        contentEncoding = from.contentEncoding;
        serializer = from.serializer;
        serializeOn = from.serializeOn;
        orderingKey = from.orderingKey;
        unordered = from.unordered;
    }

    /** Options that set nothing. */
    public static PublishOptions none() {
        return NONE;
    }

    /** A builder that sets nothing yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these options. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.exchange = exchange;
        builder.routingKey = routingKey;
        builder.mandatory = mandatory;
        builder.deliveryMode = deliveryMode;
        builder.priority = priority;
        builder.expiration = expiration;
        builder.headers = headers;
        builder.correlationId = correlationId;
        builder.replyTo = replyTo;
        builder.messageId = messageId;
        builder.timestamp = timestamp;
        builder.type = type;
        builder.userId = userId;
        builder.appId = appId;
        builder.contentType = contentType;
        builder.contentEncoding = contentEncoding;
        builder.serializer = serializer;
        builder.serializeOn = serializeOn;
        builder.orderingKey = orderingKey;
        builder.unordered = unordered;
        return builder;
    }

    /** These options, and where they set nothing, those of {@code defaults}. */
    public PublishOptions over(PublishOptions defaults) {
        if (this == NONE) {
            return defaults;
        }
        if (defaults == NONE) {
            return this;
        }
        Builder merged = new Builder();
        merged.exchange = pick(exchange, defaults.exchange);
        merged.routingKey = pick(routingKey, defaults.routingKey);
        merged.mandatory = pick(mandatory, defaults.mandatory);
        merged.deliveryMode = pick(deliveryMode, defaults.deliveryMode);
        merged.priority = pick(priority, defaults.priority);
        merged.expiration = pick(expiration, defaults.expiration);
        merged.headers = pick(headers, defaults.headers);
        merged.correlationId = pick(correlationId, defaults.correlationId);
        merged.replyTo = pick(replyTo, defaults.replyTo);
        merged.messageId = pick(messageId, defaults.messageId);
        merged.timestamp = pick(timestamp, defaults.timestamp);
        merged.type = pick(type, defaults.type);
        merged.userId = pick(userId, defaults.userId);
        merged.appId = pick(appId, defaults.appId);
        merged.contentType = pick(contentType, defaults.contentType);
        merged.contentEncoding = pick(contentEncoding, defaults.contentEncoding);
        merged.serializer = pick(serializer, defaults.serializer);
        merged.serializeOn = pick(serializeOn, defaults.serializeOn);
        merged.orderingKey = pick(orderingKey, defaults.orderingKey);
        merged.unordered = pick(unordered, defaults.unordered);
        return merged.build();
    }

    private static <T> @Nullable T pick(@Nullable T own, @Nullable T inherited) {
        return own != null ? own : inherited;
    }

    /** See {@link Builder#exchange(String)}. */
    public @Nullable String exchange() {
        return exchange;
    }

    /** See {@link Builder#routingKey(String)}. */
    public @Nullable String routingKey() {
        return routingKey;
    }

    /** See {@link Builder#mandatory(boolean)}. */
    public @Nullable Boolean mandatory() {
        return mandatory;
    }

    /** See {@link Builder#deliveryMode(DeliveryMode)}. */
    public @Nullable DeliveryMode deliveryMode() {
        return deliveryMode;
    }

    /** See {@link Builder#priority(int)}. */
    public @Nullable Integer priority() {
        return priority;
    }

    /** See {@link Builder#expiration(Duration)}. */
    public @Nullable Duration expiration() {
        return expiration;
    }

    /** See {@link Builder#headers(Map)}; unmodifiable. */
    public @Nullable Map<String, Object> headers() {
        return headers;
    }

    /** See {@link Builder#correlationId(String)}. */
    public @Nullable String correlationId() {
        return correlationId;
    }

    /** See {@link Builder#replyTo(String)}. */
    public @Nullable String replyTo() {
        return replyTo;
    }

    /** See {@link Builder#messageId(String)}. */
    public @Nullable String messageId() {
        return messageId;
    }

    /** See {@link Builder#timestamp(Instant)}. */
    public @Nullable Instant timestamp() {
        return timestamp;
    }

    /** See {@link Builder#type(String)}. */
    public @Nullable String type() {
        return type;
    }

    /** See {@link Builder#userId(String)}. */
    public @Nullable String userId() {
        return userId;
    }

    /** See {@link Builder#appId(String)}. */
    public @Nullable String appId() {
        return appId;
    }

    /** See {@link Builder#contentType(String)}. */
    public @Nullable String contentType() {
        return contentType;
    }

    /** See {@link Builder#contentEncoding(String)}. */
    public @Nullable String contentEncoding() {
        return contentEncoding;
    }

    /** See {@link Builder#serializer(Serializer)}. */
    public @Nullable Serializer serializer() {
        return serializer;
    }

    /** See {@link Builder#serializeOn(SerializeOn)}. */
    public @Nullable SerializeOn serializeOn() {
        return serializeOn;
    }

    /** See {@link Builder#orderingKey(String)}. */
    public @Nullable String orderingKey() {
        return orderingKey;
    }

    /** See {@link Builder#unordered(boolean)}. */
    public @Nullable Boolean unordered() {
        return unordered;
    }

    /** Sets options one by one; not thread-safe. Limits of AMQP are checked at {@link #build()}. */
    public static final class Builder {

        private @Nullable String exchange;
        private @Nullable String routingKey;
        private @Nullable Boolean mandatory;
        private @Nullable DeliveryMode deliveryMode;
        private @Nullable Integer priority;
        private @Nullable Duration expiration;
        private @Nullable Map<String, Object> headers;
        private @Nullable String correlationId;
        private @Nullable String replyTo;
        private @Nullable String messageId;
        private @Nullable Instant timestamp;
        private @Nullable String type;
        private @Nullable String userId;
        private @Nullable String appId;
        private @Nullable String contentType;
        private @Nullable String contentEncoding;
        private @Nullable Serializer serializer;
        private @Nullable SerializeOn serializeOn;
        private @Nullable String orderingKey;
        private @Nullable Boolean unordered;

        private Builder() {}

        /** The exchange by name; the empty name is the anonymous exchange, the default. At most 255 bytes of UTF-8. */
        public Builder exchange(String exchange) {
            this.exchange = AmqpLimits.shortString("exchange", exchange);
            return this;
        }

        /** The routing key; default empty. At most 255 bytes of UTF-8. */
        public Builder routingKey(String routingKey) {
            this.routingKey = AmqpLimits.shortString("routing key", routingKey);
            return this;
        }

        /**
         * Whether a message that no queue takes comes back ({@link Outcome#RETURNED}) or is dropped by the broker and
         * confirmed; default false. A mandatory message carries one more header, {@link PublishOptions#ATTEMPT_HEADER}.
         */
        public Builder mandatory(boolean mandatory) {
            this.mandatory = mandatory;
            return this;
        }

        /** Whether the broker keeps the message over a restart; default {@link DeliveryMode#PERSISTENT}. */
        public Builder deliveryMode(DeliveryMode deliveryMode) {
            this.deliveryMode = Objects.requireNonNull(deliveryMode, "deliveryMode");
            return this;
        }

        /** The priority, 0 to 255; default 0, which is sent as Kombu sends it. */
        public Builder priority(int priority) {
            if (priority < 0 || priority > 255) {
                throw new InvalidMessageException("priority " + priority + " is not in 0..255");
            }
            this.priority = priority;
            return this;
        }

        /** How long the message may wait in a queue, in whole milliseconds (a fraction is cut off); default for ever. */
        public Builder expiration(Duration expiration) {
            if (expiration.isNegative() || expiration.compareTo(AmqpLimits.MAX_EXPIRATION) > 0) {
                throw new InvalidMessageException(
                        "expiration " + expiration + " is not in 0.." + AmqpLimits.MAX_EXPIRATION.toMillis() + " ms");
            }
            this.expiration = expiration;
            return this;
        }

        /**
         * The header table; default empty. Copied, deeply, here. Values: String, Boolean, Byte, Short, Integer, Long,
         * Float, Double, BigDecimal (32 bits unscaled), Date, Instant (whole seconds), byte[], List, Map and null.
         * Integral values that fit are sent as 32-bit integers, the one width every client reads alike.
         */
        public Builder headers(Map<String, ?> headers) {
            this.headers = HeaderTables.copyOf(headers);
            return this;
        }

        /** The property {@code correlation-id}; default absent. At most 255 bytes of UTF-8. */
        public Builder correlationId(String correlationId) {
            this.correlationId = AmqpLimits.shortString("correlation id", correlationId);
            return this;
        }

        /** The property {@code reply-to}; default absent. At most 255 bytes of UTF-8. */
        public Builder replyTo(String replyTo) {
            this.replyTo = AmqpLimits.shortString("reply-to", replyTo);
            return this;
        }

        /** The property {@code message-id}; default absent. At most 255 bytes of UTF-8. */
        public Builder messageId(String messageId) {
            this.messageId = AmqpLimits.shortString("message id", messageId);
            return this;
        }

        /** The property {@code timestamp}, in whole seconds; default absent. */
        public Builder timestamp(Instant timestamp) {
            this.timestamp = Objects.requireNonNull(timestamp, "timestamp");
            return this;
        }

        /** The property {@code type}; default absent. At most 255 bytes of UTF-8. */
        public Builder type(String type) {
            this.type = AmqpLimits.shortString("type", type);
            return this;
        }

        /**
         * The property {@code user-id}; default absent. RabbitMQ closes the channel unless it is the name the connection
         * logged in with, so another name fails the message here.
         */
        public Builder userId(String userId) {
            this.userId = AmqpLimits.shortString("user id", userId);
            return this;
        }

        /** The property {@code app-id}; default absent. At most 255 bytes of UTF-8. */
        public Builder appId(String appId) {
            this.appId = AmqpLimits.shortString("app id", appId);
            return this;
        }

        /**
         * Says that a body of bytes is already encoded, and as what; default by the body: {@code application/data} for
         * bytes, {@code text/plain} for a String, the serializer's for an object.
         */
        public Builder contentType(String contentType) {
            this.contentType = AmqpLimits.shortString("content type", contentType);
            return this;
        }

        /** The property {@code content-encoding} that goes with {@link #contentType}; default by the body. */
        public Builder contentEncoding(String contentEncoding) {
            this.contentEncoding = AmqpLimits.shortString("content encoding", contentEncoding);
            return this;
        }

        /** Turns objects, Strings and bytes included, into bytes; default by the body, JSON for objects. */
        public Builder serializer(Serializer serializer) {
            this.serializer = Objects.requireNonNull(serializer, "serializer");
            return this;
        }

        /** Which thread serializes; default {@link SerializeOn#CALLER}. */
        public Builder serializeOn(SerializeOn serializeOn) {
            this.serializeOn = Objects.requireNonNull(serializeOn, "serializeOn");
            return this;
        }

        /**
         * Messages of one ordering key go through one lane and so keep their order; default is exchange + routing key,
         * which means that a load with one route uses one lane.
         */
        public Builder orderingKey(String orderingKey) {
            this.orderingKey = Objects.requireNonNull(orderingKey, "orderingKey");
            return this;
        }

        /** Spreads messages over all lanes in turn, giving up their order; default false. */
        public Builder unordered(boolean unordered) {
            this.unordered = unordered;
            return this;
        }

        /** The options as set so far; the builder may be used further. */
        public PublishOptions build() {
            return new PublishOptions(this);
        }
    }
}
