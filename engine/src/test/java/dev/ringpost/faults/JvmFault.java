package dev.ringpost.faults;

import dev.ringpost.testing.ChildJvm;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another JVM publishes on the same routes and is told to end; its shutdown hook closes its engine. What it did becomes part
 * of the round's history.
 */
final class JvmFault implements Fault {

    private static final Duration START_WITHIN = Duration.ofSeconds(60);
    private static final Duration END_WITHIN = JvmMain.CLOSE_TIMEOUT.plusSeconds(15);
    private static final int TERMINATED = 143;

    private @Nullable Path file;
    private @Nullable ChildJvm child;

    private JvmFault() {}

    static Fault terminated() {
        return new JvmFault();
    }

    @Override
    public void inject(FaultContext context) throws Exception {
        Path written = Files.createTempFile("ringpost-history-", ".bin");
        file = written;
        ChildJvm started = ChildJvm.start(
                JvmMain.class,
                List.of("-Xmx128m"),
                context.site().engineUri(),
                Integer.toString(context.history().round()),
                Long.toString(context.random().nextLong()),
                Boolean.toString(context.load().isBatched()),
                written.toString());
        child = started;
        started.awaitOutput(JvmMain.RUNNING, START_WITHIN);
    }

    @Override
    public void heal(FaultContext context) throws Exception {
        ChildJvm ending = child;
        Path written = file;
        if (ending == null || written == null) {
            return;
        }
        try (ending) {
            ending.terminate();
            int code = ending.awaitEnd(END_WITHIN);
            if (code != TERMINATED || !ending.output().contains(JvmMain.CLOSED)) {
                throw new AssertionError("the JVM ended with " + code + ":\n" + ending.output());
            }
            try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(written)))) {
                context.rig().engines().add(Totals.read(in));
                context.history().read(in, Load.CALLERS, 2 * Load.CALLERS);
            }
        } finally {
            delete(written);
        }
    }

    private static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }
}
