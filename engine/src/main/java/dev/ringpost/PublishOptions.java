package dev.ringpost;

import dev.ringpost.compression.Compressor;
import dev.ringpost.serialization.Serializer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Where a message goes and the AMQP properties it carries, with the words and the defaulting rules of Kombu's
 * {@code Producer.publish}. Immutable and thread-safe; meant to be built once and used for many messages, since the engine
 * keeps the encoded form of recently used ones.
 *
 * <p>Every option may be unset: a message's options are laid over its producer's, and what neither sets has the default
 * named at the builder's method. The getters answer {@code null} for what is unset.
 */
public final class PublishOptions {

    /**
     * The header by which the engine recognizes a mandatory message that is returned. It is the engine's own: one that
     * comes with the headers of a message, as when a consumed one is forwarded, is left out.
     */
    public static final String ATTEMPT_HEADER = "ringpost-attempt";

    /** The header that names a body's compression to Kombu's consumers. */
    public static final String COMPRESSION_HEADER = "compression";

    /**
     * The reply-to by which RabbitMQ sends replies straight to the publishing channel; needs
     * {@link EngineBuilder#replyListener}.
     */
    public static final String DIRECT_REPLY_TO = "amq.rabbitmq.reply-to";

    /** The priority of a message that carries none. */
    private static final Integer NO_PRIORITY = -1;

    /** The compression of a message that is not to be compressed. */
    private static final String NO_COMPRESSION = "";

    /** The batching of a message that is to be sent by itself. */
    private static final Object NO_BATCHING = new Object();

    /** What stands for a message id that is not a text of the user's. */
    private enum MessageIdKind {
        NUMBERED,
        ABSENT
    }

    private static final PublishOptions NONE = builder().build();

    private enum Option {
        EXCHANGE, // a String or an Exchange
        DEFAULT_EXCHANGE, // the producer's, if that is an Exchange; set by the engine
        ROUTING_KEY,
        MANDATORY,
        DELIVERY_MODE,
        PRIORITY,
        EXPIRATION,
        HEADERS,
        CORRELATION_ID,
        REPLY_TO, // a String or a Queue
        MESSAGE_ID, // a String or a MessageIdKind
        TIMESTAMP,
        TYPE,
        USER_ID,
        APP_ID,
        CLUSTER_ID,
        CONTENT_TYPE,
        CONTENT_ENCODING,
        SERIALIZER, // a String or a Serializer
        SERIALIZE_ON,
        COMPRESSION, // a String or a Compressor
        COMPRESS_FROM_BYTES,
        COMPRESS_ONLY_IF_SMALLER,
        BATCHING, // a Batching or NO_BATCHING
        DECLARE, // a List<Entity>
        AUTO_DECLARE,
        ON_RETURN,
        RETRY_POLICY,
        ORDERING_KEY,
        ORDERING;

        static final int COUNT = values().length;

        /** Its place in the array of values: an EnumMap's look-ups were a quarter of the cost of a message's own options. */
        @SuppressWarnings("EnumOrdinal") // never leaves this class
        int place() {
            return ordinal();
        }
    }

    private final @Nullable Object[] values;

    /** A hash code, for less than the machine's own costs an object that lives for one message. */
    private final int hash = ThreadLocalRandom.current().nextInt();

    private PublishOptions(@Nullable Object[] values) {
        this.values = values;
    }

    /** Equality is identity, as of any {@link Object}; this is only cheaper. */
    @Override
    public int hashCode() {
        return hash;
    }

    /** Options that set nothing. */
    public static PublishOptions none() {
        return NONE;
    }

    /** A builder that sets nothing yet. */
    public static Builder builder() {
        return new Builder(new @Nullable Object[Option.COUNT]);
    }

    /** A builder that starts from these options. */
    public Builder toBuilder() {
        return new Builder(values.clone());
    }

    /**
     * These options, and where they set nothing, those of {@code defaults}. Declarations add up, the defaults' first.
     */
    public PublishOptions over(PublishOptions defaults) {
        if (this == NONE) {
            return defaults;
        }
        if (defaults == NONE) {
            return this;
        }
        @Nullable Object[] merged = values.clone();
        for (int i = 0; i < merged.length; i++) {
            if (merged[i] == null) {
                merged[i] = defaults.values[i];
            }
        }
        List<Entity> own = declare();
        List<Entity> inherited = defaults.declare();
        if (own != null && inherited != null) {
            List<Entity> both = new ArrayList<>(inherited);
            both.addAll(own);
            merged[Option.DECLARE.place()] = List.copyOf(both);
        }
        return new PublishOptions(merged);
    }

