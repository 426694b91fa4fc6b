package dev.ringpost;

import dev.ringpost.compression.CompressorRegistry;
import dev.ringpost.serialization.Serializer;
import dev.ringpost.serialization.SerializerRegistry;
import dev.ringpost.tls.Tls;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything an engine was built with; immutable. Units, defaults and consequences are at {@link EngineBuilder}.
 *
 * @param uris brokers, in the order given
 * @param failover in which order they are tried
 * @param connecting how connections are made
 * @param name prefix of thread names and the connection's name at the broker
 * @param lanes number of lanes
 * @param ringSize slots of each lane, a power of two
 * @param inlineBytes body bytes that a slot holds itself
 * @param memoryBudgetBytes bytes for larger bodies, all lanes together
 * @param maxMessageBytes largest body accepted
 * @param waitStrategy what idle threads do
 * @param frameEncoding how frames are made
 * @param serializer what turns objects into bytes
 * @param serializers the serializers that can be chosen by name
 * @param compressors the compressors that can be chosen by name
 * @param retry when and how nacked messages are tried again
 * @param messageIds ids that the engine gives to messages
 * @param producers options for {@link PublisherEngine#producer(String)}, by name, in the order given
 * @param outcomeListener hears the outcomes of the allocation-free form
 * @param replyListener hears direct replies, or {@code null}
 * @param interceptor sees messages before they are published, or {@code null}
 * @param timeouts every bound on time
 */
public record EngineSettings(
        List<BrokerUri> uris,
        Failover failover,
        Connecting connecting,
        String name,
        int lanes,
        int ringSize,
        int inlineBytes,
        long memoryBudgetBytes,
        int maxMessageBytes,
        WaitStrategy waitStrategy,
        FrameEncoding frameEncoding,
        Serializer serializer,
        SerializerRegistry serializers,
        CompressorRegistry compressors,
        Retry retry,
        MessageIds messageIds,
        Map<String, PublishOptions> producers,
        OutcomeListener outcomeListener,
        @Nullable ReplyListener replyListener,
        @Nullable PublishInterceptor interceptor,
        Timeouts timeouts) {

    /** Copies list and map. */
    public EngineSettings {
        uris = List.copyOf(uris);
        producers = Collections.unmodifiableMap(new LinkedHashMap<>(producers));
    }

    /**
     * How connections are made.
     *
     * @param tls for {@code amqps}, unless the broker's URI says it
     * @param external whether to log in by the client's certificate, unless the broker's URI says it
     * @param lazy whether the engine starts without a connection
     */
    public record Connecting(Tls tls, boolean external, boolean lazy) {

        /** The TLS of connections to this broker: the engine's, with what the URI says in its place. */
        public Tls tlsFor(BrokerUri uri) {
            return uri.security().over(tls);
        }

        /** Whether to log in to this broker by the client's certificate. */
        public boolean externalFor(BrokerUri uri) {
            Boolean own = uri.security().external();
            return own == null ? external : own;
        }
    }

    /**
     * Trying again.
     *
     * @param policy of messages that bring none
     * @param limit messages that may wait for their retry, each lane
     * @param listener hears of retries and reconnects, or {@code null}
     */
    public record Retry(
            RetryPolicy policy, int limit, @Nullable RetryListener listener) {}

    /**
     * Ids that the engine gives to messages.
     *
     * @param isDefault whether messages have one whose options say nothing of a message id
     * @param producerId what the ids begin with
     */
    public record MessageIds(boolean isDefault, String producerId) {}

    /**
     * Every bound on time.
     *
     * @param delivery from accepted to outcome
     * @param confirm from sent to answered, after which a message is tried again
     * @param refuseWhenBlocked how long the broker may block publishers before nothing is accepted, or {@code null} for ever
     * @param enqueue waiting for room in {@code publish}
     * @param connect one TCP connect, and one AMQP handshake
     * @param write one batch's write to the socket
     * @param close what {@link PublisherEngine#close()} waits for outcomes
     * @param heartbeat interval of AMQP heartbeats
     * @param reconnectMax longest pause between two rounds of connecting
     */
    public record Timeouts(
            Duration delivery,
            Duration confirm,
            @Nullable Duration refuseWhenBlocked,
            Duration enqueue,
            Duration connect,
            Duration write,
            Duration close,
            Duration heartbeat,
            Duration reconnectMax) {}

    /**
     * The options by that name.
     *
     * @throws IllegalArgumentException if there are none, with the names there are
     */
    public PublishOptions producer(String name) {
        PublishOptions options = producers.get(name);
        if (options == null) {
            throw new IllegalArgumentException("no producer is named \"" + name + "\"; "
                    + (producers.isEmpty()
                            ? "there are none: add it under producers in the configuration file, or to the builder"
                            : "there are " + String.join(", ", producers.keySet())));
        }
        return options;
    }

    /** See {@link EngineBuilder#closeTimeout(Duration)}. */
    public Duration closeTimeout() {
        return timeouts.close();
    }
}
