package dev.ringpost.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Outcome;
import dev.ringpost.RetryCause;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The judge can say no: each kind of wrong history is found, and a right one is not. */
class CheckerTest {

    private static final int ROUND = 70_000; // over 16 bits, as a long soak has it

    private final History history = new History(ROUND, 2);
    private final Expectations expectations = new Expectations();
    private final Map<Outcome, Long> counted = new EnumMap<>(Outcome.class);
    private long accepted;
    private long resends;
    private long retries;

    private long accepted(int caller, Route route) {
        long id = history.attempt(caller, route);
        history.accepted(id);
        accepted++;
        return id;
    }

    private void outcome(long id, Outcome outcome) {
        history.outcome(id, outcome, outcome == Outcome.CONFIRMED ? null : "why");
        counted.merge(outcome, 1L, Long::sum);
    }

    private long confirmed(Route route) {
        long id = accepted(0, route);
        outcome(id, Outcome.CONFIRMED);
        return id;
    }

    private void consumed(long id) {
        consumed(id, 100);
    }

    private void consumed(long id, int bytes) {
        byte[] body = new byte[bytes];
        MessageBody.write(body, body.length, id);
        history.consumed(body, bytes, false);
    }

    private void consumedInBatch(long id, int messageBytes) {
        byte[] body = new byte[100];
        MessageBody.write(body, body.length, id);
        history.consumed(body, messageBytes, true);
    }

    private void retried(Route route) {
        history.retry(route, RetryCause.NACK);
        retries++;
    }

    private Verdict verdict() {
        return Checker.check(
                history, expectations, new Totals(accepted, counted, resends, retries, 1, accepted, accepted));
    }

    private void violates(String what) {
        assertThat(verdict().violations())
                .anySatisfy(violation -> assertThat(violation).contains(what));
    }

