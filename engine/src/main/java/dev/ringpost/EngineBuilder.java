package dev.ringpost;

import dev.ringpost.compression.CompressorRegistry;
import dev.ringpost.intake.LaneEngine;
import dev.ringpost.serialization.JsonSerializer;
import dev.ringpost.serialization.Serializer;
import dev.ringpost.serialization.SerializerRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sets up an engine; every option has a working default. Not thread-safe. All values are checked together in
 * {@link #buildSettings()}, which names every one that is wrong.
 */
public final class EngineBuilder {

    private static final int MIN_RING_SIZE = 128;
    private static final int MAX_RING_SIZE = 1 << 20;
    private static final int MAX_LANES = 64;
    private static final int MIN_RETRY_LIMIT = 16;
    private static final int MIN_INLINE_BYTES = 64;
    private static final int MAX_INLINE_BYTES = 64 * 1024;
    private static final int CORES_PER_LANE = 4;
    private static final int HEAP_SHARE = 8;
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    private final List<BrokerUri> uris = new ArrayList<>();
    private Failover failover = Failover.ROUND_ROBIN;
    private String name = "ringpost";
    private int lanes = Math.max(1, Runtime.getRuntime().availableProcessors() / CORES_PER_LANE);
    private int ringSize = 16_384;
    private int inlineBytes = 512;
    private long memoryBudgetBytes = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
    private int maxMessageBytes = 16 * 1024 * 1024;
    private WaitStrategy waitStrategy = WaitStrategy.PARK;
    private FrameEncoding frameEncoding = FrameEncoding.AUTO;
    private @Nullable Serializer serializer;
    private @Nullable SerializerRegistry serializers;
    private @Nullable CompressorRegistry compressors;
    private @Nullable ReplyListener replyListener;
    private RetryPolicy retryPolicy = RetryPolicy.standard();
    private int retryLimit = 16_384;
    private @Nullable RetryListener retryListener;
    private OutcomeListener outcomeListener = (correlationId, outcome, detail) -> {};
    private Duration deliveryTimeout = Duration.ofMinutes(2);
    private Duration enqueueTimeout = Duration.ofSeconds(30);
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration writeTimeout = Duration.ofSeconds(30);
    private Duration closeTimeout = Duration.ofSeconds(30);
    private Duration heartbeat = Duration.ofSeconds(10);
    private Duration reconnectMax = Duration.ofSeconds(5);

    EngineBuilder() {}

    /**
     * Adds a broker, as {@code amqp://user:password@host:port/vhost}, or several, separated by semicolons; default
     * {@code amqp://localhost}. With several, they are tried until one answers, at start and after each loss. All forms
     * and options are at {@link BrokerUri} and {@link BrokerUri#parseAll}.
     *
     * @throws IllegalArgumentException if the text is no such URI
     */
    public EngineBuilder uri(String uri) {
        uris.addAll(BrokerUri.parseAll(uri));
        return this;
    }

    /**
     * Adds brokers, each as {@link #uri} takes it.
     *
     * @throws IllegalArgumentException if one of the texts is no such URI; none is added then
     */
    public EngineBuilder uris(Collection<String> uris) {
        this.uris.addAll(
                uris.stream().map(BrokerUri::parseAll).flatMap(List::stream).toList());
        return this;
    }

    /** In which order several brokers are tried; default {@link Failover#ROUND_ROBIN}. */
    public EngineBuilder failover(Failover failover) {
        this.failover = Objects.requireNonNull(failover, "failover");
        return this;
    }

    /** Prefix of thread names and name of the connections at the broker; default {@code ringpost}. */
    public EngineBuilder name(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * How many lanes, each with a connection and three threads of its own; 1 to 64, default a quarter of the cores, at
     * least 1. Messages of one exchange and routing key share a lane, so more lanes help only loads with many routes.
     */
    public EngineBuilder lanes(int lanes) {
        this.lanes = lanes;
        return this;
    }

    /**
     * Slots of each lane, a power of two from 128 to 1,048,576; default 16,384. That many messages can be in flight, so
     * a small ring limits the rate to ring size / confirm time; each slot costs {@link #inlineBytes} + 300 bytes.
     */
    public EngineBuilder ringSize(int ringSize) {
        this.ringSize = ringSize;
        return this;
    }

    /**
     * Bodies up to this many bytes live in the slot itself; 64 to 65,536, default 512. Larger ones take a buffer from the
     * memory budget.
     */
    public EngineBuilder inlineBytes(int inlineBytes) {
        this.inlineBytes = inlineBytes;
        return this;
    }

    /**
     * Bytes for bodies that do not fit a slot, over all lanes; default an eighth of the largest heap. When it is used up,
     * publishing waits as it does for a slot.
     */
    public EngineBuilder memoryBudgetBytes(long memoryBudgetBytes) {
        this.memoryBudgetBytes = memoryBudgetBytes;
        return this;
    }

    /**
     * Larger bodies are refused with {@link InvalidMessageException}; default 16 MiB, RabbitMQ 4's own limit, past which
     * it closes the channel, or a lane's share of the memory budget if that is less.
     */
    public EngineBuilder maxMessageBytes(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
        return this;
    }

    /** What idle threads do; default {@link WaitStrategy#PARK}. */
    public EngineBuilder waitStrategy(WaitStrategy waitStrategy) {
        this.waitStrategy = Objects.requireNonNull(waitStrategy, "waitStrategy");
        return this;
    }

    /** How AMQP frames are made; default {@link FrameEncoding#AUTO}. */
    public EngineBuilder frameEncoding(FrameEncoding frameEncoding) {
        this.frameEncoding = Objects.requireNonNull(frameEncoding, "frameEncoding");
        return this;
    }

    /** What turns objects into bytes; default {@link JsonSerializer}. */
    public EngineBuilder serializer(Serializer serializer) {
        this.serializer = Objects.requireNonNull(serializer, "serializer");
        return this;
    }

    /** The serializers that can be chosen by name; default {@link SerializerRegistry#standard()}. */
    public EngineBuilder serializers(SerializerRegistry serializers) {
        this.serializers = Objects.requireNonNull(serializers, "serializers");
        return this;
    }

    /** The compressors that can be chosen by name; default {@link CompressorRegistry#standard()}. */
    public EngineBuilder compressors(CompressorRegistry compressors) {
        this.compressors = Objects.requireNonNull(compressors, "compressors");
        return this;
    }

    /**
     * Hears direct replies, to messages whose reply-to is {@link PublishOptions#DIRECT_REPLY_TO}; default nobody. RabbitMQ
     * only: on another broker the engine does not start with one.
     */
    public EngineBuilder replyListener(ReplyListener replyListener) {
        this.replyListener = Objects.requireNonNull(replyListener, "replyListener");
        return this;
    }

    /** How messages that bring no policy are tried again after a nack; default {@link RetryPolicy#standard()}. */
    public EngineBuilder retryPolicy(RetryPolicy retryPolicy) {
        this.retryPolicy = Objects.requireNonNull(retryPolicy, "retryPolicy");
        return this;
    }

    /**
     * Messages of each lane that may wait for their retry at one time; 16 to 1,048,576, default 16,384. Their bodies are in
     * the memory budget, of which they may take half. When it is reached, publishing waits as it does for a slot; for
     * messages of one ordering key already at half of it, so that one bad destination does not stop the others.
     */
    public EngineBuilder retryLimit(int retryLimit) {
        this.retryLimit = retryLimit;
        return this;
    }

    /** Hears of retries and reconnects, as Kombu's {@code errback} and {@code on_revive}; default nobody. */
    public EngineBuilder retryListener(RetryListener retryListener) {
        this.retryListener = Objects.requireNonNull(retryListener, "retryListener");
        return this;
    }

    /** Hears the outcomes of messages published in the allocation-free form; default nobody. */
    public EngineBuilder outcomeListener(OutcomeListener outcomeListener) {
        this.outcomeListener = Objects.requireNonNull(outcomeListener, "outcomeListener");
        return this;
    }

    /**
     * The promise: from accepted to outcome at most this long; default 120 s. A message without an answer by then is
     * {@link Outcome#TIMED_OUT}. Checked every 50 ms.
     */
    public EngineBuilder deliveryTimeout(Duration deliveryTimeout) {
        this.deliveryTimeout = Objects.requireNonNull(deliveryTimeout, "deliveryTimeout");
        return this;
    }

    /** How long {@code publish} waits for room; default 30 s, zero for not at all. */
    public EngineBuilder enqueueTimeout(Duration enqueueTimeout) {
        this.enqueueTimeout = Objects.requireNonNull(enqueueTimeout, "enqueueTimeout");
        return this;
    }

    /**
     * How long one TCP connect, and then one AMQP handshake, may take, unless the broker's URI says it; default 5 s.
     */
    public EngineBuilder connectTimeout(Duration connectTimeout) {
        this.connectTimeout = Objects.requireNonNull(connectTimeout, "connectTimeout");
        return this;
    }

    /** A write to the socket that takes longer means a dead peer: the connection is cut and replaced; default 30 s. */
    public EngineBuilder writeTimeout(Duration writeTimeout) {
        this.writeTimeout = Objects.requireNonNull(writeTimeout, "writeTimeout");
        return this;
    }

    /** How long {@link PublisherEngine#close()} waits for outcomes; default 30 s. */
    public EngineBuilder closeTimeout(Duration closeTimeout) {
        this.closeTimeout = Objects.requireNonNull(closeTimeout, "closeTimeout");
        return this;
    }

    /**
     * AMQP heartbeat interval in whole seconds, unless the broker's URI says it; default 10 s. A peer silent for about
     * twice that is taken for dead.
     */
    public EngineBuilder heartbeat(Duration heartbeat) {
        this.heartbeat = Objects.requireNonNull(heartbeat, "heartbeat");
        return this;
    }

    /** Longest pause between two rounds over all brokers after a loss; default 5 s. It starts at 50 ms and doubles. */
    public EngineBuilder reconnectMax(Duration reconnectMax) {
        this.reconnectMax = Objects.requireNonNull(reconnectMax, "reconnectMax");
        return this;
    }

    /**
     * The settings as they stand.
     *
     * @throws IllegalArgumentException naming every value that is out of its range or conflicts with another
     */
    public EngineSettings buildSettings() {
        List<String> wrong = new ArrayList<>();
        range(wrong, "lanes", lanes, 1, MAX_LANES);
        range(wrong, "ringSize", ringSize, MIN_RING_SIZE, MAX_RING_SIZE);
        if (Integer.bitCount(ringSize) != 1) {
            wrong.add("ringSize " + ringSize + " is not a power of two");
        }
        range(wrong, "inlineBytes", inlineBytes, MIN_INLINE_BYTES, MAX_INLINE_BYTES);
        if ((long) ringSize * (inlineBytes + 256) > Integer.MAX_VALUE) {
            wrong.add("ringSize " + ringSize + " times inlineBytes " + inlineBytes + " is over 2 GiB");
        }
        range(wrong, "retryLimit", retryLimit, MIN_RETRY_LIMIT, MAX_RING_SIZE);
        range(wrong, "maxMessageBytes", maxMessageBytes, 1, 1 << 30);
        range(wrong, "memoryBudgetBytes", memoryBudgetBytes, 1, Long.MAX_VALUE);
        // A body over a lane's whole budget would wait for room that can never come.
        long laneBudgetBytes = memoryBudgetBytes / Math.max(1, lanes);
        int largestBodyBytes = (int) Math.min(maxMessageBytes, Math.max(inlineBytes, laneBudgetBytes));
        duration(wrong, "deliveryTimeout", deliveryTimeout, SHORTEST, LONGEST);
        duration(wrong, "enqueueTimeout", enqueueTimeout, Duration.ZERO, LONGEST);
        duration(wrong, "connectTimeout", connectTimeout, SHORTEST, Duration.ofHours(1));
        duration(wrong, "writeTimeout", writeTimeout, SHORTEST, LONGEST);
        duration(wrong, "closeTimeout", closeTimeout, Duration.ZERO, LONGEST);
        duration(wrong, "reconnectMax", reconnectMax, SHORTEST, LONGEST);
        range(wrong, "heartbeat in seconds", heartbeat.toSeconds(), 1, 3_600);
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("engine settings: " + String.join("; ", wrong));
        }
        return new EngineSettings(
                uris.isEmpty() ? List.of(BrokerUri.parse("amqp://localhost")) : uris,
                failover,
                name,
                lanes,
                ringSize,
                inlineBytes,
                memoryBudgetBytes,
                largestBodyBytes,
                waitStrategy,
                frameEncoding,
                serializer == null ? new JsonSerializer() : serializer,
                serializers == null ? SerializerRegistry.standard() : serializers,
                compressors == null ? CompressorRegistry.standard() : compressors,
                new EngineSettings.Retry(retryPolicy, retryLimit, retryListener),
                outcomeListener,
                replyListener,
                new EngineSettings.Timeouts(
                        deliveryTimeout,
                        enqueueTimeout,
                        connectTimeout,
                        writeTimeout,
                        closeTimeout,
                        heartbeat,
                        reconnectMax));
    }

    /**
     * Connects every lane and starts the engine.
     *
     * @return the running engine, to be closed by the caller
     * @throws IllegalArgumentException as {@link #buildSettings()}
     * @throws BrokerUnreachableException if no broker answered
     * @throws BrokerRefusedException if one answered and refused: credentials, virtual host, TLS
     */
    public PublisherEngine start() {
        return LaneEngine.start(buildSettings());
    }

    private static void range(List<String> wrong, String what, long value, long min, long max) {
        if (value < min || value > max) {
            wrong.add(what + " " + value + " is not in " + min + ".." + max);
        }
    }

    private static void duration(List<String> wrong, String what, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            wrong.add(what + " " + value + " is not in " + min + ".." + max);
        }
    }
}
