package dev.ringpost;

import dev.ringpost.serialization.Serializer;
import java.time.Duration;
import java.util.List;

/**
 * Everything an engine was built with; immutable. Units, defaults and consequences are at {@link EngineBuilder}.
 *
 * @param uris brokers, tried in turn
 * @param name prefix of thread names and the connection's name at the broker
 * @param lanes number of lanes
 * @param ringSize slots of each lane, a power of two
 * @param inlineBytes body bytes that a slot holds itself
 * @param memoryBudgetBytes bytes for larger bodies, all lanes together
 * @param maxMessageBytes largest body accepted
 * @param waitStrategy what idle threads do
 * @param frameEncoding how frames are made
 * @param serializer what turns objects into bytes
 * @param outcomeListener hears the outcomes of the allocation-free form
 * @param timeouts every bound on time
 */
public record EngineSettings(
        List<BrokerUri> uris,
        String name,
        int lanes,
        int ringSize,
        int inlineBytes,
        long memoryBudgetBytes,
        int maxMessageBytes,
        WaitStrategy waitStrategy,
        FrameEncoding frameEncoding,
        Serializer serializer,
        OutcomeListener outcomeListener,
        Timeouts timeouts) {

    /** Copies the list. */
    public EngineSettings {
        uris = List.copyOf(uris);
    }

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
