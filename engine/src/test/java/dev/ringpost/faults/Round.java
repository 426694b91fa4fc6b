package dev.ringpost.faults;

import dev.ringpost.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One fault amid a load, and the judgement of it. Used by one thread. */
final class Round {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SETTLE = Duration.ofSeconds(150);
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final Duration COOL_DOWN = Duration.ofMillis(1_500);
    private static final Duration MEASURED = Duration.ofSeconds(5);
    private static final Duration RATE_BACK_WITHIN = Duration.ofSeconds(5);
    private static final Duration RATE_WINDOW = Duration.ofSeconds(1);
    private static final double RATE_SHARE = 0.9;
    private static final int WARM_CONFIRMS = 200;
    private static final int MOST_RECORDS_PER_SECOND = 40_000;

    private final Rig rig;
    private final RoundName name;
    private final FaultKind kind;
    private final int messagesPerSecond;
    private final Duration maxHold;
    private final History history;
    private final Load load;
    private final Expectations expectations = new Expectations();
    private final List<String> violations = new ArrayList<>();
    private String remarks = "";
    private Duration recovery = Duration.ZERO;

    /**
     * Not run yet.
     *
     * @param rig in order
     * @param number of the round, another one each time
     * @param name its fault and how it is published
     * @param messagesPerSecond of the load, where the fault does not ask for more
     * @param maxHold no fault of free choice lasts longer
     */
    Round(Rig rig, int number, RoundName name, int messagesPerSecond, Duration maxHold) {
        this.rig = rig;
        this.name = name;
        this.kind = name.kind();
        this.messagesPerSecond = kind.isAtFullLoad() ? fullLoad(name) : messagesPerSecond;
        this.maxHold = maxHold;
        this.history = new History(number, 2 * Load.CALLERS);
        this.load = new Load(rig.engines(), history, rig.outcomes(), name, 0);
    }

    /** As many as the callers can; but records are so many then that reading them back would take longer than the round. */
    private static int fullLoad(RoundName name) {
        return name.batched() ? MOST_RECORDS_PER_SECOND : 0;
    }

    /**
     * Runs it.
     *
     * @throws Exception if it could not be brought to its end; the rig is of no use any more
     */
    RoundResult run() throws Exception {
        Totals before = rig.engines().totals();
        rig.outcomes().attach(history);
        Pulse pulse = new Pulse(history);
        try (pulse) {
            load.start(name.seed(), messagesPerSecond);
            try {
                strike(pulse);
            } finally {
                load.stop();
            }
            load.join(PATIENCE);
            if (!rig.engines().flush(SETTLE)) {
                throw new AssertionError("not settled within " + SETTLE + " after the fault: accepted "
                        + history.acceptedCount() + ", settled " + history.settledCount() + ", " + remarks());
            }
        }
        Readback.into(history, rig.site());
        Totals engine = rig.engines().totals().minus(before);
        Verdict verdict = Checker.check(history, expectations, engine);
        violations.addAll(verdict.violations());
        return new RoundResult(
                name,
                new Verdict(
                        verdict.attempted(),
                        verdict.accepted(),
                        verdict.outcomes(),
                        verdict.lost(),
                        verdict.duplicates(),
                        verdict.inversions(),
                        verdict.excusedInversions(),
                        violations),
                pulse.stallAmid(),
                pulse.stallApart(),
                recovery,
                pulse.maxHeapBytes(),
                engine.resends(),
                engine.retries(),
                engine.connects(),
                engine.recordsPerMessage(),
                remarks());
    }

    private void strike(Pulse pulse) throws Exception {
        Fault fault = kind.fault();
        FaultContext context = new FaultContext(rig, history, load, expectations, new Random(name.seed()), maxHold);
        Await.until("the load runs, " + load.refusals(), PATIENCE, () -> history.confirmedCount() > WARM_CONFIRMS);
        rest(kind.restoresRate() ? MEASURED.plus(WARM_UP) : WARM_UP);
        long strikeNs = System.nanoTime();
        pulse.fault();
        try {
            fault.inject(context);
            rest(fault.hold(context));
        } finally {
            fault.heal(context);
        }
        long healedNs = System.nanoTime();
        context.awaitConfirms(1);
        recovery = Duration.ofNanos(System.nanoTime() - healedNs);
        context.awaitConfirms(WARM_CONFIRMS);
        pulse.calm();
        if (kind.restoresRate()) {
            rest(RATE_BACK_WITHIN.plus(RATE_WINDOW));
            judgeRate(pulse, strikeNs, healedNs);
        } else {
            rest(COOL_DOWN);
        }
    }

    private void judgeRate(Pulse pulse, long strikeNs, long healedNs) {
        double before = pulse.ratePerSecond(strikeNs - MEASURED.toNanos(), strikeNs);
        double best = 0;
        Duration backAfter = RATE_BACK_WITHIN;
        for (long ns = 0; ns <= RATE_BACK_WITHIN.toNanos(); ns += RATE_WINDOW.toNanos() / 10) {
            double rate = pulse.ratePerSecond(healedNs + ns, healedNs + ns + RATE_WINDOW.toNanos());
            if (best < RATE_SHARE * before && rate >= RATE_SHARE * before) {
                backAfter = Duration.ofNanos(ns);
            }
            best = Math.max(best, rate);
        }
        String rates =
                String.format("%.0f confirms/s before, at best %.0f within %s after", before, best, RATE_BACK_WITHIN);
        if (best < RATE_SHARE * before) {
            violations.add("the rate did not come back: " + rates);
        }
        remarks = rates + ", 90 % from " + backAfter + " on";
    }

    private String remarks() {
        return remarks + (remarks.isEmpty() ? "" : "; ") + "refusals: " + load.refusals();
    }

    private static void rest(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis());
    }
}
