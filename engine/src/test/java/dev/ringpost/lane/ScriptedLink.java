package dev.ringpost.lane;

import dev.ringpost.topology.ScriptedControl;
import dev.ringpost.wire.LinkLoss;
import java.util.List;

/** One epoch of a {@link LaneBench}: its channel, and the broker's side of it, spoken by the test. */
final class ScriptedLink {

    private final Epoch epoch;
    private final ScriptedChannel channel;

    ScriptedLink(Epoch epoch, ScriptedChannel channel) {
        this.epoch = epoch;
        this.channel = channel;
    }

    Epoch epoch() {
        return epoch;
    }

    ScriptedChannel channel() {
        return channel;
    }

    ScriptedControl control() {
        return channel.control();
    }

    List<String> texts() {
        return channel.texts();
    }

    void ack(long tag) {
        epoch.onConfirm(tag, false, true);
    }

    /** All that was written. */
    void ackAll() {
        ackUpTo(channel().sent().size());
    }

    void ackUpTo(long tag) {
        epoch.onConfirm(tag, true, true);
    }

    void nack(long tag) {
        epoch.onConfirm(tag, false, false);
    }

    void nackUpTo(long tag) {
        epoch.onConfirm(tag, true, false);
    }

    void giveBack(long tag) {
        epoch.onReturn(tag);
    }

    void lose() {
        epoch.onLost(LinkLoss.of("scripted loss"));
    }

    void close(int replyCode, String text) {
        epoch.onLost(new LinkLoss(replyCode, text));
    }

    void block() {
        epoch.onBlocked("low on memory");
    }

    void unblock() {
        epoch.onUnblocked();
    }
}
