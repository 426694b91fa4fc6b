package dev.ringpost.testing;

/** The brokers that integration tests run on. */
public enum BrokerKind {
    /** {@link dev.ringpost.embedded.EmbeddedBroker}, one for the JVM. */
    EMBEDDED,

    /** {@link RabbitNode}, the JVM's shared one. */
    RABBITMQ
}
