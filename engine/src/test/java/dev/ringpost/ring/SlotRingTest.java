package dev.ringpost.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.InvalidMessageException;
import dev.ringpost.testing.Await;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class SlotRingTest {

    private static final int SIZE = 128;
    private static final int WINDOW = SIZE - SlotRing.RESERVED_SLOTS;

    private final SlotRing ring = new SlotRing(SIZE, 64);

    @Test
    void theLastSlotsAreKeptFree() {
        assertThat(SlotRing.RESERVED_SLOTS).isEqualTo(64);
        for (int i = 0; i < WINDOW; i++) {
            assertThat(ring.hasRoom()).isTrue();
            assertThat(ring.remainingSlots()).isEqualTo(WINDOW - i);
            assertThat(ring.tryClaim()).isEqualTo(i);
        }
        assertThat(ring.hasRoom()).isFalse();
        assertThat(ring.remainingSlots()).isZero();
        assertThat(ring.tryClaim()).isEqualTo(SlotRing.NONE_FREE);
        assertThat(ring.cursor()).isEqualTo(WINDOW - 1);
        ring.completed().set(0);
        assertThat(ring.tryClaim()).isEqualTo(WINDOW);
        assertThat(ring.tryClaim()).isEqualTo(SlotRing.NONE_FREE);
    }

    @Test
    void whatGoesBackIntoTheRingMayTakeTheLastSlots() {
        for (int i = 0; i < WINDOW; i++) {
            ring.tryClaim();
        }
        for (int i = WINDOW; i < SIZE; i++) {
            assertThat(ring.tryClaimReserved()).isEqualTo(i);
        }
        assertThat(ring.tryClaimReserved()).isEqualTo(SlotRing.NONE_FREE);
        ring.completed().set(0);
        assertThat(ring.tryClaim()).as("the reserve comes first").isEqualTo(SlotRing.NONE_FREE);
        assertThat(ring.tryClaimReserved()).isEqualTo(SIZE);
    }

    @Test
    void claimedIsNotPublished() {
        long first = ring.tryClaim();
        long second = ring.tryClaim();
        ring.publish(second);
        assertThat(ring.isPublished(first)).isFalse();
        assertThat(ring.isPublished(second)).isTrue();
        ring.publish(first);
        assertThat(ring.isPublished(first)).isTrue();
        assertThat(ring.isPublished(second + 1)).isFalse();
    }

    @Test
    void inlineBodiesShareASlabWithoutOverlap() {
        for (int inlineBytes : new int[] {64, 100, 128, 129, 192, 512, 1000}) {
            for (int bodyBytes : new int[] {0, 1, 64, 128, inlineBytes}) {
                if (bodyBytes <= inlineBytes) {
                    bodiesDoNotOverlap(new SlotRing(SIZE, inlineBytes), bodyBytes, inlineBytes);
                }
            }
        }
        assertThat(ring.get(SIZE)).isSameAs(ring.get(0));
        Slot slot = ring.get(3);
        slot.large = new byte[1000];
        assertThat(slot.body()).isSameAs(slot.large);
        assertThat(slot.bodyOffset()).isZero();
    }

    private static void bodiesDoNotOverlap(SlotRing ring, int bodyBytes, int inlineBytes) {
        BitSet used = new BitSet();
        for (int i = 0; i < SIZE; i++) {
            Slot slot = ring.get(i);
            // Every other slot has a body of another length, which must not reach into this one's.
            slot.bodyBytes = i % 2 == 0 ? bodyBytes : inlineBytes;
            assertThat(slot.body()).isSameAs(ring.get(0).body()).hasSizeGreaterThanOrEqualTo(SIZE * inlineBytes);
            int from = slot.bodyOffset();
            int to = from + slot.bodyBytes;
            assertThat(to).isLessThanOrEqualTo(slot.body().length);
            assertThat(used.get(from, to).isEmpty())
                    .as("slot %s of %s bytes in places of %s", i, slot.bodyBytes, inlineBytes)
                    .isTrue();
            used.set(from, to);
        }
    }

    @Test
    void manyClaimersNeverGetTheSameSlotNorTheReserve() {
        ConcurrentHashMap<Long, Thread> claims = new ConcurrentHashMap<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                for (long claim = ring.tryClaim(); claim != SlotRing.NONE_FREE; claim = ring.tryClaim()) {
                    if (claims.put(claim, Thread.currentThread()) != null) {
                        throw new AssertionError("claimed twice: " + claim);
                    }
                    ring.publish(claim);
                }
            });
            threads.add(thread);
            thread.start();
        }
        threads.forEach(Await::ended);
        // The check and the claim are two steps, so each of the others may take one slot of the reserve.
        assertThat(claims.size()).isBetween(WINDOW, WINDOW + 3);
    }

    @Test
    void aBodyBufferGrowsToItsLimitAndNoFurther() {
        BodyBuffer buffer = new BodyBuffer();
        buffer.reset(5_000);
        buffer.write(new byte[4_999], 0, 4_999);
        buffer.write(7);
        assertThat(buffer.size()).isEqualTo(5_000);
        assertThat(buffer.array()[4_999]).isEqualTo((byte) 7);
        assertThatThrownBy(() -> buffer.write(8)).isInstanceOf(InvalidMessageException.class);
        assertThatThrownBy(() -> buffer.write(new byte[1], 0, Integer.MAX_VALUE))
                .isInstanceOf(InvalidMessageException.class);
        assertThat(buffer.size()).isEqualTo(5_000);
    }

    @Test
    void aBodyBufferDoesNotKeepTheMemoryOfALargeBody() {
        BodyBuffer buffer = new BodyBuffer();
        buffer.reset(1 << 20);
        buffer.write(new byte[1 << 20], 0, 1 << 20);
        buffer.release();
        buffer.reset(1 << 20);
        assertThat(buffer.array().length).isLessThanOrEqualTo(64 * 1024);
        assertThat(buffer.size()).isZero();
    }
}
