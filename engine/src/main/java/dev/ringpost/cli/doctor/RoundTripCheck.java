package dev.ringpost.cli.doctor;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.MessageProperties;
import dev.ringpost.cli.base.Numbers;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How long an answer takes: of the broker that only has to answer, and of one that has to take a message. */
final class RoundTripCheck implements Doctor.Check {

    private static final int WARM_UP_COUNT = 5;
    private static final int MAX_COUNT = 200;
    private static final long MAX_NS = TimeUnit.SECONDS.toNanos(1);
    private static final double NS_PER_US = 1e3;
    private static final double FAR_US = 20_000;
    private static final double SLOW_CONFIRM_US = 100_000;
    private static final byte[] BODY = new byte[100];

    @Override
    public String what() {
        return "round trip";
    }

    @Override
    public void on(Examination examination) throws IOException, InterruptedException, TimeoutException {
        Channel channel = examination.connection().createChannel();
        Times answer = measure(examination, () -> channel.basicQos(1));
        if (answer.medianUs() > FAR_US) {
            examination.warn(
                    what(),
                    answer.toString(),
                    "the broker is far away, which is fine for throughput with a ring that is large enough (--ring-size);"
                            + " for latency, publish from near it");
        } else {
            examination.ok(what(), answer.toString());
        }
        if (examination.isBlocked()) {
            examination.skip("confirm", "the broker takes no messages", null);
            return;
        }
        confirm(examination);
    }

    private static void confirm(Examination examination) throws IOException, InterruptedException, TimeoutException {
        String queue = examination.queue();
        String target = queue == null ? "ringpost.doctor-nowhere" : queue; // the broker drops it and confirms
        Channel channel = examination.connection().createChannel();
        channel.confirmSelect();
        Times confirm = measure(examination, () -> {
            channel.basicPublish("", target, MessageProperties.PERSISTENT_BASIC, BODY);
            channel.waitForConfirms(examination.answerTimeoutMs());
        });
        String shown = confirm + (queue == null ? ", for messages that no queue takes" : "");
        if (confirm.medianUs() > SLOW_CONFIRM_US) {
            examination.warn(
                    "confirm",
                    shown,
                    "the broker takes long to store a message: look at its load, its disks and replicas");
        } else {
            examination.ok("confirm", shown);
        }
    }

    private interface Trip {
        void go() throws IOException, InterruptedException, TimeoutException;
    }

    private static Times measure(Examination examination, Trip trip)
            throws IOException, InterruptedException, TimeoutException {
        for (int i = 0; i < WARM_UP_COUNT; i++) {
            trip.go();
        }
        long[] tookNs = new long[MAX_COUNT];
        long beginNs = examination.clock().nanoTime();
        long nowNs = beginNs;
        int count = 0;
        while (count < MAX_COUNT && nowNs - beginNs < MAX_NS) {
            long startNs = nowNs;
            trip.go();
            nowNs = examination.clock().nanoTime();
            tookNs[count] = nowNs - startNs;
            count++;
        }
        return Times.of(Arrays.copyOf(tookNs, count));
    }

    /** Some measured times, in microseconds. */
    record Times(int count, double minUs, double medianUs, double p99Us) {

        static Times of(long[] tookNs) {
            long[] sorted = tookNs.clone();
            Arrays.sort(sorted);
            return new Times(
                    sorted.length, sorted[0] / NS_PER_US, at(sorted, 0.5) / NS_PER_US, at(sorted, 0.99) / NS_PER_US);
        }

        /** The smallest value that at least such a part of all are not above. */
        private static long at(long[] sorted, double part) {
            return sorted[Math.max(0, (int) Math.ceil(sorted.length * part) - 1)];
        }

        @Override
        public String toString() {
            return "min " + Numbers.micros(minUs) + ", median " + Numbers.micros(medianUs) + ", p99 "
                    + Numbers.micros(p99Us) + " of " + count;
        }
    }
}