    /** These options as those of a producer: its exchange, if given as an {@link Exchange}, is its default exchange. */
    public PublishOptions asDefaults() {
        if (!(get(Option.EXCHANGE) instanceof Exchange exchange)) {
            return this;
        }
        @Nullable Object[] copy = values.clone();
        copy[Option.DEFAULT_EXCHANGE.place()] = exchange;
        return new PublishOptions(copy);
    }

    /**
     * What has to be declared before a message with these complete options, in order and each once: the declarations, a
     * reply queue that the broker names, and last, unless it is among them, the producer's default exchange, whether the
     * message goes there or not.
     */
    public List<Entity> entitiesToDeclare() {
        List<Entity> declared = declare();
        if (declared == null && get(Option.DEFAULT_EXCHANGE) == null && !(get(Option.REPLY_TO) instanceof Queue)) {
            return List.of();
        }
        Set<Entity> entities = new LinkedHashSet<>();
        if (declared != null) {
            entities.addAll(declared);
        }
        Queue reply = replyToQueue();
        if (reply != null && reply.isServerNamed()) {
            entities.add(reply);
        }
        if (!Boolean.FALSE.equals(autoDeclare()) && get(Option.DEFAULT_EXCHANGE) instanceof Exchange exchange) {
            entities.add(exchange);
        }
        return List.copyOf(entities);
    }

    /**
     * The delivery mode in force: the one set, else that of the {@link Exchange} the message goes to, else, if the message
     * named its exchange by a String, that of the producer's default exchange, else persistent.
     */
    public DeliveryMode effectiveDeliveryMode() {
        DeliveryMode mode = deliveryMode();
        if (mode != null) {
            return mode;
        }
        Object origin = get(Option.EXCHANGE) instanceof Exchange own ? own : get(Option.DEFAULT_EXCHANGE);
        DeliveryMode inherited = origin instanceof Exchange exchange ? exchange.deliveryMode() : null;
        return inherited == null ? DeliveryMode.PERSISTENT : inherited;
    }

    /** The name of the exchange; see {@link Builder#exchange(String)}. */
    public @Nullable String exchange() {
        Object exchange = get(Option.EXCHANGE);
        return exchange instanceof Exchange entity ? entity.name() : (String) exchange;
    }

    /** See {@link Builder#routingKey(String)}. */
    public @Nullable String routingKey() {
        return (String) get(Option.ROUTING_KEY);
    }

    /** See {@link Builder#mandatory(boolean)}. */
    public @Nullable Boolean mandatory() {
        return (Boolean) get(Option.MANDATORY);
    }

    /** The one set, without what {@link #effectiveDeliveryMode()} inherits. */
    public @Nullable DeliveryMode deliveryMode() {
        return (DeliveryMode) get(Option.DELIVERY_MODE);
    }

    /** See {@link Builder#priority(int)}; {@code null} if unset or {@link #isWithoutPriority()}. */
    public @Nullable Integer priority() {
        Integer priority = (Integer) get(Option.PRIORITY);
        return NO_PRIORITY.equals(priority) ? null : priority;
    }

    /** See {@link Builder#withoutPriority()}. */
    public boolean isWithoutPriority() {
        return NO_PRIORITY.equals(get(Option.PRIORITY));
    }

    /** See {@link Builder#expiration(Duration)}. */
    public @Nullable Duration expiration() {
        return (Duration) get(Option.EXPIRATION);
    }

    /** See {@link Builder#headers(Map)}; unmodifiable. */
    @SuppressWarnings("unchecked") // only headers(Map) puts it there
    public @Nullable Map<String, Object> headers() {
        return (Map<String, Object>) get(Option.HEADERS);
    }

    /** See {@link Builder#correlationId(String)}. */
    public @Nullable String correlationId() {
        return (String) get(Option.CORRELATION_ID);
    }

    /** The reply-to address, {@code null} also for a queue that has no name yet; see {@link Builder#replyTo(String)}. */
    public @Nullable String replyTo() {
        Object replyTo = get(Option.REPLY_TO);
        if (replyTo instanceof Queue queue) {
            return queue.isServerNamed() ? null : queue.name();
        }
        return (String) replyTo;
    }

