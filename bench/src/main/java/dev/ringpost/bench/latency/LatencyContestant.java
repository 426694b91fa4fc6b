package dev.ringpost.bench.latency;

import java.io.IOException;

/** A {@link PacedTarget} with a connection, that is closed and counted in the end. */
interface LatencyContestant extends PacedTarget, AutoCloseable {
    /** Unconfirmed messages allowed: the engine's default ring, and as many for the others. */
    int WINDOW_MESSAGES = 16_384;

    int BODY_BYTES = 100;

    /** Messages confirmed so far, by the contestant's own count: what the broker must have counted. */
    long confirmedCount();

    @Override
    void close() throws IOException;
}
