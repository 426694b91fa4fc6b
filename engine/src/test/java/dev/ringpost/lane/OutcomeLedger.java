package dev.ringpost.lane;

import dev.ringpost.Outcome;
import dev.ringpost.OutcomeListener;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every outcome delivered, in the order it came. */
public final class OutcomeLedger implements OutcomeListener {

    private final List<Settled> settled = new ArrayList<>();

    /** One delivery. */
    public record Settled(
            long id, Outcome outcome, @Nullable String detail) {}

    @Override
    public synchronized void onOutcome(long id, Outcome outcome, @Nullable String detail) {
        settled.add(new Settled(id, outcome, detail));
    }

    /** All so far. */
    public synchronized List<Settled> all() {
        return List.copyOf(settled);
    }

    /** Ids with that outcome, in the order of delivery. */
    public List<Long> with(Outcome outcome) {
        return all().stream()
                .filter(one -> one.outcome() == outcome)
                .map(Settled::id)
                .toList();
    }

    /** The one outcome of a message, or {@code null}; fails if there are two. */
    public @Nullable Outcome of(long id) {
        List<Settled> found = all().stream().filter(one -> one.id() == id).toList();
        if (found.size() > 1) {
            throw new AssertionError("message " + id + " has more than one outcome: " + found);
        }
        return found.isEmpty() ? null : found.get(0).outcome();
    }

    /** Why a message has its outcome. */
    public String detailOf(long id) {
        return all().stream()
                .filter(one -> one.id() == id && one.detail() != null)
                .map(one -> String.valueOf(one.detail()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("message " + id + " has no detail: " + all()));
    }
}