    /** See {@link Builder#replyTo(Queue)}. */
    public @Nullable Queue replyToQueue() {
        return get(Option.REPLY_TO) instanceof Queue queue ? queue : null;
    }

    /** See {@link Builder#messageId(String)}; {@code null} also if it {@link #isMessageIdNumbered()}. */
    public @Nullable String messageId() {
        return get(Option.MESSAGE_ID) instanceof String id ? id : null;
    }

    /** See {@link Builder#numberedMessageId()}. */
    public boolean isMessageIdNumbered() {
        return get(Option.MESSAGE_ID) == MessageIdKind.NUMBERED;
    }

    /** Whether nothing was said of a message id, so that the engine's default holds. */
    public boolean isMessageIdUnset() {
        return get(Option.MESSAGE_ID) == null;
    }

    /** See {@link Builder#timestamp(Instant)}. */
    public @Nullable Instant timestamp() {
        return (Instant) get(Option.TIMESTAMP);
    }

    /** See {@link Builder#type(String)}. */
    public @Nullable String type() {
        return (String) get(Option.TYPE);
    }

    /** See {@link Builder#userId(String)}. */
    public @Nullable String userId() {
        return (String) get(Option.USER_ID);
    }

    /** See {@link Builder#appId(String)}. */
    public @Nullable String appId() {
        return (String) get(Option.APP_ID);
    }

    /** See {@link Builder#clusterId(String)}. */
    public @Nullable String clusterId() {
        return (String) get(Option.CLUSTER_ID);
    }

    /** See {@link Builder#contentType(String)}. */
    public @Nullable String contentType() {
        return (String) get(Option.CONTENT_TYPE);
    }

    /** See {@link Builder#contentEncoding(String)}. */
    public @Nullable String contentEncoding() {
        return (String) get(Option.CONTENT_ENCODING);
    }

    /** See {@link Builder#serializer(Serializer)}; {@code null} also if it was set by name. */
    public @Nullable Serializer serializer() {
        return get(Option.SERIALIZER) instanceof Serializer serializer ? serializer : null;
    }

    /** See {@link Builder#serializer(String)}; {@code null} also if it was set as an object. */
    public @Nullable String serializerName() {
        return get(Option.SERIALIZER) instanceof String name ? name : null;
    }

    /** Whether a serializer is set, by name or as an object. */
    public boolean hasSerializer() {
        return get(Option.SERIALIZER) != null;
    }

    /** See {@link Builder#serializeOn(SerializeOn)}. */
    public @Nullable SerializeOn serializeOn() {
        return (SerializeOn) get(Option.SERIALIZE_ON);
    }

    /** See {@link Builder#compression(Compressor)}; {@code null} also if it was set by name. */
    public @Nullable Compressor compressor() {
        return get(Option.COMPRESSION) instanceof Compressor compressor ? compressor : null;
    }

    /** See {@link Builder#compression(String)}; {@code null} also if it is off or was set as an object. */
    public @Nullable String compressionName() {
        return get(Option.COMPRESSION) instanceof String name && !name.equals(NO_COMPRESSION) ? name : null;
    }

    /** See {@link Builder#compressFromBytes(int)}. */
    public @Nullable Integer compressFromBytes() {
        return (Integer) get(Option.COMPRESS_FROM_BYTES);
    }

    /** See {@link Builder#compressOnlyIfSmaller(boolean)}. */
    public @Nullable Boolean compressOnlyIfSmaller() {
        return (Boolean) get(Option.COMPRESS_ONLY_IF_SMALLER);
    }

    /** See {@link Builder#batching(Batching)}; {@code null} also if it is off. */
    public @Nullable Batching batching() {
        return get(Option.BATCHING) instanceof Batching batching ? batching : null;
    }

    /** See {@link Builder#declare(Collection)}; unmodifiable. */
    @SuppressWarnings("unchecked") // only declare(Collection) puts it there
    public @Nullable List<Entity> declare() {
        return (List<Entity>) get(Option.DECLARE);
    }

    /** See {@link Builder#autoDeclare(boolean)}. */
    public @Nullable Boolean autoDeclare() {
        return (Boolean) get(Option.AUTO_DECLARE);
    }

