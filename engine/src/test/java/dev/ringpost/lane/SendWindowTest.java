package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.confirm.AckLog;
import dev.ringpost.confirm.DeliveryTags;
import dev.ringpost.confirm.SlotStates;
import org.junit.jupiter.api.Test;

/** How much may be unanswered after a loss. */
class SendWindowTest {

    private static final int RING_SIZE = 1024;

    private final SlotStates states = new SlotStates(RING_SIZE);
    private final SendWindow window = new SendWindow(RING_SIZE);
    private final AckLog log = new AckLog(16);
    private DeliveryTags tags = new DeliveryTags(states, RING_SIZE);
    private long sequence;
    private long nowNs;

    private void connect() {
        tags = new DeliveryTags(states, RING_SIZE);
        window.onConnected(nowNs);
    }

    private int sendAll() {
        int count = 0;
        while (count < RING_SIZE && window.room(tags) > 0) {
            tags.register(sequence++);
            count++;
        }
        tags.onWrite();
        return count;
    }

    private void answerAll() {
        log.offerConfirm(tags.next() - 1, true, true);
        tags.apply(log.poll(), (settled, outcome) -> {});
        window.grow(tags, nowNs);
    }

    @Test
    void theFirstConnectionHasNoLimit() {
        connect();
        assertThat(window.isOpen()).isTrue();
        assertThat(sendAll()).isEqualTo(RING_SIZE);
    }

    @Test
    void afterALossItIsSmallAndDoublesWithEachWindowAnswered() {
        connect();
        connect();
        assertThat(window.isOpen()).isFalse();
        assertThat(sendAll()).isEqualTo(64);
        answerAll();
        assertThat(sendAll()).isEqualTo(128);
        answerAll();
        assertThat(sendAll()).isEqualTo(256);
        answerAll();
        assertThat(sendAll()).isEqualTo(512);
        assertThat(window.isOpen()).isFalse();
        answerAll();
        assertThat(window.isOpen()).as("as wide as the ring").isTrue();
    }

    @Test
    void aWindowThatIsNotFullyAnsweredDoesNotGrow() {
        connect();
        connect();
        sendAll();
        log.offerConfirm(63, true, true);
        tags.apply(log.poll(), (settled, outcome) -> {});
        window.grow(tags, nowNs);
        assertThat(sendAll()).isEqualTo(63);
    }

    @Test
    void aWindowThatNobodyAnswersGrowsWithTime() {
        connect();
        connect();
        assertThat(sendAll()).isEqualTo(64);
        nowNs += 999_999_999;
        window.grow(tags, nowNs);
        assertThat(sendAll()).isZero();
        nowNs++;
        window.grow(tags, nowNs);
        assertThat(sendAll()).isEqualTo(64);
        for (int i = 0; i < 3; i++) {
            nowNs += 1_000_000_000;
            window.grow(tags, nowNs);
        }
        assertThat(window.isOpen()).isTrue();
    }

    @Test
    void eachLossStartsAgain() {
        connect();
        connect();
        sendAll();
        answerAll();
        connect();
        assertThat(sendAll()).isEqualTo(64);
    }

    @Test
    void aRingNoLargerThanTheFirstWindowIsNeverLimited() {
        SendWindow small = new SendWindow(SendWindow.FIRST_LIMIT);
        small.onConnected(nowNs);
        small.onConnected(nowNs);
        assertThat(small.isOpen()).isTrue();
    }
}
