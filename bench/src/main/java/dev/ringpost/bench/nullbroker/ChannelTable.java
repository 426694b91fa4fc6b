package dev.ringpost.bench.nullbroker;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The open channels of one connection, and which of them have publishes to acknowledge. Owned by the connection's
 * thread; allocates only when channels are opened.
 */
final class ChannelTable {
    private @Nullable ChannelLedger[] byNumber = new @Nullable ChannelLedger[16];
    private ChannelLedger[] ackDue = new ChannelLedger[16];
    private int ackDueCount;
    private @Nullable ChannelLedger lastUsed;
    private long messageCount;
    private long bodyBytes;

    /** The ledger of an open channel. */
    ChannelLedger require(int channelNumber) throws ProtocolFault {
        ChannelLedger last = lastUsed;
        if (last != null && last.channelNumber() == channelNumber) {
            return last;
        }
        ChannelLedger found = channelNumber < byNumber.length ? byNumber[channelNumber] : null;
        if (found == null) {
            throw new ProtocolFault(ProtocolFault.CHANNEL_ERROR, "channel " + channelNumber + " is not open");
        }
        lastUsed = found;
        return found;
    }

    boolean isOpen(int channelNumber) {
        return channelNumber < byNumber.length && byNumber[channelNumber] != null;
    }

    void open(int channelNumber) throws ProtocolFault {
        if (channelNumber == 0) {
            throw new ProtocolFault(ProtocolFault.CHANNEL_ERROR, "channel.open on channel 0");
        }
        if (channelNumber >= byNumber.length) {
            byNumber = Arrays.copyOf(byNumber, Math.max(channelNumber + 1, byNumber.length * 2));
        }
        if (byNumber[channelNumber] != null) {
            throw new ProtocolFault(ProtocolFault.CHANNEL_ERROR, "channel " + channelNumber + " is already open");
        }
        byNumber[channelNumber] = new ChannelLedger(channelNumber);
    }

    void close(int channelNumber) throws ProtocolFault {
        require(channelNumber);
        byNumber[channelNumber] = null;
        lastUsed = null;
    }

    /** A message has arrived whole on this channel. */
    void onMessage(ChannelLedger ledger) {
        if (ledger.isAcked()) {
            messageCount++;
            bodyBytes += ledger.messageBodyBytes();
        }
        if (ledger.tryMarkAckDue()) {
            if (ackDueCount == ackDue.length) {
                ackDue = Arrays.copyOf(ackDue, ackDueCount * 2);
            }
            ackDue[ackDueCount++] = ledger;
        }
    }

    /** Octets {@link #drainAcks} will need at most. */
    int ackBytes() {
        int bytes = 0;
        for (int i = 0; i < ackDueCount; i++) {
            bytes += ackDue[i].answerBytes();
        }
        return bytes;
    }

    /** Appends the answers for each channel that has new messages. */
    void drainAcks(ByteBuffer out) {
        for (int i = 0; i < ackDueCount; i++) {
            ackDue[i].drainAnswers(out);
        }
        ackDueCount = 0;
    }

    boolean isReceivingContent() {
        for (ChannelLedger ledger : byNumber) {
            if (ledger != null && ledger.isReceivingContent()) {
                return true;
            }
        }
        return false;
    }

    /** Whether some message on an open channel is never answered. */
    boolean hasSilent() {
        for (ChannelLedger ledger : byNumber) {
            if (ledger != null && ledger.hasSilent()) {
                return true;
            }
        }
        return false;
    }

    /** Messages that arrived whole and are acked, on channels open and closed. */
    long messageCount() {
        return messageCount;
    }

    /** Body octets of those messages. */
    long bodyBytes() {
        return bodyBytes;
    }
}
