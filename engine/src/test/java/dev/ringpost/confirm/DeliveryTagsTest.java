package dev.ringpost.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryTagsTest {

    private static final int SIZE = 8;

    private final SlotStates states = new SlotStates(SIZE);
    private final DeliveryTags tags = new DeliveryTags(states, SIZE);
    private final AckLog log = new AckLog(64);
    private final List<String> settled = new ArrayList<>();

    /** Applies everything in the log; false if an entry was refused. */
    private boolean apply() {
        boolean all = true;
        for (long entry = log.poll(); entry != AckLog.EMPTY; entry = log.poll()) {
            all &= tags.apply(entry, (sequence, outcome) -> settled.add(sequence + " " + outcome));
        }
        return all;
    }

    private void send(long fromSequence, long toSequence) {
        for (long sequence = fromSequence; sequence <= toSequence; sequence++) {
            states.set(sequence, SlotStates.READY);
            tags.register(sequence);
        }
        tags.onWrite();
    }

    @Test
    void tagsCountFromOneWhateverTheSequence() {
        assertThat(tags.next()).isEqualTo(1);
        send(5, 7);
        assertThat(tags.next()).isEqualTo(4);
        log.offerConfirm(2, false, true);
        assertThat(apply()).isTrue();
        assertThat(settled).containsExactly("6 CONFIRMED");
        assertThat(states.outcome(6)).isEqualTo(Outcome.CONFIRMED);
        assertThat(tags.awaitingCount()).isEqualTo(2);
    }

    @Test
    void wrappingAroundTheRingManyTimesKeepsTagsApart() {
        long tag = 0;
        for (long sequence = 0; sequence < 50 * SIZE; sequence += SIZE) {
            send(sequence, sequence + SIZE - 1);
            tag += SIZE;
            settled.clear();
            log.offerConfirm(tag - 2 * SIZE + 1, false, true); // freed long ago: stands for nobody
            log.offerConfirm(tag - SIZE, true, true); // the ring before: settled
            log.offerConfirm(tag - SIZE, false, false);
            boolean ahead = sequence == 0; // those are negative or 0 then, as no broker says
            if (!ahead) {
                assertThat(apply()).isTrue();
                assertThat(settled).isEmpty();
            } else {
                log.poll();
                log.poll();
                log.poll();
            }
            log.offerConfirm(tag, true, true);
            assertThat(apply()).isTrue();
            assertThat(settled).hasSize(SIZE).startsWith(sequence + " CONFIRMED");
            assertThat(tags.awaitingCount()).isZero();
        }
    }

    @Test
    void anAnswerIsHeardThoughNearlyTwoRingsOfTagsCameAfter() {
        send(SIZE - 1, SIZE - 1); // those before it in the ring had to wait
        send(0, SIZE - 2);
        log.offerConfirm(SIZE, false, true);
        log.offerConfirm(SIZE - 1, true, true);
        assertThat(apply()).isTrue();
        settled.clear();
        send(SIZE, 2 * SIZE - 2);
        states.set(SIZE - 1, SlotStates.READY);
        tags.register(SIZE - 1);
        long oldest = tags.next() - 1;
        send(0, SIZE - 2);
        send(SIZE, 2 * SIZE - 2);
        log.offerConfirm(oldest, false, true);
        assertThat(apply()).isTrue();
        assertThat(settled).containsExactly(SIZE - 1 + " CONFIRMED");
    }

    @Test
    void aMultipleThatGoesFarBackTouchesOnlyTheRing() {
        for (long sequence = 0; sequence < 10 * SIZE; sequence++) {
            send(sequence, sequence);
            states.settle(sequence, Outcome.TIMED_OUT); // never answered
            tags.onSettledOtherwise(sequence);
        }
        send(10 * SIZE, 10 * SIZE + 1);
        log.offerConfirm(tags.next() - 1, true, true);
        assertThat(apply()).isTrue();
        assertThat(settled).containsExactly(10 * SIZE + " CONFIRMED", 10 * SIZE + 1 + " CONFIRMED");
    }

    @Test
    void anAnswerToAnotherAttemptAtTheSameSlotIsIgnored() {
        DeliveryTags newer = new DeliveryTags(states, SIZE);
        send(0, 2);
        states.set(2, SlotStates.READY_AGAIN);
        newer.register(2);
        newer.onWrite(); // tag 1 on the next connection
        log.offerConfirm(3, false, true);
        assertThat(apply()).isTrue();
        assertThat(settled).isEmpty();
        assertThat(states.get(2)).isEqualTo(SlotStates.SENT);
    }

    @Test
    void aTagNeverUsedIsRefusedWithoutAnEffect() {
        send(0, 1);
        log.offerConfirm(3, true, true);
        assertThat(apply()).isFalse();
        log.offerReturn(3);
        assertThat(apply()).isFalse();
        assertThat(settled).isEmpty();
        assertThat(tags.awaitingCount()).isEqualTo(2);
    }

    @Test
    void outcomesOfAllKindsSurviveInTheStates() {
        for (Outcome outcome : Outcome.values()) {
            states.set(3, SlotStates.READY);
            assertThat(states.isSettled(3)).isFalse();
            states.settle(3, outcome);
            assertThat(states.isSettled(3)).isTrue();
            assertThat(states.outcome(3)).isEqualTo(outcome);
        }
        states.set(3, SlotStates.VOID);
        assertThat(states.isSettled(3)).isTrue();
    }
}
