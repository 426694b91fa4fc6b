package dev.ringpost.bench.nullbroker;

import static dev.ringpost.bench.wire.AmqpLayout.BASIC_CONTENT_HEADER;
import static dev.ringpost.bench.wire.AmqpLayout.CONTENT_HEADER_FIXED_BYTES;
import static dev.ringpost.bench.wire.AmqpLayout.PUBLISH_FIXED_BYTES;

import dev.ringpost.bench.wire.AmqpLayout;
import dev.ringpost.bench.wire.BenchMessage;
import java.nio.ByteBuffer;

/**
 * What one channel has received: the state of the message being received and the counts of finished ones. Owned by the
 * connection's thread, no allocation.
 */
final class ChannelLedger {
    /** {@link #remainingBodyBytes} while no message is being received. */
    private static final long NO_CONTENT = -1;

    private static final long AWAITING_HEADER = -2;

    private static final int BAD_KEY_BYTES = BenchMessage.NACKED_ROUTING_KEY.length();
    private static final int BAD_KEY_MARK = BenchMessage.NACKED_ROUTING_KEY.indexOf("nacked");

    private final int channelNumber;
    private boolean confirming;
    private boolean ackMarked;
    private long remainingBodyBytes = NO_CONTENT;
    private long messageBodyBytes;
    private PendingAnswers.Kind answer = PendingAnswers.Kind.ACK; // to the message being received
    private final PendingAnswers answers = new PendingAnswers();

    ChannelLedger(int channelNumber) {
        this.channelNumber = channelNumber;
    }

    int channelNumber() {
        return channelNumber;
    }

    /** Publishes from here on get delivery tags 1, 2, ... */
    void onConfirmSelect() {
        confirming = true;
    }

    boolean isReceivingContent() {
        return remainingBodyBytes != NO_CONTENT;
    }

    /** A basic.publish whose payload starts at {@code payload}. */
    void onPublish(ByteBuffer in, int payload, int sizeBytes) throws ProtocolFault {
        if (remainingBodyBytes != NO_CONTENT) {
            throw unexpected("basic.publish inside the content of another message");
        }
        if (sizeBytes < PUBLISH_FIXED_BYTES) {
            throw syntax("basic.publish of " + sizeBytes + " octets");
        }
        int exchangeBytes = in.get(payload + 6) & 0xFF;
        int routingKeyAt = 7 + exchangeBytes;
        if (routingKeyAt + 2 > sizeBytes || routingKeyAt + 2 + (in.get(payload + routingKeyAt) & 0xFF) != sizeBytes) {
            throw syntax("basic.publish whose short strings do not fill its " + sizeBytes + " octets");
        }
        answer = answerTo(in, payload + routingKeyAt);
        remainingBodyBytes = AWAITING_HEADER;
    }

    /** By the one octet in which the two bad routing keys differ. */
    private static PendingAnswers.Kind answerTo(ByteBuffer in, int routingKey) {
        if ((in.get(routingKey) & 0xFF) != BAD_KEY_BYTES) {
            return PendingAnswers.Kind.ACK;
        }
        return switch (in.get(routingKey + 1 + BAD_KEY_MARK)) {
            case 'n' -> PendingAnswers.Kind.NACK;
            case 's' -> PendingAnswers.Kind.NONE;
            default -> PendingAnswers.Kind.ACK;
        };
    }

    /** A content header; returns true if it finished a message (empty body). */
    boolean onHeader(ByteBuffer in, int payload, int sizeBytes) throws ProtocolFault {
        if (remainingBodyBytes != AWAITING_HEADER) {
            throw unexpected("content header without basic.publish");
        }
        if (sizeBytes < CONTENT_HEADER_FIXED_BYTES || in.getInt(payload) != BASIC_CONTENT_HEADER) {
            throw syntax("content header of " + sizeBytes + " octets that is not of class basic");
        }
        long announcedBytes = in.getLong(payload + 4);
        if (announcedBytes < 0) {
            throw syntax("content header announcing a body of 2^63 octets or more");
        }
        messageBodyBytes = announcedBytes;
        return onRemaining(announcedBytes);
    }

    /** A body frame; returns true if it finished a message. */
    boolean onBody(int sizeBytes) throws ProtocolFault {
        if (remainingBodyBytes < 0) {
            throw unexpected("body frame without content header");
        }
        if (sizeBytes == 0 || sizeBytes > remainingBodyBytes) {
            throw syntax("body frame of " + sizeBytes + " octets where " + remainingBodyBytes + " were missing");
        }
        return onRemaining(remainingBodyBytes - sizeBytes);
    }

    private boolean onRemaining(long remainingBytes) {
        if (remainingBytes > 0) {
            remainingBodyBytes = remainingBytes;
            return false;
        }
        remainingBodyBytes = NO_CONTENT;
        if (confirming) {
            answers.add(answer);
        }
        return true;
    }

    /** Returns true if this channel now needs an ack and has not been marked since the last {@link #drainAnswers}. */
    boolean tryMarkAckDue() {
        if (!confirming || ackMarked) {
            return false;
        }
        ackMarked = true;
        return true;
    }

    /** Octets that {@link #drainAnswers} will write at most. */
    int answerBytes() {
        return answers.maxFrameCount() * AmqpLayout.ACK_FRAME_BYTES;
    }

    /** Answers everything received so far; clears the mark. */
    void drainAnswers(ByteBuffer out) {
        ackMarked = false;
        answers.drainTo(out, channelNumber);
    }

    /** Whether some message is never answered. */
    boolean hasSilent() {
        return answers.hasSilent();
    }

    /** Whether the message received last is to be acked: only those count. */
    boolean isAcked() {
        return answer == PendingAnswers.Kind.ACK;
    }

    /** Body size of the message received last. */
    long messageBodyBytes() {
        return messageBodyBytes;
    }

    private ProtocolFault unexpected(String text) {
        return new ProtocolFault(ProtocolFault.UNEXPECTED_FRAME, text + " on channel " + channelNumber);
    }

    private ProtocolFault syntax(String text) {
        return new ProtocolFault(ProtocolFault.SYNTAX_ERROR, text + " on channel " + channelNumber);
    }
}
