package dev.ringpost.wire;

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

    /** A loss that the broker did not announce. */
    public static LinkLoss of(String text) {
        return new LinkLoss(0, text);
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
