package dev.ringpost.cli.doctor;

import dev.ringpost.EngineStats;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.cli.base.Numbers;
import dev.ringpost.cli.base.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A second of publishing through an engine, as an application would, into the queue made for these checks. */
final class ThroughputCheck implements Doctor.Check {

    private static final long PUBLISH_NS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);
    private static final int BODY_BYTES = 100;
    private static final int GROUP_COUNT = 64;
    private static final double NS_PER_SECOND = 1e9;
    private static final double SLOW_PER_SECOND = 1_000;

    private final EngineStart engines;

    ThroughputCheck(EngineStart engines) {
        this.engines = engines;
    }

    @Override
    public String what() {
        return "throughput";
    }

    @Override
    public void on(Examination examination) throws InterruptedException {
        if (examination.isBlocked()) {
            examination.skip(what(), "the broker takes no messages", null);
            return;
        }
        String queue = examination.queue();
        if (queue == null) {
            examination.skip(what(), "there is no queue to publish to that could be deleted again", null);
            return;
        }
        Ticker clock = examination.clock();
        try (PublisherEngine engine = engines.start()) {
            Producer producer =
                    engine.producer(PublishOptions.builder().routingKey(queue).build());
            byte[] body = new byte[BODY_BYTES];
            long startNs = clock.nanoTime();
            long number = 0;
            while (clock.nanoTime() - startNs < PUBLISH_NS) {
                for (int i = 0; i < GROUP_COUNT; i++) {
                    producer.publish(body, 0, body.length, number++);
                }
            }
            boolean isAnswered = engine.flush(LAST_ANSWERS);
            tell(examination, engine.stats(), (clock.nanoTime() - startNs) / NS_PER_SECOND, isAnswered);
        }
    }

    private void tell(Examination examination, EngineStats stats, double seconds, boolean isAnswered) {
        double perSecond = stats.confirmed() / seconds;
        String shown = Numbers.grouped(perSecond) + " messages/s of " + BODY_BYTES
                + " B confirmed (queue not durable, one connection)";
        if (!isAnswered || stats.confirmed() < stats.settled()) {
            examination.fail(
                    what(),
                    Numbers.grouped(stats.accepted() - stats.confirmed()) + " of " + Numbers.grouped(stats.accepted())
                            + " messages were not confirmed",
                    "look at the broker's log and load");
        } else if (perSecond < SLOW_PER_SECOND) {
            examination.warn(
                    what(), shown, "the broker is busy, or far away (see round trip): look at its load, its disks");
        } else {
            examination.ok(what(), shown);
        }
    }
}