    /** See {@link Builder#onReturn(ReturnListener)}. */
    public @Nullable ReturnListener onReturn() {
        return (ReturnListener) get(Option.ON_RETURN);
    }

    /** See {@link Builder#retryPolicy(RetryPolicy)}. */
    public @Nullable RetryPolicy retryPolicy() {
        return (RetryPolicy) get(Option.RETRY_POLICY);
    }

    /** See {@link Builder#orderingKey(String)}. */
    public @Nullable String orderingKey() {
        return (String) get(Option.ORDERING_KEY);
    }

    /** See {@link Builder#ordering(Ordering)}. */
    public @Nullable Ordering ordering() {
        return (Ordering) get(Option.ORDERING);
    }

    private @Nullable Object get(Option option) {
        return values[option.place()];
    }

    /** Sets options one by one; not thread-safe. Limits of AMQP are checked as they are set. */
    public static final class Builder {

        private @Nullable Object[] values;
        private boolean isHandedOver; // to options that must not change any more

        private Builder(@Nullable Object[] values) {
            this.values = values;
        }

        /**
         * The exchange by name; the empty name is the anonymous exchange, the default. It is not declared. At most 255
         * bytes of UTF-8.
         */
        public Builder exchange(String exchange) {
            return set(Option.EXCHANGE, AmqpLimits.shortString("exchange", exchange));
        }

        /**
         * The exchange. As a producer's default it is declared before the producer's first message, see
         * {@link #autoDeclare}; as a message's own it is only if {@link #declare} says so. Its delivery mode is the
         * message's unless that sets one.
         */
        public Builder exchange(Exchange exchange) {
            return set(Option.EXCHANGE, Objects.requireNonNull(exchange, "exchange"));
        }

        /** The routing key; default empty. At most 255 bytes of UTF-8. */
        public Builder routingKey(String routingKey) {
            return set(Option.ROUTING_KEY, AmqpLimits.shortString("routing key", routingKey));
        }

        /**
         * Whether a message that no queue takes comes back ({@link Outcome#RETURNED}) or is dropped by the broker and
         * confirmed; default false. A mandatory message carries one more header, {@link PublishOptions#ATTEMPT_HEADER}.
         */
        public Builder mandatory(boolean mandatory) {
            return set(Option.MANDATORY, mandatory);
        }

        /** Whether the broker keeps the message over a restart; default the exchange's, else persistent. */
        public Builder deliveryMode(DeliveryMode deliveryMode) {
            return set(Option.DELIVERY_MODE, Objects.requireNonNull(deliveryMode, "deliveryMode"));
        }

        /** The priority, 0 to 255; default 0, which is sent as Kombu sends it. */
        public Builder priority(int priority) {
            if (priority < 0 || priority > 255) {
                throw new InvalidMessageException("priority " + priority + " is not in 0..255");
            }
            return set(Option.PRIORITY, priority);
        }

        /** Leaves the property {@code priority} out, as Kombu's {@code priority=None} does. */
        public Builder withoutPriority() {
            return set(Option.PRIORITY, NO_PRIORITY);
        }

        /** How long the message may wait in a queue, in whole milliseconds (a fraction is cut off); default for ever. */
        public Builder expiration(Duration expiration) {
            if (expiration.isNegative() || expiration.compareTo(AmqpLimits.MAX_EXPIRATION) > 0) {
                throw new InvalidMessageException(
                        "expiration " + expiration + " is not in 0.." + AmqpLimits.MAX_EXPIRATION.toMillis() + " ms");
            }
            return set(Option.EXPIRATION, expiration);
        }

        /**
         * The header table; default empty. Copied, deeply, here. Values: String, Boolean, Byte, Short, Integer, Long,
         * Float, Double, BigDecimal (32 bits unscaled), Date, Instant (whole seconds), byte[], List, Map and null.
         * Integral values that fit are sent as 32-bit integers, the one width every client reads alike.
         */
        public Builder headers(Map<String, ?> headers) {
            return set(Option.HEADERS, HeaderTables.copyOf(headers));
        }

        /** The property {@code correlation-id}; default absent. At most 255 bytes of UTF-8. */
        public Builder correlationId(String correlationId) {
            return set(Option.CORRELATION_ID, AmqpLimits.shortString("correlation id", correlationId));
        }

        /** The property {@code reply-to}; default absent. At most 255 bytes of UTF-8. */
        public Builder replyTo(String replyTo) {
            return set(Option.REPLY_TO, AmqpLimits.shortString("reply-to", replyTo));
        }

