package dev.ringpost.faults;

import java.time.Duration;

/** What happens to the nodes of a cluster, and to the members of its queues. */
final class ClusterFaults {

    private static final Duration DOWN = Duration.ofSeconds(3);

    private static final Duration UNCONFIRMED = ClusterSite.CONFIRM_TIMEOUT.multipliedBy(4);
    private static final int TO_PAIR = 20;
    private static final int ELSEWHERE = 1_000;

    private ClusterFaults() {}

    /** SIGKILL to the node that leads the queue most messages go to. */
    static Fault leaderKilled() {
        return new Fault() {
            private int leader = -1;

            @Override
            public void inject(FaultContext context) {
                leader = context.cluster().leaderOf(Scene.mainQueue());
                context.cluster().kill(leader);
            }

            @Override
            public Duration hold(FaultContext context) {
                return DOWN;
            }

            @Override
            public void heal(FaultContext context) {
                if (leader >= 0) {
                    context.cluster().restart(leader);
                }
            }
        };
    }

    /** On each in turn RabbitMQ is stopped and started, and the load goes on. */
    static Fault rollingRestart() {
        return Fault.of(
                Duration.ZERO,
                context -> {
                    for (int i = 0; i < ClusterSite.size(); i++) {
                        context.cluster().restartApplication(i);
                        context.awaitConfirms(200);
                    }
                },
                context -> {});
    }

    /** The node that leads the queue most messages go to is cut off from the two others, and pauses itself. */
    static Fault minorityCutOff() {
        return new Fault() {
            private int cutOff = -1;

            @Override
            public void inject(FaultContext context) {
                cutOff = context.cluster().leaderOf(Scene.mainQueue());
                context.cluster().cutOff(cutOff);
            }

            @Override
            public Duration hold(FaultContext context) {
                return DOWN;
            }

            @Override
            public void heal(FaultContext context) throws Exception {
                if (cutOff >= 0) {
                    context.cluster().join(cutOff);
                }
            }
        };
    }

    /**
     * A queue of two members loses one: it takes messages and confirms none. The other lane does not feel it.
     */
    static Fault majorityLost() {
        return new Fault() {
            private String stopped = "";
            private long confirmedBefore;

            @Override
            public void inject(FaultContext context) throws Exception {
                stopped = context.cluster().stopFollower(Scene.pairQueue());
                for (int i = 0; i < TO_PAIR; i++) {
                    context.load().publishApart(Route.PAIR);
                }
                confirmedBefore = context.history().confirmedCount();
            }

            @Override
            public Duration hold(FaultContext context) {
                return UNCONFIRMED;
            }

            @Override
            public void heal(FaultContext context) throws Exception {
                History history = context.history();
                long confirmed = history.confirmedCount(Route.PAIR);
                long timeouts = history.confirmTimeouts(Route.PAIR);
                long elsewhere = history.confirmedCount() - confirmedBefore;
                if (!stopped.isEmpty()) {
                    context.cluster().startFollower(Scene.pairQueue(), stopped);
                }
                // RabbitMQ throttles the connection that such a queue's messages come by: its lane may be stuck in a
                // write for
                // as long, which is no time to wait for confirms in. So timeouts are told of, and not asked for.
                if (confirmed > 0 || elsewhere < ELSEWHERE) {
                    throw new AssertionError("of " + TO_PAIR + " messages to a queue without a majority " + confirmed
                            + " were confirmed, and " + timeouts + " times one was tried again; " + elsewhere
                            + " others were confirmed");
                }
            }
        };
    }
}
