package dev.ringpost;

/** Whether the broker keeps a message over its own restart, where the queue is durable. */
public enum DeliveryMode {
    /** Kept in memory only. */
    TRANSIENT(1),

    /** Written to disk; the default. */
    PERSISTENT(2);

    private final int amqpValue;

    DeliveryMode(int amqpValue) {
        this.amqpValue = amqpValue;
    }

    /**
     * The mode of Kombu's name, {@code transient} or {@code persistent}.
     *
     * @throws InvalidMessageException if it is neither
     */
    public static DeliveryMode of(String name) {
        return switch (name) {
            case "transient" -> TRANSIENT;
            case "persistent" -> PERSISTENT;
            default ->
                throw new InvalidMessageException("delivery mode \"" + name + "\" is neither transient nor persistent");
        };
    }

    /** The value of the AMQP property {@code delivery-mode}. */
    public int amqpValue() {
        return amqpValue;
    }
}
