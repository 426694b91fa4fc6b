package dev.ringpost.faults;

import dev.ringpost.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges a {@link History} once nothing moves any more and everything was read back:
 *
 * <ul>
 *   <li>lost: confirmed and not there, none but what the broker was told to delete
 *   <li>unexpected: there and never accepted, or damaged: none
 *   <li>outcomes: exactly one for each accepted message, none for others, and only such as the fault explains
 *   <li>duplicates: at most as many as resends and retries; so too what is there though it was returned or failed, as only
 *       another attempt can have been refused after one that arrived
 *   <li>inversions on first occurrences: none on {@link Route#STRICT}, on others at most as many as the engine told of retries
 *       after a nack or a confirm timeout; {@link Track.Arrival#OVERTAKEN_BY_KEPT} is the broker's doing
 *   <li>no retry that the retry listener was not told of
 *   <li>the engine counted what we counted
 * </ul>
 */
final class Checker {

    private static final int MAX_SHOWN = 8;

    private final History history;
    private final Expectations expectations;
    private final Totals engine;
    private final List<String> violations = new ArrayList<>();
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final Finding lost = new Finding("confirmed and lost");
    private final Finding unexpected = new Finding("there and never accepted");
    private final Finding unanswered = new Finding("accepted, without an outcome");
    private final Finding unasked = new Finding("not accepted, with an outcome");
    private final Finding unexplained = new Finding("with an outcome that the fault does not explain");
    private final Finding refusedAndThere = new Finding("returned, rejected or failed, and there");
    private long attempted;
    private long accepted;

    private Checker(History history, Expectations expectations, Totals engine) {
        this.history = history;
        this.expectations = expectations;
        this.engine = engine;
    }

    /**
     * Judges.
     *
     * @param history of a round that is over
     * @param expectations what the round's fault may do
     * @param engine what the engines counted in that round
     */
    static Verdict check(History history, Expectations expectations, Totals engine) {
        return new Checker(history, expectations, engine).verdict();
    }

    private Verdict verdict() {
        for (int stream = 0; stream < history.streams(); stream++) {
            Track track = history.track(stream);
            for (int number = 0; number < track.attempts(); number++) {
                judge(stream, track, number);
            }
        }
        long repeatable = engine.resends() + engine.retries();
        lost.mustBeAtMost(0);
        unexpected.mustBeAtMost(0);
        unanswered.mustBeAtMost(0);
        unasked.mustBeAtMost(0);
        unexplained.mustBeAtMost(0);
        refusedAndThere.mustBeAtMost(repeatable);
        atMost("bodies damaged or foreign", history.damaged(), 0);
        atMost("second outcomes", history.secondOutcomes(), 0);
        atMost("outcomes of no message", history.strayOutcomes(), 0);
        atMost("duplicates, against resends and retries", history.repeats(), repeatable);
        long inversions = 0;
        long excusedInversions = 0;
        long heard = 0;
        for (Route route : Route.values()) {
            long overtaken = history.inversions(route);
            // What is behind later ones was itself tried again.
            long retried = route == Route.STRICT ? 0 : Math.min(overtaken, history.retries(route));
            excusedInversions += retried + history.keptInversions(route);
            inversions += overtaken - retried;
            heard += history.retries(route);
        }
        atMost("retries that nobody was told of, of " + engine.retries(), engine.retries() - heard, 0);
        atMost("inversions", inversions, 0);
        equal("messages accepted", engine.accepted(), accepted);
        for (Outcome outcome : Outcome.values()) {
            equal("outcomes " + outcome, engine.outcome(outcome), outcomes.getOrDefault(outcome, 0L));
        }
        if (!violations.isEmpty()) {
            history.notes().forEach(note -> violations.add("noted: " + note));
        }
        return new Verdict(
                attempted,
                accepted,
                outcomes,
                lost.count,
                history.repeats(),
                inversions,
                excusedInversions,
                violations);
    }

    private void judge(int stream, Track track, int number) {
        attempted++;
        boolean isAccepted = track.isAccepted(number);
        boolean isThere = track.isSeen(number);
        Outcome outcome = track.outcome(number);
        if (isAccepted) {
            accepted++;
        }
        if (outcome != null) {
            outcomes.merge(outcome, 1L, Long::sum);
        }
        if (!isAccepted) {
            unexpected.addIf(isThere, stream, number, outcome);
            unasked.addIf(outcome != null, stream, number, outcome);
            return;
        }
        if (outcome == null) {
            unanswered.addIf(true, stream, number, null);
            return;
        }
        unexplained.addIf(!expectations.allows(history.routeOf(stream), outcome), stream, number, outcome);
        switch (outcome) {
            case CONFIRMED -> lost.addIf(!isThere && !track.isExcused(number), stream, number, outcome);
            case RETURNED, REJECTED, FAILED -> refusedAndThere.addIf(isThere, stream, number, outcome);
            case TIMED_OUT, ABORTED -> {
                // Nobody knows, so both are right.
            }
        }
    }

    private void atMost(String what, long count, long most) {
        if (count > most) {
            violations.add(count + " " + what + ", at most " + most + " may be");
        }
    }

    private void equal(String what, long counted, long seen) {
        if (counted != seen) {
            violations.add("the engine counted " + counted + " " + what + ", its callers saw " + seen);
        }
    }

    /** Messages of one kind: how many, and the first ones by name. */
    private final class Finding {
        private final String what;
        private final List<String> shown = new ArrayList<>();
        private long count;

        Finding(String what) {
            this.what = what;
        }

        void addIf(boolean found, int stream, int number, @Nullable Outcome outcome) {
            if (!found) {
                return;
            }
            count++;
            if (shown.size() < MAX_SHOWN) {
                shown.add(MessageId.toString(MessageId.of(history.round(), stream, number))
                        + (outcome == null ? "" : " (" + outcome + ")"));
            }
        }

        void mustBeAtMost(long most) {
            atMost("messages " + what + " " + shown, count, most);
        }
    }
}
