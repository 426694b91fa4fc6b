package dev.ringpost;

/**
 * Why the broker returned a message.
 *
 * @param replyCode AMQP's reply code; 312 for a message that no queue took
 * @param replyText the broker's text
 */
public record ReturnReason(int replyCode, String replyText) {

    /** No queue took the message: the only reason RabbitMQ has. */
    public static final ReturnReason NO_ROUTE = new ReturnReason(312, "NO_ROUTE");
}