        /** The queue whose name is the property {@code reply-to}; one that the broker names is declared first. */
        public Builder replyTo(Queue replyTo) {
            return set(Option.REPLY_TO, Objects.requireNonNull(replyTo, "replyTo"));
        }

        /** The property {@code message-id}; default absent. At most 255 bytes of UTF-8. */
        public Builder messageId(String messageId) {
            return set(Option.MESSAGE_ID, AmqpLimits.shortString("message id", messageId));
        }

        /**
         * Has the engine give each message a {@code message-id} of its own, the same on every resend and retry and never
         * used again, so that a consumer can tell repeats ({@link dev.ringpost.consumer.RepeatFilter}). It is the
         * engine's {@linkplain EngineBuilder#producerId producer id}, {@code -}, and a number of 16 lower-case
         * hexadecimal digits: two for the lane, and fourteen that go up in the lane's order of acceptance. With record
         * batching only {@link RecordFormat#LENGTH_PREFIXED} has a place for it.
         */
        public Builder numberedMessageId() {
            return set(Option.MESSAGE_ID, MessageIdKind.NUMBERED);
        }

        /** Leaves the property {@code message-id} out, whatever the producer's options and the engine say. */
        public Builder withoutMessageId() {
            return set(Option.MESSAGE_ID, MessageIdKind.ABSENT);
        }

        /** The property {@code timestamp}, in whole seconds; default absent. */
        public Builder timestamp(Instant timestamp) {
            return set(Option.TIMESTAMP, Objects.requireNonNull(timestamp, "timestamp"));
        }

        /** The property {@code type}; default absent. At most 255 bytes of UTF-8. */
        public Builder type(String type) {
            return set(Option.TYPE, AmqpLimits.shortString("type", type));
        }

        /**
         * The property {@code user-id}; default absent. RabbitMQ closes the channel unless it is the name the connection
         * logged in with, so another name fails the message here.
         */
        public Builder userId(String userId) {
            return set(Option.USER_ID, AmqpLimits.shortString("user id", userId));
        }

        /** The property {@code app-id}; default absent. At most 255 bytes of UTF-8. */
        public Builder appId(String appId) {
            return set(Option.APP_ID, AmqpLimits.shortString("app id", appId));
        }

        /** The property {@code cluster-id}, deprecated by AMQP; default absent. At most 255 bytes of UTF-8. */
        public Builder clusterId(String clusterId) {
            return set(Option.CLUSTER_ID, AmqpLimits.shortString("cluster id", clusterId));
        }

        /**
         * Says that a body of bytes or text is already encoded, and as what: no serializer is used then. Default by the
         * body: {@code application/data} for bytes, {@code text/plain} for a String, the serializer's for an object.
         */
        public Builder contentType(String contentType) {
            return set(Option.CONTENT_TYPE, AmqpLimits.shortString("content type", contentType));
        }

        /** The property {@code content-encoding} that goes with {@link #contentType}; default by the body. */
        public Builder contentEncoding(String contentEncoding) {
            return set(Option.CONTENT_ENCODING, AmqpLimits.shortString("content encoding", contentEncoding));
        }

        /** Turns objects, Strings and bytes included, into bytes; default by the body, JSON for objects. */
        public Builder serializer(Serializer serializer) {
            return set(Option.SERIALIZER, Objects.requireNonNull(serializer, "serializer"));
        }

        /**
         * A serializer of the engine's registry: {@code json}, {@code json-plain}, {@code yaml}, {@code msgpack},
         * {@code pickle}, {@code raw} or one added there; the empty name unsets it. Looked up when the message or producer is
         * made.
         */
        public Builder serializer(String name) {
            if (name.isEmpty()) {
                return set(Option.SERIALIZER, null);
            }
            return set(Option.SERIALIZER, name);
        }

        /** Which thread serializes; default {@link SerializeOn#CALLER}. */
        public Builder serializeOn(SerializeOn serializeOn) {
            return set(Option.SERIALIZE_ON, Objects.requireNonNull(serializeOn, "serializeOn"));
        }

        /** Compresses the body, on the lane's thread; default not. */
        public Builder compression(Compressor compressor) {
            return set(Option.COMPRESSION, Objects.requireNonNull(compressor, "compressor"));
        }

