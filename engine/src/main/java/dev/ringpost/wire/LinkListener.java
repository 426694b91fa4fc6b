package dev.ringpost.wire;

/**
 * What a connection tells its lane. Called on the connection's I/O thread, which serves heartbeats and every channel: an
 * implementation must neither block nor throw.
 */
public interface LinkListener {

    /** The broker answered one message, or all up to it. */
    void onConfirm(long deliveryTag, boolean multiple, boolean acknowledged);

    /** The broker could not route a mandatory message; its confirm follows. */
    void onReturn(long deliveryTag);

    /** The broker has an alarm and reads nothing more. */
    void onBlocked(String reason);

    /** The alarm is over. */
    void onUnblocked();

    /** Channel or connection are gone; the first call counts. */
    void onLost(LinkLoss loss);
}
