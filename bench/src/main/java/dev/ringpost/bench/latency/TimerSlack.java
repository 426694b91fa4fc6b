package dev.ringpost.bench.latency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much later than asked Linux may wake a thread that sleeps, to wake several at once: usually 50 µs, which is more than a
 * message of 50,000 a second has time.
 */
public final class TimerSlack {
    private static final Path THIS_THREAD = Path.of("/proc/thread-self");
    private static final String LEAST_NS = "1";

    private TimerSlack() {}

    /**
     * Makes it as short as it can be for the calling thread, and for those that it starts from then on: so not before a
     * contestant has its threads, which are to sleep as they always do.
     *
     * @return false where the system has no such thing; sleeps are as long as they were then
     */
    public static boolean tryLower() {
        try {
            Path threadId = Files.readSymbolicLink(THIS_THREAD).getFileName();
            Files.writeString(Path.of("/proc", String.valueOf(threadId), "timerslack_ns"), LEAST_NS);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
