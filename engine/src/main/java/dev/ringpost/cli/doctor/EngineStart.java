package dev.ringpost.cli.doctor;

import dev.ringpost.PublisherEngine;

/** Starts an engine that publishes to the brokers under examination. */
@FunctionalInterface
public interface EngineStart {

    /**
     * Starts it; the caller closes it.
     *
     * @throws dev.ringpost.RingpostException if no broker takes it
     */
    PublisherEngine start();
}
