package dev.ringpost;

import dev.ringpost.compression.CompressorRegistry;
import dev.ringpost.serialization.Serializer;
import dev.ringpost.serialization.SerializerRegistry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything an engine was built with; immutable. Units, defaults and consequences are at {@link EngineBuilder}.
 *
 * @param uris brokers, in the order given
 * @param failover in which order they are tried
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
 * @param outcomeListener hears the outcomes of the allocation-free form
 * @param replyListener hears direct replies, or {@code null}
 * @param timeouts every bound on time
 */
public record EngineSettings(
        List<BrokerUri> uris,
        Failover failover,
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
        OutcomeListener outcomeListener,
        @Nullable ReplyListener replyListener,
        Timeouts timeouts) {

    /** Copies the list. */
    public EngineSettings {
        uris = List.copyOf(uris);
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
     * Every bound on time.
     *
     * @param delivery from accepted to outcome
     * @param enqueue waiting for room in {@code publish}
     * @param connect one TCP connect, and one AMQP handshake
     * @param write one batch's write to the socket
     * @param close what {@link PublisherEngine#close()} waits for outcomes
     * @param heartbeat interval of AMQP heartbeats
     * @param reconnectMax longest pause between two rounds of connecting
     */
    public record Timeouts(
            Duration delivery,
            Duration enqueue,
            Duration connect,
            Duration write,
            Duration close,
            Duration heartbeat,
            Duration reconnectMax) {}

    /** See {@link EngineBuilder#closeTimeout(Duration)}. */
    public Duration closeTimeout() {
        return timeouts.close();
    }
}
