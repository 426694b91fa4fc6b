package dev.ringpost.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a connection or channel is gone.
 *
 * @param replyCode AMQP's reply code if the broker closed it with one, else 0
 * @param text for people
 */
public record LinkLoss(int replyCode, String text) {

    private static final int AMQP_SUCCESS = 200;
    private static final int CONNECTION_FORCED = 320;
    private static final int INTERNAL_ERROR = 541;
    private static final int RESOURCE_ERROR = 506;
    private static final int PRECONDITION_FAILED = 406;

    /** From "message size 200 is larger than configured max size 100" and its like; below what fits an int. */
    private static final Pattern MESSAGE_LIMIT = Pattern.compile("message size .*max size (\\d{1,9})\\b");

    /** A loss that the broker did not announce. */
    public static LinkLoss of(String text) {
        return new LinkLoss(0, text);
    }

    /**
     * The largest message that the broker takes, if it closed over a larger one and said so, as RabbitMQ does; else
     * {@link Integer#MAX_VALUE}.
     */
    public int maxMessageBytes() {
        Matcher limit = replyCode == PRECONDITION_FAILED ? MESSAGE_LIMIT.matcher(text) : null;
        return limit != null && limit.find() ? Integer.parseInt(limit.group(1)) : Integer.MAX_VALUE;
    }

    /**
     * Whether the broker closed because of something it was sent, so that sending the same again would do the same: every
     * reply code but those by which it shuts down or runs out of resources.
     */
    public boolean isRefusal() {
        if (replyCode == RESOURCE_ERROR || replyCode == INTERNAL_ERROR || replyCode == CONNECTION_FORCED) {
            return false;
        }
        return replyCode > AMQP_SUCCESS;
    }
}
