package dev.ringpost.confirm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.testing.Await;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AckLogTest {

    private static final long ENTRIES = 2_000_000;

    @Test
    void entriesComeOutAsTheyWentIn() {
        AckLog log = new AckLog(8);
        long largest = (1L << 60) - 1;
        assertThat(log.isEmpty()).isTrue();
        assertThat(log.offerConfirm(1, false, true)).isTrue();
        assertThat(log.offerConfirm(2, true, true)).isTrue();
        assertThat(log.offerConfirm(3, false, false)).isTrue();
        assertThat(log.offerConfirm(0, true, false)).isTrue();
        assertThat(log.offerReturn(largest)).isTrue();
        assertThat(log.isEmpty()).isFalse();
        assertEntry(log.poll(), 1, AckLog.ACK);
        assertEntry(log.poll(), 2, AckLog.ACK_MULTIPLE);
        assertEntry(log.poll(), 3, AckLog.NACK);
        assertEntry(log.poll(), 0, AckLog.NACK_MULTIPLE);
        assertEntry(log.poll(), largest, AckLog.RETURN);
        assertThat(log.poll()).isEqualTo(AckLog.EMPTY);
        assertThat(log.isEmpty()).isTrue();
    }

    private static void assertEntry(long entry, long tag, int kind) {
        assertThat(AckLog.deliveryTag(entry)).isEqualTo(tag);
        assertThat(AckLog.kind(entry)).isEqualTo(kind);
    }

    @Test
    void aTagTooWideForAnEntryTurnsIntoNone() {
        AckLog log = new AckLog(8);
        long alias = (1L << 61) + 5; // shifted, it would be 5
        for (long tag : new long[] {alias, Long.MAX_VALUE, -1}) {
            assertThat(log.offerConfirm(tag, false, true)).isTrue();
            assertEntry(log.poll(), 0, AckLog.ACK);
            assertThat(log.offerReturn(tag)).isTrue();
            assertEntry(log.poll(), 0, AckLog.RETURN);
        }
    }

    @Test
    void aFullLogRefusesAndKeepsWhatItHas() {
        AckLog log = new AckLog(4);
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 4; i++) {
                assertThat(log.offerReturn(i)).isTrue();
            }
            assertThat(log.offerReturn(99)).isFalse();
            assertThat(log.offerConfirm(99, true, true)).isFalse();
            assertThat(AckLog.deliveryTag(log.poll())).isZero();
            assertThat(log.offerReturn(4)).isTrue();
            assertThat(log.offerReturn(99)).isFalse();
            for (int i = 1; i <= 4; i++) {
                assertThat(AckLog.deliveryTag(log.poll())).isEqualTo(i);
            }
            assertThat(log.poll()).isEqualTo(AckLog.EMPTY);
        }
    }

    @Test
    void theCapacityIsAPowerOfTwo() {
        assertThatThrownBy(() -> new AckLog(100)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Also that what the writer wrote before an entry is seen by whoever reads the entry. */
    @Test
    void oneWriterAndOneReaderLoseAndReorderNothing() {
        AckLog log = new AckLog(64);
        long[] payload = new long[(int) ENTRIES + 1];
        AtomicLong refused = new AtomicLong();
        Thread writer = new Thread(() -> {
            for (long tag = 1; tag <= ENTRIES; tag++) {
                payload[(int) tag] = tag * 31;
                while (!log.offerConfirm(tag, tag % 3 == 0, tag % 5 != 0)) {
                    refused.incrementAndGet();
                    Thread.onSpinWait();
                }
            }
        });
        writer.start();
        long tag = 0;
        while (tag < ENTRIES) {
            long entry = log.poll();
            if (entry == AckLog.EMPTY) {
                if (!writer.isAlive() && log.isEmpty()) {
                    break;
                }
                Thread.onSpinWait();
                continue;
            }
            tag++;
            int kind = tag % 3 == 0
                    ? (tag % 5 != 0 ? AckLog.ACK_MULTIPLE : AckLog.NACK_MULTIPLE)
                    : (tag % 5 != 0 ? AckLog.ACK : AckLog.NACK);
            if (AckLog.deliveryTag(entry) != tag || AckLog.kind(entry) != kind || payload[(int) tag] != tag * 31) {
                throw new AssertionError("entry " + tag + " is " + AckLog.deliveryTag(entry) + " of kind "
                        + AckLog.kind(entry) + " with payload " + payload[(int) tag]);
            }
        }
        Await.ended(writer);
        assertThat(tag).isEqualTo(ENTRIES);
        assertThat(refused.get())
                .as("the log was full now and then, or this proves little")
                .isPositive();
    }
}
