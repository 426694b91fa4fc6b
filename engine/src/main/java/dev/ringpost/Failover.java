package dev.ringpost;

/** In which order the brokers of an engine are tried, at start and after a loss; each round tries every one once. */
public enum Failover {
    /** In the order given, a round beginning behind the broker that was tried last: after a loss, the next one. */
    ROUND_ROBIN,
    /** In an order drawn anew for each round. Many engines spread over the brokers that way. */
    SHUFFLE
}
