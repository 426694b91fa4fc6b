package dev.ringpost.ring;

import java.time.Instant;

/** Where the engine's time comes from: one place, so that tests can bring their own. */
@FunctionalInterface
public interface NanoClock {

    /** Nanoseconds since some fixed moment, as {@link System#nanoTime()}. */
    long nanoTime();

    /** The machine's clock. */
    static NanoClock system() {
        return SystemClock.INSTANCE;
    }

    /** Milliseconds since 1970 by the machine's calendar, which may be set back: for names and reports, never to wait by. */
    @SuppressForbidden
    static long calendarMs() {
        return System.currentTimeMillis();
    }

    /** The same for people to read. */
    static Instant calendar() {
        return Instant.ofEpochMilli(calendarMs());
    }

    /** The one reader of {@link System#nanoTime()}. */
    enum SystemClock implements NanoClock {
        /** The only one. */
        INSTANCE;

        @Override
        @SuppressForbidden
        public long nanoTime() {
            return System.nanoTime();
        }
    }
}
