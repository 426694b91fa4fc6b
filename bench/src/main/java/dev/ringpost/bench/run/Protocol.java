package dev.ringpost.bench.run;

/** How a contestant comes to a broker. */
public enum Protocol {
    AMQP,
    /** AMQP over TLS. */
    AMQPS,
    /** RabbitMQ's stream protocol, on a port of its own. */
    STREAM
}
