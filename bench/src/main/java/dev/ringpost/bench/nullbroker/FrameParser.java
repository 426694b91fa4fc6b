package dev.ringpost.bench.nullbroker;

import static dev.ringpost.bench.wire.AmqpLayout.BASIC_PUBLISH;
import static dev.ringpost.bench.wire.AmqpLayout.FRAME_END;
import static dev.ringpost.bench.wire.AmqpLayout.FRAME_OVERHEAD_BYTES;
import static dev.ringpost.bench.wire.AmqpLayout.PAYLOAD_OFFSET;
import static dev.ringpost.bench.wire.AmqpLayout.TYPE_BODY;
import static dev.ringpost.bench.wire.AmqpLayout.TYPE_HEADER;
import static dev.ringpost.bench.wire.AmqpLayout.TYPE_HEARTBEAT;
import static dev.ringpost.bench.wire.AmqpLayout.TYPE_METHOD;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Parses the frames of one read in place. Owned by the connection's thread; allocates nothing for publishes.
 *
 * <p>Every frame is checked (type, channel, size against frame_max, end octet); a frame that is not complete yet is left
 * in the buffer for the next read. Only basic.publish and its content are understood here, every other method goes to
 * {@link ControlMethods}.
 */
final class FrameParser {
    /** Receives the methods that are not basic.publish. */
    interface ControlMethods {
        /** Called on the connection's thread; the payload is only valid during the call. */
        void onControlMethod(int channelNumber, ByteBuffer in, int payload, int sizeBytes)
                throws IOException, ProtocolFault;
    }

    private final ChannelTable channels;
    private final ControlMethods control;
    private int maxPayloadBytes;

    FrameParser(ChannelTable channels, ControlMethods control, int frameMaxBytes) {
        this.channels = channels;
        this.control = control;
        this.maxPayloadBytes = frameMaxBytes - FRAME_OVERHEAD_BYTES;
    }

    void limitFrames(int frameMaxBytes) {
        maxPayloadBytes = frameMaxBytes - FRAME_OVERHEAD_BYTES;
    }

    /**
     * Parses all whole frames in [from, to).
     *
     * @return where the first incomplete frame starts; {@code to} if there is none
     */
    int parse(ByteBuffer in, int from, int to) throws IOException, ProtocolFault {
        int at = from;
        while (to - at >= FRAME_OVERHEAD_BYTES) {
            // One load for type, channel and size; the eighth octet belongs to the payload or is the end octet.
            long head = in.getLong(at);
            int type = (int) (head >>> 56);
            int channelNumber = (int) (head >>> 40) & 0xFFFF;
            int sizeBytes = (int) (head >>> 8);
            if (sizeBytes < 0 || sizeBytes > maxPayloadBytes) {
                throw frameError("frame of type " + type + " with " + (sizeBytes & 0xFFFF_FFFFL)
                        + " octets, allowed are " + maxPayloadBytes);
            }
            int payload = at + PAYLOAD_OFFSET;
            int end = payload + sizeBytes;
            if (end >= to) {
                break;
            }
            if (in.get(end) != FRAME_END) {
                throw frameError("frame of type " + type + " on channel " + channelNumber + " ends in octet "
                        + (in.get(end) & 0xFF) + " instead of 206");
            }
            onFrame(type, channelNumber, in, payload, sizeBytes);
            at = end + 1;
        }
        return at;
    }

    private void onFrame(int type, int channelNumber, ByteBuffer in, int payload, int sizeBytes)
            throws IOException, ProtocolFault {
        switch (type) {
            case TYPE_METHOD -> {
                if (sizeBytes >= Integer.BYTES && in.getInt(payload) == BASIC_PUBLISH) {
                    channels.require(channelNumber).onPublish(in, payload, sizeBytes);
                } else {
                    control.onControlMethod(channelNumber, in, payload, sizeBytes);
                }
            }
            case TYPE_HEADER -> onHeader(channels.require(channelNumber), in, payload, sizeBytes);
            case TYPE_BODY -> onBody(channels.require(channelNumber), sizeBytes);
            case TYPE_HEARTBEAT -> {
                if (channelNumber != 0 || sizeBytes != 0) {
                    throw frameError("heartbeat on channel " + channelNumber + " with " + sizeBytes + " octets");
                }
            }
            default -> throw frameError("unknown frame type " + type);
        }
    }

    private void onBody(ChannelLedger ledger, int sizeBytes) throws ProtocolFault {
        if (ledger.onBody(sizeBytes)) {
            channels.onMessage(ledger);
        }
    }

    private void onHeader(ChannelLedger ledger, ByteBuffer in, int payload, int sizeBytes) throws ProtocolFault {
        if (ledger.onHeader(in, payload, sizeBytes)) {
            channels.onMessage(ledger);
        }
    }

    private static ProtocolFault frameError(String text) {
        return new ProtocolFault(ProtocolFault.FRAME_ERROR, text);
    }
}
