package dev.ringpost;

/** How AMQP frames are made. */
public enum FrameEncoding {
    /** {@link #TEMPLATE} if the start-up self-check finds that this version of amqp-client takes it, else {@link #LIBRARY}. */
    AUTO,

    /** From templates encoded once per route: one contiguous write a batch, nothing allocated. */
    TEMPLATE,

    /** Through amqp-client's own encoders, still one flush a batch: several times slower, and independent of its inside. */
    LIBRARY
}