        /**
         * Compresses the body with a compressor of the engine's registry, by its name or one of Kombu's aliases, such as
         * {@code zlib}, {@code gzip} (Kombu's, which is zlib), {@code bzip2}, {@code xz}, {@code brotli}, {@code zstd};
         * the empty name is {@link #withoutCompression()}. Looked up when the message or producer is made.
         */
        public Builder compression(String name) {
            return set(Option.COMPRESSION, Objects.requireNonNull(name, "compression"));
        }

        /** Does not compress, whatever the producer's options say. */
        public Builder withoutCompression() {
            return set(Option.COMPRESSION, NO_COMPRESSION);
        }

        /** Bodies of fewer bytes are not compressed; default 0: all are, as with Kombu. */
        public Builder compressFromBytes(int compressFromBytes) {
            if (compressFromBytes < 0) {
                throw new InvalidMessageException("compressFromBytes " + compressFromBytes + " is negative");
            }
            return set(Option.COMPRESS_FROM_BYTES, compressFromBytes);
        }

        /** Whether a body that compression does not shrink is sent as it is; default false: compressed, as with Kombu. */
        public Builder compressOnlyIfSmaller(boolean compressOnlyIfSmaller) {
            return set(Option.COMPRESS_ONLY_IF_SMALLER, compressOnlyIfSmaller);
        }

        /**
         * Lets messages share AMQP messages as records; default not. Compression is then applied to all records of an AMQP
         * message together.
         */
        public Builder batching(Batching batching) {
            return set(Option.BATCHING, Objects.requireNonNull(batching, "batching"));
        }

        /** As {@link #batching(Batching)} with {@link Batching#of} and {@link Batching#linger}. */
        public Builder batching(int maxRecords, int maxBytes, Duration linger) {
            return batching(Batching.of(maxRecords, maxBytes).linger(linger));
        }

        /** Sends the message by itself, whatever the producer's options say. */
        public Builder withoutBatching() {
            return set(Option.BATCHING, NO_BATCHING);
        }

        /**
         * What has to be there before the message is published, in this order; default nothing. Declared once a connection
         * (see {@link Entity#isVolatile()} for what is declared each time), again after a reconnect. If that fails, only
         * the messages that need it fail. Copied here; {@code null} elements are left out.
         */
        public Builder declare(Collection<? extends @Nullable Entity> entities) {
            List<Entity> copy = new ArrayList<>(entities.size());
            for (Entity entity : entities) {
                if (entity != null) {
                    copy.add(entity);
                }
            }
            return set(Option.DECLARE, List.copyOf(copy));
        }

        /** As {@link #declare(Collection)}. */
        public Builder declare(Entity... entities) {
            return declare(List.of(entities));
        }

        /** Whether the producer's default exchange, if set as an {@link Exchange}, is declared; default true. */
        public Builder autoDeclare(boolean autoDeclare) {
            return set(Option.AUTO_DECLARE, autoDeclare);
        }

        /** Told of a {@link #mandatory} message that came back, before its outcome is; default nobody. */
        public Builder onReturn(ReturnListener onReturn) {
            return set(Option.ON_RETURN, Objects.requireNonNull(onReturn, "onReturn"));
        }

        /** How often the message is tried again after a nack, and how long after; default the engine's. */
        public Builder retryPolicy(RetryPolicy retryPolicy) {
            return set(Option.RETRY_POLICY, Objects.requireNonNull(retryPolicy, "retryPolicy"));
        }

        /**
         * Messages of one ordering key go through one lane and so keep their order; default is exchange + routing key,
         * which means that a load with one route uses one lane.
         */
        public Builder orderingKey(String orderingKey) {
            return set(Option.ORDERING_KEY, Objects.requireNonNull(orderingKey, "orderingKey"));
        }

        /** What order the message keeps among those of its ordering key; default {@link Ordering#PER_KEY}. */
        public Builder ordering(Ordering ordering) {
            return set(Option.ORDERING, Objects.requireNonNull(ordering, "ordering"));
        }

        /** The options as set so far; the builder may be used further. */
        public PublishOptions build() {
            isHandedOver = true;
            return new PublishOptions(values);
        }

        private Builder set(Option option, @Nullable Object value) {
            if (isHandedOver) {
                values = values.clone();
                isHandedOver = false;
            }
            values[option.place()] = value;
            return this;
        }
    }
}