    @Test
    void aRightHistory() {
        long one = confirmed(Route.KEY_A);
        long other = confirmed(Route.KEY_A);
        long apart = confirmed(Route.DEFAULT_EXCHANGE);
        outcome(accepted(1, Route.UNROUTABLE), Outcome.RETURNED);
        history.attempt(1, Route.KEY_A); // and refused
        consumed(apart);
        consumed(one);
        consumed(other);
        Verdict verdict = verdict();
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.attempted()).isEqualTo(5);
        assertThat(verdict.accepted()).isEqualTo(4);
        assertThat(verdict.outcomes()).isEqualTo(Map.of(Outcome.CONFIRMED, 3L, Outcome.RETURNED, 1L));
    }

    @Test
    void aLostMessage() {
        consumed(confirmed(Route.KEY_A));
        confirmed(Route.KEY_A);
        assertThat(verdict().lost()).isOne();
        violates("1 messages confirmed and lost [caller 0, KEY_A, number 1 (CONFIRMED)]");
    }

    @Test
    void aMessageInADeletedQueueIsNotLostButALaterOneIs() {
        confirmed(Route.DOOMED_QUEUE);
        history.excuse(Route.DOOMED_QUEUE);
        assertThat(verdict().violations()).isEmpty();
        confirmed(Route.DOOMED_QUEUE);
        assertThat(verdict().lost()).isOne();
    }

    @Test
    void anOutcomeThatNeverCame() {
        accepted(0, Route.KEY_B);
        violates("accepted, without an outcome [caller 0, KEY_B, number 0]");
    }

    @Test
    void aSecondOutcomeOfTheSameKind() {
        long id = confirmed(Route.KEY_A);
        consumed(id);
        history.outcome(id, Outcome.CONFIRMED, null);
        violates("1 second outcomes");
    }

    @Test
    void anotherOutcomeAfterwards() {
        long id = confirmed(Route.KEY_A);
        consumed(id);
        history.outcome(id, Outcome.TIMED_OUT, "late");
        violates("1 second outcomes");
        assertThat(verdict().outcomes()).isEqualTo(Map.of(Outcome.CONFIRMED, 1L));
    }

    @Test
    void anOutcomeForWhatWasRefused() {
        outcome(history.attempt(0, Route.KEY_A), Outcome.CONFIRMED);
        violates("not accepted, with an outcome");
    }

    @Test
    void anOutcomeForNoMessage() {
        history.outcome(MessageId.of(ROUND, 0, 3), Outcome.CONFIRMED, null);
        history.outcome(MessageId.of(ROUND - 1, 0, 0), Outcome.CONFIRMED, null);
        violates("2 outcomes of no message");
    }

    @Test
    void aMessageThatWasRefusedAndIsThere() {
        consumed(history.attempt(0, Route.KEY_C));
        violates("there and never accepted");
    }

    @Test
    void aBodyThatNobodyWrote() {
        history.consumed("foreign".getBytes(StandardCharsets.UTF_8), 7, false);
        violates("1 bodies damaged or foreign");
    }

    @Test
    void aBodyWithOneWrongByte() {
        long id = confirmed(Route.KEY_A);
        consumed(id);
        byte[] body = new byte[100];
        MessageBody.write(body, body.length, id);
        body[99]++;
        history.consumed(body, 100, false);
        violates("1 bodies damaged or foreign");
    }

    @Test
    void aBodyThatIsTooShort() {
        long id = confirmed(Route.KEY_A);
        consumed(id);
        byte[] body = new byte[100];
        MessageBody.write(body, body.length, id);
        history.consumed(Arrays.copyOf(body, 99), 99, false);
        violates("1 bodies damaged or foreign");
    }

    @Test
    void aDuplicateThatNothingExplains() {
        long id = confirmed(Route.KEY_A);
        consumed(id);
        consumed(id);
        consumed(id);
        assertThat(verdict().duplicates()).isEqualTo(2);
        resends = 1;
        violates("2 duplicates, against resends and retries, at most 1 may be");
        retried(Route.KEY_A);
        assertThat(verdict().violations()).isEmpty();
    }

    @Test
    void anInversion() {
        long one = confirmed(Route.KEY_A);
        long other = confirmed(Route.KEY_A);
        consumed(other);
        consumed(one);
        assertThat(verdict().inversions()).isOne();
        violates("1 inversions");
        retried(Route.KEY_B);
        violates("1 inversions"); // for nothing of its own route was tried again
        retried(Route.KEY_A);
        assertThat(verdict().inversions()).isZero();
        assertThat(verdict().excusedInversions()).isOne();
        assertThat(verdict().violations()).isEmpty();
    }

    @Test
    void asManyInversionsAsRetriesAndNoMore() {
        long one = confirmed(Route.KEY_A);
        long other = confirmed(Route.KEY_A);
        long third = confirmed(Route.KEY_A);
        retried(Route.KEY_A);
        consumed(third);
        consumed(other);
        consumed(one);
        assertThat(verdict().excusedInversions()).isOne();
        assertThat(verdict().inversions()).isOne();
        violates("1 inversions");
    }

    @Test
    void strictOrderHoldsOverRetries() {
        long one = confirmed(Route.STRICT);
        long other = confirmed(Route.STRICT);
        retried(Route.STRICT);
        consumed(other);
        consumed(one);
        violates("1 inversions");
    }

    @Test
    void aLargeMessageBehindASmallOneThatADeadBrokerKept() {
        long large = accepted(0, Route.MIXED_SIZES);
        long small = accepted(0, Route.MIXED_SIZES);
        history.brokerDied();
        outcome(large, Outcome.CONFIRMED);
        outcome(small, Outcome.CONFIRMED);
        consumed(small);
        consumed(large, MessageBody.KEPT_APART_BYTES);
        assertThat(verdict().violations()).isEmpty();
        assertThat(verdict().excusedInversions()).isOne();
    }

    @Test
    void aLargeMessageBehindASmallOneThatWasAnsweredBefore() {
        long large = accepted(0, Route.MIXED_SIZES);
        long small = confirmed(Route.MIXED_SIZES);
        history.brokerDied();
        outcome(large, Outcome.CONFIRMED);
        consumed(small);
        consumed(large, MessageBody.KEPT_APART_BYTES);
        violates("1 inversions");
    }

    /** Of two unanswered batches the broker kept the small one; what was in the large one came again in small ones. */
    private void batchBehindASmallOneThatADeadBrokerKept(Route route) {
        long inLarge = accepted(0, route);
        long inSmall = accepted(0, route);
        history.brokerDied();
        outcome(inLarge, Outcome.CONFIRMED);
        outcome(inSmall, Outcome.CONFIRMED);
        consumedInBatch(inSmall, 500);
        consumedInBatch(inLarge, 1_000);
    }

    @Test
    void aBatchThatMayHaveBeenLargeBehindASmallOneThatADeadBrokerKept() {
        batchBehindASmallOneThatADeadBrokerKept(Route.KEY_A);
        assertThat(verdict().violations()).isEmpty();
        assertThat(verdict().excusedInversions()).isOne();
    }

    @Test
    void aBatchThatWasAlwaysSmallBehindOneThatADeadBrokerKept() {
        batchBehindASmallOneThatADeadBrokerKept(Route.KEY_C);
        violates("1 inversions");
    }

    @Test
    void aBatchBehindALargeOneThatADeadBrokerKept() {
        long one = accepted(0, Route.KEY_A);
        long other = accepted(0, Route.KEY_A);
        history.brokerDied();
        outcome(one, Outcome.CONFIRMED);
        outcome(other, Outcome.CONFIRMED);
        consumedInBatch(other, MessageBody.KEPT_APART_BYTES);
        consumedInBatch(one, 1_000);
        violates("1 inversions");
    }

    @Test
    void aBatchBehindAnotherWithoutADeath() {
        long one = confirmed(Route.KEY_A);
        long other = confirmed(Route.KEY_A);
        consumedInBatch(other, 500);
        consumedInBatch(one, 1_000);
        violates("1 inversions");
    }

    @Test
    void aBatchThatCannotBeRead() {
        history.unreadable("cut short");
        violates("1 bodies damaged or foreign");
    }

    @Test
    void aRetryThatNobodyWasToldOf() {
        consumed(confirmed(Route.KEY_A));
        retries = 1;
        violates("1 retries that nobody was told of");
    }

    @Test
    void aRunOfRepeatsIsNoInversion() {
        long one = confirmed(Route.KEY_A);
        long other = confirmed(Route.KEY_A);
        long third = confirmed(Route.KEY_A);
        resends = 2;
        consumed(one);
        consumed(other);
        consumed(one);
        consumed(other);
        consumed(third);
        assertThat(verdict().violations()).isEmpty();
        assertThat(verdict().duplicates()).isEqualTo(2);
    }

    @Test
    void otherCallersAndOtherKeysMayOvertake() {
        long one = accepted(0, Route.KEY_A);
        long other = accepted(1, Route.KEY_A);
        long apart = accepted(0, Route.KEY_B);
        for (long id : new long[] {one, other, apart}) {
            outcome(id, Outcome.CONFIRMED);
        }
        consumed(apart);
        consumed(other);
        consumed(one);
        assertThat(verdict().violations()).isEmpty();
    }

    @Test
    void anOutcomeThatTheFaultDoesNotExplain() {
        outcome(accepted(0, Route.KEY_A), Outcome.FAILED);
        violates("with an outcome that the fault does not explain [caller 0, KEY_A, number 0 (FAILED)]");
        expectations.allow(Route.KEY_A, Outcome.FAILED);
        assertThat(verdict().violations()).isEmpty();
    }

    @Test
    void anUnroutableMessageThatIsConfirmed() {
        consumed(confirmed(Route.UNROUTABLE));
        violates("with an outcome that the fault does not explain");
    }

    @Test
    void aReturnedMessageThatIsThere() {
        expectations.allow(Route.MANDATORY, Outcome.RETURNED);
        long id = accepted(0, Route.MANDATORY);
        outcome(id, Outcome.RETURNED);
        consumed(id);
        violates("returned, rejected or failed, and there");
        resends = 1; // the first attempt arrived, its confirm did not, and the second attempt was returned
        assertThat(verdict().violations()).isEmpty();
    }

    @Test
    void anAbortedMessageMayBeThereOrNot() {
        expectations.allowEverywhere(Outcome.ABORTED);
        long id = accepted(0, Route.KEY_A);
        outcome(id, Outcome.ABORTED);
        outcome(accepted(0, Route.KEY_A), Outcome.ABORTED);
        consumed(id);
        assertThat(verdict().violations()).isEmpty();
    }

    @Test
    void anEngineThatCountsOtherwise() {
        consumed(confirmed(Route.KEY_A));
        accepted++;
        violates("the engine counted 2 messages accepted, its callers saw 1");
        accepted--;
        counted.merge(Outcome.REJECTED, 1L, Long::sum);
        violates("the engine counted 1 outcomes REJECTED, its callers saw 0");
    }

    @Test
    void morePlacesThanOneChunkHas() {
        for (int i = 0; i < 10_000; i++) {
            consumed(confirmed(Route.KEY_A));
        }
        assertThat(verdict().violations()).isEmpty();
        confirmed(Route.KEY_A);
        violates("KEY_A, number 10000 (CONFIRMED)");
    }
}
