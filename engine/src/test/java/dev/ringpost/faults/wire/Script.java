package dev.ringpost.faults.wire;

import java.io.IOException;
import java.util.Set;

/**
 * How a {@link ScriptedBroker} behaves on one connection.
 *
 * @param onMessage called with each message that has come completely, on the connection's thread
 * @param unanswered methods that get no answer, such as {@code channel.open}; {@code protocol-header} is one, too
 * @param tune what it offers
 * @param oneByteAtATime whether it reads the least that can be read at once, and never ahead
 */
record Script(OnMessage onMessage, Set<String> unanswered, Tune tune, boolean oneByteAtATime) {

    /** Acks each message. */
    static final Script ACKING = of((peer, message) -> peer.ack(message.tag()));

    /** Says nothing about messages: the test does. */
    static final Script SILENT = of((peer, message) -> {});

    /** What the broker offers in {@code connection.tune}; 0 is no limit, and no heartbeats. */
    record Tune(int channelMax, int frameMaxBytes, int heartbeatSeconds) {
        static final Tune USUAL = new Tune(2047, 131_072, 60);
    }

    /** Answers messages. */
    @FunctionalInterface
    interface OnMessage {
        void accept(Peer peer, Peer.Message message) throws IOException;
    }

    static Script of(OnMessage onMessage) {
        return new Script(onMessage, Set.of(), Tune.USUAL, false);
    }

    /** Acks the first messages, has something done at the one behind them, and says nothing more. */
    static Script ackingUntil(long tag, OnMessage then) {
        return of((peer, message) -> {
            if (message.tag() < tag) {
                peer.ack(message.tag());
            } else if (message.tag() == tag) {
                then.accept(peer, message);
            }
        });
    }

    /** The same, leaving these methods without an answer. */
    Script withoutAnswerTo(String... methods) {
        return new Script(onMessage, Set.of(methods), tune, oneByteAtATime);
    }

    /** The same, leaving without an answer what is in the set at the time. */
    Script withoutAnswerTo(Set<String> methods) {
        return new Script(onMessage, methods, tune, oneByteAtATime);
    }

    /** The same with another offer. */
    Script tuned(int channelMax, int frameMaxBytes, int heartbeatSeconds) {
        Tune other = new Tune(channelMax, frameMaxBytes, heartbeatSeconds);
        return new Script(onMessage, unanswered, other, oneByteAtATime);
    }

    /** The same, reading byte by byte. */
    Script readingByteByByte() {
        return new Script(onMessage, unanswered, tune, true);
    }
}
