package dev.ringpost.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What happens to a whole broker. */
final class NodeFaults {

    private static final Duration FREEZE_AT_LEAST = Duration.ofSeconds(5);
    private static final Duration FREEZE_AT_MOST = Duration.ofSeconds(60);
    private static final Duration LAST_ANSWERS_WITHIN = Duration.ofMillis(300);
    private static final Duration OUTAGE = Duration.ofSeconds(30);

    private NodeFaults() {}

    /** SIGKILL. */
    static Fault killed() {
        return Fault.of(NodeFaults::kill, context -> Site.restart(context.site().node()));
    }

    private static void kill(FaultContext context) throws InterruptedException {
        context.site().node().kill();
        Thread.sleep(LAST_ANSWERS_WITHIN.toMillis()); // what it had sent is still heard
        context.history().brokerDied();
    }

    /** SIGTERM, and the wait for its end. */
    static Fault restarted() {
        return Fault.of(
                Duration.ZERO,
                context -> context.site().node().stop(),
                context -> Site.restart(context.site().node()));
    }

    /** Killed, and gone for half a minute. */
    static Fault gone() {
        return Fault.of(OUTAGE, NodeFaults::kill, context -> {
            if (!context.load().refusals().anyForRoom()) {
                throw new AssertionError("nobody was told that there is no room: "
                        + context.load().refusals());
            }
            Site.restart(context.site().node());
        });
    }

    /** SIGSTOP, SIGCONT. */
    static Fault frozen() {
        return new Fault() {
            @Override
            public void inject(FaultContext context) throws Exception {
                signal(context, "-STOP");
            }

            @Override
            public Duration hold(FaultContext context) {
                return context.between(FREEZE_AT_LEAST, FREEZE_AT_MOST);
            }

            @Override
            public void heal(FaultContext context) throws Exception {
                signal(context, "-CONT");
            }
        };
    }

    private static void signal(FaultContext context, String signal) throws IOException, InterruptedException {
        String pid = Long.toString(context.site().node().pids().get(0));
        Process kill = new ProcessBuilder("kill", signal, pid).inheritIO().start();
        if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IllegalStateException("kill " + signal + " " + pid + " failed");
        }
    }

    /** By the operator, twice. */
    static Fault connectionsClosed() {
        return Fault.of(context -> context.rabbitmqctl("close_all_connections", "a fault of the test"), context -> {
            context.awaitConfirms(50);
            context.rabbitmqctl("close_all_connections", "another fault of the test");
        });
    }

    /** The broker lets nobody in for a while, at its limit of connections. */
    static Fault connectionLimit() {
        return Fault.of(
                context -> {
                    context.rabbitmqctl("set_vhost_limits", "-p", "/", "{\"max-connections\":0}");
                    context.rabbitmqctl("close_all_connections", "no connections are allowed");
                },
                context -> context.rabbitmqctl("clear_vhost_limits", "-p", "/"));
    }

    /** Blocks publishers. */
    static Fault memoryAlarm() {
        return Fault.of(
                context -> context.rabbitmqctl("set_vm_memory_high_watermark", "0.0001"),
                context -> context.rabbitmqctl("set_vm_memory_high_watermark", "0.4"));
    }

    /** Blocks publishers. */
    static Fault diskAlarm() {
        return Fault.of(
                context -> context.rabbitmqctl("set_disk_free_limit", "1000000GB"),
                context -> context.rabbitmqctl("set_disk_free_limit", "50MB"));
    }
}
