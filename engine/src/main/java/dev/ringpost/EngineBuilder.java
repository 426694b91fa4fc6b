package dev.ringpost;

import dev.ringpost.compression.CompressorRegistry;
import dev.ringpost.intake.LaneEngine;
import dev.ringpost.serialization.JsonSerializer;
import dev.ringpost.serialization.Serializer;
import dev.ringpost.serialization.SerializerRegistry;
import dev.ringpost.tls.Tls;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sets up an engine; every option has a working default. Not thread-safe. All values are checked together in
 * {@link #buildSettings()}, which names every one that is wrong; null is refused at once. Durations are from 1 ms to 30 days
 * unless a method says otherwise.
 */
public final class EngineBuilder {

    private static final int MIN_RING_SIZE = 128;
    private static final int MAX_RING_SIZE = 1 << 20;
    private static final int MAX_LANES = 64;
    private static final int MIN_RETRY_LIMIT = 16;
    private static final int MIN_INLINE_BYTES = 64;
    private static final int MAX_INLINE_BYTES = 64 * 1024;
    private static final int MAX_PRODUCER_ID_BYTES = 200;
    private static final int MAX_HEARTBEAT_SECONDS = 3_600;
    private static final int CORES_PER_LANE = 4;
    private static final int HEAP_SHARE = 8;
    private static final String WHILE_CONNECTING = "messages would time out during one attempt to connect";
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Duration USUAL_CONFIRM = Duration.ofSeconds(30);
    private static final Duration USUAL_CONNECT = Duration.ofSeconds(5);
    private static final Duration USUAL_WRITE = Duration.ofSeconds(30);
    private static final Duration USUAL_RECONNECT_MAX = Duration.ofSeconds(5);

    private final List<BrokerUri> uris = new ArrayList<>();
    private List<BrokerUri> defaultUris = List.of(BrokerUri.parse("amqp://localhost"));
    private Failover failover = Failover.ROUND_ROBIN;
    private @Nullable Tls tls;
    private boolean externalAuthentication;
    private boolean lazyConnect;
    private String name = "ringpost";
    private int lanes = Math.max(1, Runtime.getRuntime().availableProcessors() / CORES_PER_LANE);
    private int ringSize = 16_384;
    private int inlineBytes = 512;
    private long memoryBudgetBytes = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
    private int maxMessageBytes = 16 * 1024 * 1024;
    private WaitStrategy waitStrategy = WaitStrategy.PARK;
    private FrameEncoding frameEncoding = FrameEncoding.AUTO;
    private @Nullable Serializer serializer;
    private @Nullable String serializerName;
    private @Nullable SerializerRegistry serializers;
    private @Nullable CompressorRegistry compressors;
    private @Nullable ReplyListener replyListener;
    private @Nullable PublishInterceptor interceptor;
    private RetryPolicy retryPolicy = RetryPolicy.standard();
    private int retryLimit = 16_384;
    private @Nullable RetryListener retryListener;
    private boolean numberedMessageIds;
    private @Nullable String producerId;
    private final Map<String, PublishOptions> producers = new LinkedHashMap<>();
    private OutcomeListener outcomeListener = (correlationId, outcome, detail) -> {};
    private Duration deliveryTimeout = Duration.ofMinutes(2);
    private @Nullable Duration confirmTimeout;
    private @Nullable Duration refuseWhenBlocked;
    private Duration enqueueTimeout = Duration.ofSeconds(30);
    private @Nullable Duration connectTimeout;
    private @Nullable Duration writeTimeout;
    private Duration closeTimeout = Duration.ofSeconds(30);
    private Duration heartbeat = Duration.ofSeconds(10);
    private @Nullable Duration reconnectMax;

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

    /**
     * The brokers of an engine that is given none by {@link #uri} or {@link #uris}, each as {@link #uri} takes it; default
     * {@code amqp://localhost}. Those of a file that was {@linkplain PublisherEngine#load loaded} are here.
     *
     * @throws IllegalArgumentException if there is none, or one of the texts is no such URI
     */
    public EngineBuilder defaultUris(Collection<String> uris) {
        List<BrokerUri> parsed =
                uris.stream().map(BrokerUri::parseAll).flatMap(List::stream).toList();
        if (parsed.isEmpty()) {
            throw new IllegalArgumentException("defaultUris has no broker");
        }
        defaultUris = parsed;
        return this;
    }

    /** In which order several brokers are tried; default {@link Failover#ROUND_ROBIN}. */
    public EngineBuilder failover(Failover failover) {
        this.failover = Objects.requireNonNull(failover, "failover");
        return this;
    }

    /**
     * Whom {@code amqps} connections believe and which certificate they show; default {@link Tls#systemTrust()}. What a
     * broker's URI says goes before it.
     */
    public EngineBuilder tls(Tls tls) {
        this.tls = Objects.requireNonNull(tls, "tls");
        return this;
    }

    /**
     * Logs in by the client's certificate (SASL EXTERNAL) instead of by user and password; needs {@code amqps} and a key in
     * {@link #tls}. RabbitMQ needs its plug-in {@code rabbitmq_auth_mechanism_ssl}, and takes the user's name from the
     * certificate. Default: user and password of the URI.
     */
    public EngineBuilder externalAuthentication() {
        return externalAuthentication(true);
    }

    /** Whether to log in by the client's certificate, see {@link #externalAuthentication()}; default false. */
    public EngineBuilder externalAuthentication(boolean externalAuthentication) {
        this.externalAuthentication = externalAuthentication;
        return this;
    }

    /**
     * Lets {@link #start()} return before there is a connection, and whatever is wrong with the broker, the login or its
     * certificate: an error of the first connect is then like that of a later one, logged and tried again. Messages are
     * accepted until the ring is full; those for which no connection comes in time are {@link Outcome#TIMED_OUT}, with the
     * last error in their detail. What can be checked without a broker still fails at once. Default: {@code start} connects.
     */
    public EngineBuilder lazyConnect() {
        return lazyConnect(true);
    }

    /** Whether {@link #start()} returns before there is a connection, see {@link #lazyConnect()}; default false. */
    public EngineBuilder lazyConnect(boolean lazyConnect) {
        this.lazyConnect = lazyConnect;
        return this;
    }

    /**
     * Name of the connections at the broker, and with the lane's number, as in {@code ringpost-0}, what thread names and log
     * lines begin with; default {@code ringpost}.
     */
    public EngineBuilder name(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * How many lanes, each with a connection and four threads of its own, beside the connection's; 1 to 64, default a quarter
     * of the cores, at least 1. Messages of one exchange and routing key share a lane, so more lanes help only loads with many routes.
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
     * Bytes for bodies that do not fit a slot, over all lanes, each of which has an equal share; at least 1, default an eighth
     * of the largest heap. When a lane's share is used up, publishing large bodies there waits as it does for a slot.
     */
    public EngineBuilder memoryBudgetBytes(long memoryBudgetBytes) {
        this.memoryBudgetBytes = memoryBudgetBytes;
        return this;
    }

    /**
     * Larger bodies are refused with {@link InvalidMessageException}; 1 to 2^30 bytes, default 16 MiB, RabbitMQ 4's own limit, past which
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

    /**
     * What turns objects into bytes where neither message nor producer says it; default {@link JsonSerializer}, in Kombu's
     * dialect.
     */
    public EngineBuilder serializer(Serializer serializer) {
        this.serializer = Objects.requireNonNull(serializer, "serializer");
        this.serializerName = null;
        return this;
    }

    /** The same by its name in {@link #serializers}, looked up when the settings are built. */
    public EngineBuilder serializer(String name) {
        this.serializerName = Objects.requireNonNull(name, "name");
        this.serializer = null;
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

    /**
     * Sees each message before it is published and may add headers, for tracing for example; default nobody, which costs
     * nothing.
     */
    public EngineBuilder interceptor(PublishInterceptor interceptor) {
        this.interceptor = Objects.requireNonNull(interceptor, "interceptor");
        return this;
    }

    /** How messages that bring no policy are tried again after a nack; default {@link RetryPolicy#standard()}. */
    public EngineBuilder retryPolicy(RetryPolicy retryPolicy) {
        this.retryPolicy = Objects.requireNonNull(retryPolicy, "retryPolicy");
        return this;
    }

    /**
     * Messages of each lane that may wait for their retry, or set aside for a late answer, at one time; 16 to 1,048,576,
     * default 16,384. Their bodies are in the memory budget, of which they may take half. When it is reached, publishing
     * waits as it does for a slot; for messages of one ordering key already at half of it, so that one bad destination does
     * not stop the others.
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

    /**
     * Whether messages whose options say nothing of a message id are numbered, see
     * {@link PublishOptions.Builder#numberedMessageId()}; default false. Records are only in a {@link RecordFormat} that has a
     * place for it.
     */
    public EngineBuilder numberedMessageIds(boolean numberedMessageIds) {
        this.numberedMessageIds = numberedMessageIds;
        return this;
    }

    /**
     * What the engine's numbered message ids begin with, 1 to 200 bytes of UTF-8; default 32 random characters, new ones for
     * each engine. A shorter one makes shorter messages. Never give two running engines the same: consumers would drop
     * messages of one as repeats of the other's. A later engine may have it, since numbers begin with the time of day in
     * milliseconds; the machine's clock must not have been set back behind the earlier one's start.
     */
    public EngineBuilder producerId(String producerId) {
        this.producerId = Objects.requireNonNull(producerId, "producerId");
        return this;
    }

    /**
     * Options by a name of the application's, for {@link PublisherEngine#producer(String)}; default none. One of the same
     * name is replaced.
     */
    public EngineBuilder producer(String name, PublishOptions defaults) {
        producers.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(defaults, "defaults"));
        return this;
    }

    /** Hears the outcomes of messages published with a number, the allocation-free form; default nobody. */
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

    /**
     * How long a message may be unanswered after it was sent, while later ones are answered; default 30 s, or half the
     * delivery timeout, but 1 s at least, if that is less. It is tried again then by its {@link RetryPolicy}, and {@link
     * Outcome#TIMED_OUT} if that allows no more retries; an answer to any of the attempts still counts. If a broker answers
     * nothing at all for that long, the connection is cut and replaced. Stands still while the broker blocks publishers.
     * Checked every 50 ms.
     */
    public EngineBuilder confirmTimeout(Duration confirmTimeout) {
        this.confirmTimeout = Objects.requireNonNull(confirmTimeout, "confirmTimeout");
        return this;
    }

    /**
     * When the broker has blocked publishers (a memory or disk alarm there) for that long, nothing more is accepted until it
     * unblocks them: {@code publish} throws {@link EnqueueTimeoutException} at once, {@code tryPublish} answers
     * {@link Offer#BLOCKED}. Zero for from the beginning; by default messages are accepted until the ring is full, and
     * {@code publish} waits for the enqueue timeout then. What was accepted keeps its deadline either way.
     */
    public EngineBuilder refuseWhenBlockedFor(Duration blockedTime) {
        this.refuseWhenBlocked = Objects.requireNonNull(blockedTime, "blockedTime");
        return this;
    }

    /**
     * How long {@code publish} waits for room, before it throws {@link EnqueueTimeoutException}; up to 30 days, default 30 s,
     * zero for not at all.
     */
    public EngineBuilder enqueueTimeout(Duration enqueueTimeout) {
        this.enqueueTimeout = Objects.requireNonNull(enqueueTimeout, "enqueueTimeout");
        return this;
    }

    /**
     * How long one TCP connect, and then each handshake, may take, unless the broker's URI says it; shorter than the delivery
     * timeout, and at most 1 h. Default 5 s, or half of the delivery timeout if that is less, but at least 1 s.
     */
    public EngineBuilder connectTimeout(Duration connectTimeout) {
        this.connectTimeout = Objects.requireNonNull(connectTimeout, "connectTimeout");
        return this;
    }

    /**
     * A write to the socket that takes longer means a dead peer: the connection is cut and replaced; shorter than the delivery
     * timeout. Default 30 s, or half of the delivery timeout if that is less, but at least 1 s.
     */
    public EngineBuilder writeTimeout(Duration writeTimeout) {
        this.writeTimeout = Objects.requireNonNull(writeTimeout, "writeTimeout");
        return this;
    }

    /** How long {@link PublisherEngine#close()} waits for outcomes; up to 30 days, default 30 s, zero for not at all. */
    public EngineBuilder closeTimeout(Duration closeTimeout) {
        this.closeTimeout = Objects.requireNonNull(closeTimeout, "closeTimeout");
        return this;
    }

    /**
     * AMQP heartbeat interval in whole seconds, unless the broker's URI says it; 1 s to 1 h, default 10 s. A peer silent for
     * about twice that is taken for dead.
     */
    public EngineBuilder heartbeat(Duration heartbeat) {
        this.heartbeat = Objects.requireNonNull(heartbeat, "heartbeat");
        return this;
    }

    /**
     * Longest pause between two rounds over all brokers after a loss; shorter than the delivery timeout. It starts at 50 ms and
     * doubles. Default 5 s, or half of the delivery timeout if that is less, but at least 1 s.
     */
    public EngineBuilder reconnectMax(Duration reconnectMax) {
        this.reconnectMax = Objects.requireNonNull(reconnectMax, "reconnectMax");
        return this;
    }

    /**
     * The settings as they stand.
     *
     * @throws ConfigException naming every value that is out of its range or conflicts with another
     */
    public EngineSettings buildSettings() {
        WrongSettings wrong = new WrongSettings();
        range(wrong, "lanes", lanes, 1, MAX_LANES);
        range(wrong, "ringSize", ringSize, MIN_RING_SIZE, MAX_RING_SIZE);
        if (Integer.bitCount(ringSize) != 1) {
            wrong.add("ringSize", "ringSize " + ringSize + " is not a power of two");
        }
        range(wrong, "inlineBytes", inlineBytes, MIN_INLINE_BYTES, MAX_INLINE_BYTES);
        if ((long) ringSize * (inlineBytes + 256) > Integer.MAX_VALUE) {
            wrong.add(
                    "ringSize",
                    "inlineBytes",
                    "ringSize " + ringSize + " times inlineBytes " + inlineBytes + " is over 2 GiB");
        }
        range(wrong, "retryLimit", retryLimit, MIN_RETRY_LIMIT, MAX_RING_SIZE);
        String id = producerId == null ? randomId() : producerId;
        int idBytes = id.getBytes(StandardCharsets.UTF_8).length;
        if (idBytes < 1 || idBytes > MAX_PRODUCER_ID_BYTES) {
            wrong.add("producerId", "bytes of producerId " + idBytes + " is not in 1.." + MAX_PRODUCER_ID_BYTES);
        }
        range(wrong, "maxMessageBytes", maxMessageBytes, 1, 1 << 30);
        range(wrong, "memoryBudgetBytes", memoryBudgetBytes, 1, Long.MAX_VALUE);
        // A body over a lane's whole budget would wait for room that can never come.
        long laneBudgetBytes = memoryBudgetBytes / Math.max(1, lanes);
        int largestBodyBytes = (int) Math.min(maxMessageBytes, Math.max(inlineBytes, laneBudgetBytes));
        duration(wrong, "deliveryTimeout", deliveryTimeout, SHORTEST, LONGEST);
        duration(wrong, "enqueueTimeout", enqueueTimeout, Duration.ZERO, LONGEST);
        duration(wrong, "closeTimeout", closeTimeout, Duration.ZERO, LONGEST);
        if (heartbeat.toSeconds() < 1 || heartbeat.toSeconds() > MAX_HEARTBEAT_SECONDS) {
            wrong.add(
                    "heartbeat",
                    "heartbeat in seconds " + heartbeat.toSeconds() + " is not in 1.." + MAX_HEARTBEAT_SECONDS);
        }
        List<BrokerUri> brokers = uris.isEmpty() ? defaultUris : uris;
        SerializerRegistry registry = serializers == null ? SerializerRegistry.standard() : serializers;
        Serializer usualSerializer = serializer(wrong, registry);
        EngineSettings.Timeouts timeouts = timeouts(wrong, brokers);
        EngineSettings.Connecting connecting = new EngineSettings.Connecting(
                tls == null ? Tls.systemTrust() : tls, externalAuthentication, lazyConnect);
        SecurityRules.check(wrong, brokers, connecting, tls != null);
        wrong.throwIfAny();
        EngineSettings settings = new EngineSettings(
                brokers,
                failover,
                connecting,
                name,
                lanes,
                ringSize,
                inlineBytes,
                memoryBudgetBytes,
                largestBodyBytes,
                waitStrategy,
                frameEncoding,
                usualSerializer,
                registry,
                compressors == null ? CompressorRegistry.standard() : compressors,
                new EngineSettings.Retry(retryPolicy, retryLimit, retryListener),
                new EngineSettings.MessageIds(numberedMessageIds, id),
                producers,
                outcomeListener,
                replyListener,
                interceptor,
                timeouts);
        producers.forEach((producer, options) -> checkProducer(wrong, settings, producer, options));
        wrong.throwIfAny();
        return settings;
    }

    private static void checkProducer(
            WrongSettings wrong, EngineSettings settings, String producer, PublishOptions options) {
        try {
            LaneEngine.check(settings, options);
        } catch (InvalidMessageException e) {
            wrong.add("producers." + producer, "producer " + producer + ": " + e.getMessage());
        }
    }

    private Serializer serializer(WrongSettings wrong, SerializerRegistry registry) {
        if (serializerName != null) {
            try {
                return registry.require(serializerName);
            } catch (InvalidMessageException e) {
                wrong.add("serializer", "serializer: " + e.getMessage());
            }
        }
        return serializer == null ? new JsonSerializer() : serializer;
    }

    /** Each in its range, and all against the delivery timeout. */
    private EngineSettings.Timeouts timeouts(WrongSettings wrong, List<BrokerUri> brokers) {
        duration(wrong, "confirmTimeout", confirmTimeout, SHORTEST, LONGEST);
        duration(wrong, "refuseWhenBlockedFor", refuseWhenBlocked, Duration.ZERO, LONGEST);
        duration(wrong, "connectTimeout", connectTimeout, SHORTEST, Duration.ofHours(1));
        duration(wrong, "writeTimeout", writeTimeout, SHORTEST, LONGEST);
        duration(wrong, "reconnectMax", reconnectMax, SHORTEST, LONGEST);
        TimeoutRules rules = new TimeoutRules(deliveryTimeout, wrong);
        for (BrokerUri broker : brokers) {
            if (broker.connectTimeout() != null) {
                rules.checkBelowDelivery(
                        "uris",
                        "connect timeout in the URI of " + broker.address(),
                        broker.connectTimeout(),
                        WHILE_CONNECTING);
            }
        }
        if (retryPolicy.mayRetry(0)) {
            rules.checkBelowDelivery(
                    "retryPolicy.intervalStart",
                    "intervalStart of retryPolicy",
                    retryPolicy.intervalStart(),
                    "no message would ever be tried again");
        }
        return new EngineSettings.Timeouts(
                deliveryTimeout,
                rules.belowDelivery(
                        "confirmTimeout",
                        confirmTimeout,
                        USUAL_CONFIRM,
                        "no message would ever be tried again for want of an answer"),
                refuseWhenBlocked,
                enqueueTimeout,
                rules.belowDelivery("connectTimeout", connectTimeout, USUAL_CONNECT, WHILE_CONNECTING),
                rules.belowDelivery(
                        "writeTimeout",
                        writeTimeout,
                        USUAL_WRITE,
                        "messages would time out before a dead peer is noticed"),
                closeTimeout,
                heartbeat,
                rules.belowDelivery(
                        "reconnectMax",
                        reconnectMax,
                        USUAL_RECONNECT_MAX,
                        "messages would time out while nobody tries to connect"));
    }

    /**
     * Connects every lane, unless {@link #lazyConnect() told not to}, and starts the engine.
     *
     * @return the running engine, to be closed by the caller
     * @throws ConfigException as {@link #buildSettings()}
     * @throws BrokerUnreachableException if no broker answered; not with {@link #lazyConnect()}, nor is the next one
     * @throws BrokerRefusedException if one answered and refused, or was refused: credentials, virtual host, TLS
     */
    public PublisherEngine start() {
        EngineSettings settings = buildSettings();
        SecurityRules.warn(settings);
        return LaneEngine.start(settings);
    }

    private static String randomId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static void range(WrongSettings wrong, String what, long value, long min, long max) {
        if (value < min || value > max) {
            wrong.add(what, what + " " + value + " is not in " + min + ".." + max);
        }
    }

    private static void duration(
            WrongSettings wrong, String what, @Nullable Duration value, Duration min, Duration max) {
        if (value == null) {
            return; // a default
        }
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            wrong.add(what, what + " " + value + " is not in " + min + ".." + max);
        }
    }
}
