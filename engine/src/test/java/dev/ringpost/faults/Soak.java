package dev.ringpost.faults;

import dev.ringpost.testing.RabbitNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Rounds of faults for as long as is asked: all faults of a cluster, all of a single node, and so on, in random order but
 * for the long one. Prints
 * and saves a table. Exit code 0: no violation; 1: some; 2: wrong arguments, or no RabbitMQ. SIGINT and SIGTERM end it with
 * the table of what was judged so far; every process it started ends with it.
 */
public final class Soak {

    private static final Duration TABLE_WITHIN = Duration.ofSeconds(20);

    /** A round that begins may take that much longer than there is time. */
    private static final Duration OVERTIME = Duration.ofSeconds(20);

    private final SoakOptions options;
    private final Random random;
    private final SoakTable table;
    private final long startNs = System.nanoTime();
    private final Map<FaultKind, Long> tookNs = new EnumMap<>(FaultKind.class);
    private final Map<Boolean, Long> siteTookNs = new HashMap<>();
    private final CountDownLatch tableSaved = new CountDownLatch(1);
    private volatile boolean stopping;
    private int rounds;

    private Soak(SoakOptions options) {
        this.options = options;
        this.random = new Random(options.seed());
        this.table = new SoakTable(options);
    }

    public static void main(String[] arguments) throws Exception {
        SoakOptions options;
        try {
            options = SoakOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("soak: " + e.getMessage() + System.lineSeparator() + SoakOptions.USAGE);
            System.exit(2);
            return;
        }
        if (!RabbitNode.isInstalled()) {
            System.err.println("soak: RabbitMQ is not installed; install it with `apt-get install rabbitmq-server`.");
            System.exit(2);
        }
        System.exit(new Soak(options).run() ? 0 : 1);
    }

    private boolean run() throws IOException {
        System.out.printf(
                "soak: seed %d, %s, %d messages/s, %d kinds of fault, batching %s, heap %d MiB%n",
                options.seed(),
                options.duration(),
                options.messagesPerSecond(),
                options.kinds().size(),
                options.batching(),
                Runtime.getRuntime().maxMemory() >> 20);
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(main), "soak-stop"));
        try {
            int before;
            do {
                before = rounds;
                // The long ones come first, for their first round is to fit.
                phase(chosen(FaultKind.ofCluster()));
                phase(chosen(FaultKind.ofSingleNode()));
            } while (rounds > before);
            System.out.println(table);
            System.out.println("saved as " + table.save() + ", and as JSON beside it");
        } finally {
            tableSaved.countDown();
        }
        return !table.hasViolations();
    }

    /** A shutdown hook; the nodes end by hooks of their own, at the same time. */
    private void stop(Thread main) {
        stopping = true;
        main.interrupt();
        try {
            if (!tableSaved.await(TABLE_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("soak: the round of the moment does not end, so there is no table");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there is time for another round: any at all for a first one of its kind, else as much as the last one took. */
    private boolean mayBegin(FaultKind kind, boolean needsSite) {
        long leftNs = options.duration().toNanos() - (System.nanoTime() - startNs);
        long siteNs = needsSite ? siteTookNs.getOrDefault(kind.needsCluster(), 0L) : 0;
        return !stopping && leftNs > 0 && siteNs + tookNs.getOrDefault(kind, 0L) < leftNs + OVERTIME.toNanos();
    }

    private List<FaultKind> chosen(List<FaultKind> kinds) {
        List<FaultKind> chosen = new ArrayList<>(kinds);
        chosen.retainAll(options.kinds());
        Collections.shuffle(chosen, random);
        chosen.sort(Comparator.comparing(kind -> !kind.isLong()));
        return chosen;
    }

    /** A round of each kind on one site, a new one if a round could not be brought to its end. */
    private void phase(List<FaultKind> kinds) {
        Rig rig = null;
        for (FaultKind kind : kinds) {
            if (!mayBegin(kind, rig == null)) {
                continue;
            }
            RoundName name = new RoundName(kind, options.batching().draw(random), random.nextLong());
            try {
                rig = rig == null ? start(kind) : rig;
                long roundNs = System.nanoTime();
                RoundResult result =
                        new Round(rig, rounds++, name, options.messagesPerSecond(), options.maxHold()).run();
                tookNs.put(kind, System.nanoTime() - roundNs);
                table.add(result);
                report(result);
            } catch (Exception | AssertionError e) {
                if (stopping) {
                    break;
                }
                table.violation(name, "the round broke off: " + firstLine(e));
                e.printStackTrace();
                close(kind, rig);
                rig = null;
            }
        }
        close(null, rig);
    }

    /** A broker that does not come up is tried once more: that is nothing the engine has done. */
    private Rig start(FaultKind kind) throws IOException {
        long beforeNs = System.nanoTime();
        try {
            Rig rig = new Rig(site(kind));
            siteTookNs.put(kind.needsCluster(), System.nanoTime() - beforeNs);
            return rig;
        } catch (IOException | IllegalStateException e) {
            if (stopping) {
                throw e;
            }
            System.out.println("soak: no broker, trying once more: " + firstLine(e));
            return new Rig(site(kind));
        }
    }

    private static String firstLine(Throwable error) {
        return error.toString().lines().findFirst().orElse("");
    }

    private static Site site(FaultKind kind) throws IOException {
        return kind.needsCluster() ? ClusterSite.start() : SingleSite.start();
    }

    private void close(@Nullable FaultKind kind, @Nullable Rig rig) {
        if (rig == null) {
            return;
        }
        try {
            rig.close();
        } catch (Exception | AssertionError e) {
            if (!stopping && kind == null) {
                table.violation(
                        new RoundName(FaultKind.CLOSE_HEALTHY, false, options.seed()), "at the end of a phase: " + e);
            }
        }
    }

    private void report(RoundResult result) {
        System.out.printf("%4d s  %s%n", (System.nanoTime() - startNs) / 1_000_000_000, result.describe());
        result.violations().forEach(violation -> System.out.println("        VIOLATION " + violation));
    }
}
