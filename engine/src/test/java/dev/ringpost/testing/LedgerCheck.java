package dev.ringpost.testing;

import dev.ringpost.EngineStats;
import dev.ringpost.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Judges a {@link Ledger} once nothing moves any more. Each check adds what it finds; {@link #verify} fails with it. */
public final class LedgerCheck {

    private static final int MAX_SHOWN = 12;

    private final Ledger ledger;
    private final List<String> violations = new ArrayList<>();

    LedgerCheck(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Accepted messages have exactly one outcome, others none. */
    public LedgerCheck oneOutcomeEach() {
        return none("accepted, without an outcome", id -> ledger.isAccepted(id) && ledger.outcomeCountOf(id) == 0)
                .none("with more than one outcome", id -> ledger.outcomeCountOf(id) > 1)
                .none("not accepted, with an outcome", id -> !ledger.isAccepted(id) && ledger.outcomeCountOf(id) > 0);
    }

    /** The engine counted what we counted. */
    public LedgerCheck stats(EngineStats stats) {
        equal("stats.accepted", stats.accepted(), ledger.acceptedTotal());
        equal("stats.inFlight", stats.inFlight(), 0);
        for (Outcome outcome : Outcome.values()) {
            long counted = switch (outcome) {
                case CONFIRMED -> stats.confirmed();
                case RETURNED -> stats.returned();
                case REJECTED -> stats.rejected();
                case TIMED_OUT -> stats.timedOut();
                case FAILED -> stats.failed();
                case ABORTED -> stats.aborted();
            };
            equal("stats of " + outcome, counted, ledger.totals().getOrDefault(outcome, 0L));
        }
        return this;
    }

    /** Everything accepted has this outcome. */
    public LedgerCheck all(Outcome outcome) {
        return none("accepted and not " + outcome, id -> ledger.isAccepted(id) && ledger.outcomeOf(id) != outcome);
    }

    /**
     * Nothing confirmed is missing, nothing came undamaged out of nowhere, repeats are explained by resends, and first
     * occurrences are in order. After everything was consumed.
     */
    public LedgerCheck delivery(long resends) {
        none("confirmed and missing", id -> ledger.outcomeOf(id) == Outcome.CONFIRMED && ledger.consumedCount(id) == 0);
        none("never accepted and there", id -> !ledger.isAccepted(id) && ledger.consumedCount(id) > 0);
        none(
                "returned or failed and there",
                id -> (ledger.outcomeOf(id) == Outcome.RETURNED || ledger.outcomeOf(id) == Outcome.FAILED)
                        && ledger.consumedCount(id) > 0);
        if (ledger.repeats() > resends) {
            violations.add(ledger.repeats() + " repeats, but only " + resends + " resends");
        }
        violations.addAll(ledger.damage());
        return this;
    }

    /** No message that the predicate takes. */
    public LedgerCheck none(String what, IntPredicate bad) {
        List<String> found = new ArrayList<>();
        int count = 0;
        for (int id = 0; id < ledger.attempts(); id++) {
            if (bad.test(id)) {
                count++;
                if (found.size() < MAX_SHOWN) {
                    String detail = ledger.detailOf(id);
                    found.add(id + " (" + ledger.outcomeOf(id) + (detail == null ? "" : ", " + detail) + ")");
                }
            }
        }
        if (count > 0) {
            violations.add(count + " of " + ledger.attempts() + " messages are " + what + ": " + found);
        }
        return this;
    }

    private void equal(String what, long is, long should) {
        if (is != should) {
            violations.add(what + " is " + is + ", the ledger says " + should);
        }
    }

    /** Fails with everything found, under a headline such as the seed. */
    public void verify(String headline) {
        if (!violations.isEmpty()) {
            throw new AssertionError(
                    headline + ", outcomes " + ledger.totals() + ":\n- " + String.join("\n- ", violations));
        }
    }
}
