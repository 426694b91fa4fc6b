package dev.ringpost.bench.peers;

/** What can be published to. */
enum BrokerKind {
    /** Costs next to nothing and stores nothing: what is left is the client. */
    NULL,
    /** Qpid Broker-J in a JVM of its own, with everything in memory. */
    EMBEDDED,
    /** A private RabbitMQ node, with classic queues, quorum queues and streams. */
    RABBITMQ
}
