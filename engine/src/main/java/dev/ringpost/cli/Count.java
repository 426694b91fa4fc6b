package dev.ringpost.cli;

import java.util.concurrent.atomic.AtomicLong;

/** A count with one writer, which pays no lock for it, and any number of readers. */
final class Count {

    private final AtomicLong value = new AtomicLong();

    /** Adds; the writer only. */
    void add(long more) {
        value.setRelease(value.getPlain() + more);
    }

    /** The count; any thread. */
    long get() {
        return value.getAcquire();
    }
}
