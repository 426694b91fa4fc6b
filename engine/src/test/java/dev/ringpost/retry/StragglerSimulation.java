package dev.ringpost.retry;

import java.util.PriorityQueue;
import java.util.Random;

/**
 * A lane in numbers only: callers that fill every free slot, a broker that answers in its time or, now and then, never,
 * and slots that get free in order. Tells the rate of confirms.
 */
final class StragglerSimulation {

    private static final long STEP_NS = 100_000;

    /** When the broker will confirm a message that it gets now. */
    interface Broker {
        long confirmAtNs(long nowNs, Random random);
    }

    /** Any number at once, each after so long, give or take a part of it: the window is the limit. */
    static Broker latency(long latencyNs, double spread) {
        return (nowNs, random) -> nowNs + (long) (latencyNs * (1 + spread * (2 * random.nextDouble() - 1)));
    }

    /** One after the other: the broker's speed is the limit. */
    static Broker rate(long perSecond, long latencyNs) {
        long[] freeAtNs = {0};
        return (nowNs, random) -> {
            freeAtNs[0] = Math.max(nowNs, freeAtNs[0]) + 1_000_000_000 / perSecond;
            return freeAtNs[0] + latencyNs;
        };
    }

    /** Two kinds of queues: a part of the messages goes to the slow kind. */
    static Broker twoKinds(Broker fast, Broker slow, double slowPart) {
        return (nowNs, random) -> (random.nextDouble() < slowPart ? slow : fast).confirmAtNs(nowNs, random);
    }

    private record Confirm(long atNs, long sequence) {}

    private final int window;
    private final Broker broker;
    private final double silentPart;
    private final boolean withRule;
    private final long confirmTimeoutNs;
    private final Random random = new Random(42);
    private final StragglerRule rule;
    private final ConfirmTimes times = new ConfirmTimes();
    private final long[] sentNs;
    private final boolean[] settled;
    private final PriorityQueue<Confirm> answers =
            new PriorityQueue<>((one, other) -> Long.compare(one.atNs(), other.atNs()));
    private long nowNs;
    private long sent;
    private long freed;
    private long settledCount;
    private long confirmedCount;
    private long movedCount;

    StragglerSimulation(int window, Broker broker, double silentPart, boolean withRule, long confirmTimeoutNs) {
        this.window = window;
        this.broker = broker;
        this.silentPart = silentPart;
        this.withRule = withRule;
        this.confirmTimeoutNs = confirmTimeoutNs;
        rule = new StragglerRule(window);
        sentNs = new long[window];
        settled = new boolean[window];
    }

    /** Confirms a second, over a while after a first while; messages that are never confirmed do not count. */
    double ratePerSecond(long warmUpNs, long measureNs) {
        runUntil(warmUpNs);
        long before = confirmedCount;
        movedCount = 0;
        runUntil(warmUpNs + measureNs);
        return (confirmedCount - before) * 1e9 / measureNs;
    }

    /** Messages moved aside while the rate was measured. */
    long movedCount() {
        return movedCount;
    }

    private void runUntil(long endNs) {
        while (nowNs < endNs) {
            nowNs += STEP_NS;
            hear();
            free();
            send();
            moveAside();
        }
    }

    private void hear() {
        long lastNs = -1;
        for (Confirm next = answers.peek(); next != null && next.atNs() <= nowNs; next = answers.peek()) {
            answers.remove();
            confirmedCount++;
            if (next.sequence() >= freed && !settled[index(next.sequence())]) { // else it was moved
                settle(next.sequence());
                lastNs = nowNs - sentNs[index(next.sequence())];
            }
        }
        if (lastNs >= 0) {
            times.onConfirm(lastNs); // one sample a step, as the lane does
        }
    }

    private void settle(long sequence) {
        settled[index(sequence)] = true;
        settledCount++;
    }

    private void free() {
        while (freed < sent && settled[index(freed)]) {
            freed++;
            settledCount--;
        }
    }

    private void send() {
        while (sent - freed < window) {
            sentNs[index(sent)] = nowNs;
            settled[index(sent)] = false;
            long atNs = broker.confirmAtNs(nowNs, random);
            if (random.nextDouble() >= silentPart) {
                answers.add(new Confirm(atNs, sent));
            }
            sent++;
        }
    }

    private void moveAside() {
        while (freed < sent && mustMove(nowNs - sentNs[index(freed)])) {
            settle(freed);
            movedCount++;
            free();
        }
    }

    private boolean mustMove(long headWaitNs) {
        long freeSlots = window - (sent - freed);
        return headWaitNs >= confirmTimeoutNs
                || (withRule && rule.isStraggler(freeSlots, settledCount, true, headWaitNs, times));
    }

    private int index(long sequence) {
        return (int) (sequence % window);
    }
}
