package dev.ringpost.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.testing.Await;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

    private static final int KB = 1024;
    private static final int MB = 1024 * KB;

    private static byte[] taken(ByteBudget budget, int bytes) {
        return Objects.requireNonNull(budget.tryTake(bytes), () -> "no room for " + bytes);
    }

    @Test
    void sizesAreRoundedUpToPowersOfTwoAndLargeOnesAreExact() {
        ByteBudget budget = new ByteBudget(100L * MB);
        int[][] table = {
            {1, KB}, {KB, KB}, {KB + 1, 2 * KB}, {600_000, MB}, {MB, MB}, {MB + 1, MB + 1}, {5_000_001, 5_000_001}
        };
        long sum = 0;
        for (int[] row : table) {
            assertThat(taken(budget, row[0]).length).as("for %s bytes", row[0]).isEqualTo(row[1]);
            sum += row[1];
        }
        assertThat(budget.takenBytes()).isEqualTo(sum);
    }

    @Test
    void theLimitIsKept() {
        ByteBudget budget = new ByteBudget(4 * KB);
        byte[] first = taken(budget, 2 * KB);
        taken(budget, KB);
        assertThat(budget.tryTake(KB + 1)).isNull();
        taken(budget, KB);
        assertThat(budget.tryTake(1)).isNull();
        assertThat(budget.takenBytes()).as("refusals take nothing").isEqualTo(4 * KB);
        budget.giveBack(first);
        assertThat(budget.tryTake(2 * KB)).isNotNull();
    }

    @Test
    void oneBodyWithinTheLimitAlwaysFitsAnEmptyBudget() {
        ByteBudget budget = new ByteBudget(5_000);
        byte[] rounded = taken(budget, 5_000);
        assertThat(rounded.length).isGreaterThanOrEqualTo(5_000);
        assertThat(budget.tryTake(1)).isNull();
        budget.giveBack(rounded);
        assertThat(budget.takenBytes()).isZero();
        assertThat(budget.tryTake(5_001)).as("over the limit").isNull();
    }

    @Test
    void buffersAreUsedAgain() {
        ByteBudget budget = new ByteBudget(MB);
        byte[] buffer = taken(budget, 3 * KB);
        budget.giveBack(buffer);
        assertThat(taken(budget, 2 * KB)).as("another size").isNotSameAs(buffer);
        assertThat(taken(budget, 4 * KB)).as("the same size").isSameAs(buffer);
        assertThat(taken(budget, 4 * KB)).as("only once").isNotSameAs(buffer);
    }

    @Test
    @SuppressWarnings("ReferenceEquality") // the very same one is meant
    void keptBuffersMakeWayForOtherSizes() {
        ByteBudget budget = new ByteBudget(64 * KB);
        List<byte[]> small = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            small.add(taken(budget, KB));
        }
        small.forEach(budget::giveBack);
        assertThat(budget.takenBytes()).isZero();
        byte[] large = taken(budget, 64 * KB);
        budget.giveBack(large);
        byte[] fresh = taken(budget, KB);
        assertThat(small.stream().anyMatch(buffer -> buffer == fresh))
                .as("they were dropped for the large one")
                .isFalse();
    }

    @Test
    void theLaneMayGoOverTheLimitAndCallersWaitUntilItIsBelow() {
        ByteBudget budget = new ByteBudget(4 * KB);
        byte[] first = budget.takeAnyway(4 * KB);
        byte[] second = budget.takeAnyway(3 * MB);
        assertThat(budget.takenBytes()).isEqualTo(4 * KB + 3 * MB);
        assertThat(budget.tryTake(1)).isNull();
        budget.giveBack(second);
        assertThat(budget.tryTake(1)).isNull();
        budget.giveBack(first);
        assertThat(budget.tryTake(1)).isNotNull();
    }

    @Test
    void underStressEverythingComesBackAndNoBufferIsHandedOutTwice() {
        ByteBudget budget = new ByteBudget(256 * KB);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int marker = t + 1;
            Thread thread = new Thread(() -> {
                try {
                    churn(budget, marker);
                } catch (Throwable e) {
                    failure.set(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        threads.forEach(Await::ended);
        assertThat(failure.get()).isNull();
        assertThat(budget.takenBytes()).isZero();
        assertThat(budget.tryTake(256 * KB)).isNotNull();
    }

    private static void churn(ByteBudget budget, int marker) {
        Random random = new Random(marker);
        ArrayDeque<byte[]> held = new ArrayDeque<>();
        for (int i = 0; i < 50_000; i++) {
            byte[] buffer = random.nextBoolean() ? budget.tryTake(1 + random.nextInt(40 * KB)) : null;
            if (buffer != null) {
                buffer[0] = (byte) marker;
                buffer[buffer.length - 1] = (byte) marker;
                held.addLast(buffer);
            } else if (!held.isEmpty()) {
                byte[] back = held.removeFirst();
                if (back[0] != marker || back[back.length - 1] != marker) {
                    throw new AssertionError("somebody else had the same buffer");
                }
                budget.giveBack(back);
            }
        }
        held.forEach(budget::giveBack);
    }
}
