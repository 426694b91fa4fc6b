package dev.ringpost.faults;

import dev.ringpost.testing.Await;
import dev.ringpost.testing.TcpProxy;
import java.time.Duration;
import java.util.Random;

/**
 * What a fault can lay hands on.
 *
 * @param rig the site, the engine and what hears its outcomes
 * @param history of this round
 * @param load that runs
 * @param expectations to be widened by what the fault may do to messages
 * @param random the round's
 * @param maxHold no fault of free choice lasts longer
 */
record FaultContext(Rig rig, History history, Load load, Expectations expectations, Random random, Duration maxHold) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    Site site() {
        return rig.site();
    }

    /** The site, of faults that are for a single node. */
    SingleSite single() {
        return (SingleSite) rig.site();
    }

    TcpProxy proxy() {
        return single().proxy();
    }

    /** The site, of faults that are for a cluster. */
    ClusterSite cluster() {
        return (ClusterSite) rig.site();
    }

    String rabbitmqctl(String... arguments) {
        return site().node().rabbitmqctl(arguments);
    }

    /** A duration drawn from there to there, but not over {@link #maxHold}, nor below the shortest. */
    Duration between(Duration shortest, Duration longest) {
        long mostMs = Math.max(shortest.toMillis() + 1, Math.min(longest.toMillis(), maxHold.toMillis()));
        return Duration.ofMillis(shortest.toMillis() + random.nextInt((int) (mostMs - shortest.toMillis())));
    }

    /** Waits until that many more messages are confirmed. */
    void awaitConfirms(int count) throws Exception {
        long before = history.confirmedCount();
        Await.until(
                count + " more confirms; " + load.refusals(),
                PATIENCE,
                () -> history.confirmedCount() >= before + count);
    }

    /** Waits until the proxy has taken one more connection than it had. */
    void awaitConnection(int acceptedBefore) throws Exception {
        Await.until("another connection", PATIENCE, () -> proxy().acceptedCount() > acceptedBefore);
    }
}
