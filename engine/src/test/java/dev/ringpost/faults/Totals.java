package dev.ringpost.faults;

import dev.ringpost.EngineStats;
import dev.ringpost.Outcome;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * What engines counted.
 *
 * @param accepted messages accepted
 * @param outcomes messages with each outcome
 * @param resends messages written again after a loss
 * @param retries messages tried again after a nack
 * @param connects connections made
 * @param sent messages written, repeats included
 * @param amqpMessages AMQP messages that they were in
 */
record Totals(
        long accepted,
        Map<Outcome, Long> outcomes,
        long resends,
        long retries,
        long connects,
        long sent,
        long amqpMessages) {

    static final Totals NONE = new Totals(0, Map.of(), 0, 0, 0, 0, 0);

    static Totals of(EngineStats stats) {
        return new Totals(
                stats.accepted(),
                Map.of(
                        Outcome.CONFIRMED, stats.confirmed(),
                        Outcome.RETURNED, stats.returned(),
                        Outcome.REJECTED, stats.rejected(),
                        Outcome.TIMED_OUT, stats.timedOut(),
                        Outcome.FAILED, stats.failed(),
                        Outcome.ABORTED, stats.aborted()),
                stats.resends(),
                stats.retries(),
                stats.connects(),
                stats.sent(),
                stats.amqpMessages());
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(accepted);
        for (Outcome outcome : Outcome.values()) {
            out.writeLong(outcome(outcome));
        }
        out.writeLong(resends);
        out.writeLong(retries);
        out.writeLong(connects);
        out.writeLong(sent);
        out.writeLong(amqpMessages);
    }

    static Totals read(DataInput in) throws IOException {
        long accepted = in.readLong();
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, in.readLong());
        }
        return new Totals(
                accepted, outcomes, in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }

    long outcome(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    double recordsPerMessage() {
        return amqpMessages == 0 ? 1 : (double) sent / amqpMessages;
    }

    Totals plus(Totals other) {
        return combine(other, 1);
    }

    Totals minus(Totals other) {
        return combine(other, -1);
    }

    private Totals combine(Totals other, int sign) {
        Map<Outcome, Long> sums = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            sums.put(outcome, outcome(outcome) + sign * other.outcome(outcome));
        }
        return new Totals(
                accepted + sign * other.accepted,
                sums,
                resends + sign * other.resends,
                retries + sign * other.retries,
                connects + sign * other.connects,
                sent + sign * other.sent,
                amqpMessages + sign * other.amqpMessages);
    }
}
