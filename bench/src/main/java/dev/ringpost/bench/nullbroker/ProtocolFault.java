package dev.ringpost.bench.nullbroker;

/** The peer broke the protocol. Carries the AMQP reply code the connection is closed with. */
final class ProtocolFault extends Exception {
    static final int FRAME_ERROR = 501;
    static final int SYNTAX_ERROR = 502;
    static final int CHANNEL_ERROR = 504;
    static final int UNEXPECTED_FRAME = 505;
    static final int NOT_IMPLEMENTED = 540;

    private static final long serialVersionUID = 1L;

    private final int replyCode;

    ProtocolFault(int replyCode, String text) {
        super(text);
        this.replyCode = replyCode;
    }

    int replyCode() {
        return replyCode;
    }
}
