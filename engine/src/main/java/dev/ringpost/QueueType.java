package dev.ringpost;

/** RabbitMQ's kinds of queue, its argument {@code x-queue-type}. */
public enum QueueType {
    /** On one node; the only kind that may be exclusive, auto-delete or have priorities by argument. */
    CLASSIC("classic"),

    /** Replicated by consensus; durable. */
    QUORUM("quorum"),

    /** A replicated log that keeps what was consumed; durable. */
    STREAM("stream");

    private final String argument;

    QueueType(String argument) {
        this.argument = argument;
    }

    /** The value of the argument. */
    public String argument() {
        return argument;
    }
}
