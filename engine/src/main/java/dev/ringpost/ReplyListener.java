package dev.ringpost;

/**
 * Hears the replies to messages whose reply-to is {@link PublishOptions#DIRECT_REPLY_TO}: RabbitMQ sends them straight to
 * the publishing channel, without a queue. Replies sent while the connection is down, or to a message published on an
 * earlier one, are lost: a caller that waits for one must bound its wait.
 *
 * <p><b>Threads:</b> as for {@link OutcomeListener}: on the completion thread of the lane that published, so a slow listener
 * slows that lane down. When some sixteen thousand replies wait for it, further ones are dropped, and logged.
 */
@FunctionalInterface
public interface ReplyListener {

    /**
     * Called for each reply. What it throws is logged and counted, and stops nothing.
     *
     * @param reply what came; may be kept
     */
    void onReply(Reply reply);
}
