package dev.ringpost.bench.wire;

/**
 * Offsets and codes of AMQP 0-9-1 frames, as far as the bench parses or writes them by hand. Immutable.
 *
 * <pre>
 *  0      1          3          7                 7+size
 *  | type | channel  | size     | payload ...     | 0xCE |
 *    u8     u16        u32        size octets       u8
 *
 *  basic.publish payload:   0x003C0028 | ticket u16 | shortstr exchange | shortstr routing key | bits u8
 *  content header payload:  0x003C0000 | body size u64 | property flags u16 | properties
 *  basic.ack payload:       0x003C0050 | delivery tag u64 | multiple u8
 *  basic.nack payload:      0x003C0078 | delivery tag u64 | multiple, requeue u8
 * </pre>
 */
public final class AmqpLayout {
    public static final int TYPE_METHOD = 1;
    public static final int TYPE_HEADER = 2;
    public static final int TYPE_BODY = 3;
    public static final int TYPE_HEARTBEAT = 8;

    public static final int CHANNEL_OFFSET = 1;
    public static final int SIZE_OFFSET = 3;
    public static final int PAYLOAD_OFFSET = 7;

    /** Octets of a frame that are not payload: seven in front, one end octet. */
    public static final int FRAME_OVERHEAD_BYTES = 8;

    public static final byte FRAME_END = (byte) 0xCE;

    /** Class id in the upper half, method id in the lower half, as they lie on the wire. */
    public static final int BASIC_PUBLISH = 0x003C_0028;

    public static final int BASIC_ACK = 0x003C_0050;

    public static final int BASIC_NACK = 0x003C_0078;

    /** Class id 60 and weight 0, the first four octets of every content header of class basic. */
    public static final int BASIC_CONTENT_HEADER = 0x003C_0000;

    /** Payload of basic.publish without the two short strings' contents: ids 4, ticket 2, two lengths, bits 1. */
    public static final int PUBLISH_FIXED_BYTES = 9;

    /** Payload of a content header up to and with the property flags. */
    public static final int CONTENT_HEADER_FIXED_BYTES = 14;

    public static final int ACK_PAYLOAD_BYTES = 13;
    public static final int ACK_FRAME_BYTES = ACK_PAYLOAD_BYTES + FRAME_OVERHEAD_BYTES;

    /** The eight octets a client opens the connection with: "AMQP" 0 0 9 1. */
    public static final long PROTOCOL_HEADER = 0x414D_5150_0000_0901L;

    public static final int PROTOCOL_HEADER_BYTES = 8;

    private AmqpLayout() {}
}
