package dev.ringpost.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a consumer is told of ids: by number within a window, by name otherwise, and new whenever in doubt. */
class RepeatFilterTest {

    private static final int WINDOW = 128;
    private static final int LANES = 3;
    private static final int OTHERS = 4;
    private static final long START = 0x00_1234_5678_9A00L;

    private final RepeatFilter filter = new RepeatFilter(WINDOW, LANES, OTHERS);

    private static String id(String producer, int lane, long count) {
        return String.format("%s-%02x%014x", producer, lane, count);
    }

    private static String id(long count) {
        return id("producer", 0, START + count);
    }

    @Test
    void anIdIsNewOnce() {
        for (String id : List.of(id(0), "order-7", UUID.randomUUID().toString(), "", "-0123456789abcdef")) {
            assertThat(filter.firstTime(id)).as(id).isTrue();
            assertThat(filter.firstTime(id)).as("%s again", id).isFalse();
            assertThat(filter.firstTime(id)).as("%s once more", id).isFalse();
        }
    }

    @Test
    void aMessageWithoutAnIdIsAlwaysNew() {
        assertThat(filter.firstTime(null)).isTrue();
        assertThat(filter.firstTime(null)).isTrue();
        filter.forget(null);
    }

    @Test
    void whatIsForgottenIsNewAgain() {
        for (String id : List.of(id(0), "order-7")) {
            filter.firstTime(id);
            filter.forget(id);
            assertThat(filter.firstTime(id)).as(id).isTrue();
            assertThat(filter.firstTime(id)).as("%s again", id).isFalse();
        }
    }

    @Test
    void forgettingANumberThatWasNeverThereForgetsNoOther() {
        assertThat(filter.firstTime(id(0))).isTrue();
        filter.forget(id(WINDOW));
        filter.forget(id("producer", 1, START));
        assertThat(filter.firstTime(id(0))).isFalse();
    }

    @Test
    void producersAndLanesCountByThemselves() {
        assertThat(filter.firstTime(id("a", 0, 1))).isTrue();
        assertThat(filter.firstTime(id("a", 1, 1))).isTrue();
        assertThat(filter.firstTime(id("b", 1, 1))).isTrue();
        assertThat(filter.firstTime(id("a", 0, 1))).isFalse();
        assertThat(filter.firstTime(id("a", 1, 1))).isFalse();
        assertThat(filter.firstTime(id("b", 1, 1))).isFalse();
    }

    @Test
    void theWindowEndsWhereItSaysAndALateFirstTimeIsNotLost() {
        filter.firstTime(id(0));
        filter.firstTime(id(WINDOW - 1));
        assertThat(filter.firstTime(id(0))).as("the last that fits").isFalse();
        filter.firstTime(id(WINDOW));
        assertThat(filter.firstTime(id(0))).as("too old to be known").isTrue();
        assertThat(filter.firstTime(id(0))).as("but known by name from now on").isFalse();
        assertThat(filter.firstTime(id(1))).as("a gap in the window").isTrue();
        assertThat(filter.firstTime(id(-50))).as("late, and never seen").isTrue();
    }

    @Test
    void theLastLanesAndNamesAreRemembered() {
        for (int lane = 0; lane < LANES; lane++) {
            filter.firstTime(id("p", lane, START));
        }
        assertThat(filter.firstTime(id("p", 0, START))).as("used again").isFalse();
        filter.firstTime(id("p", LANES, START));
        assertThat(filter.firstTime(id("p", 0, START))).isFalse();
        assertThat(filter.firstTime(id("p", 1, START))).as("unused for longest").isTrue();
        for (int i = 0; i <= OTHERS; i++) {
            filter.firstTime("name " + i);
        }
        assertThat(filter.firstTime("name " + OTHERS)).isFalse();
        assertThat(filter.firstTime("name 0")).isTrue();
    }

    /** Against sets that remember everything: within the window every answer is right, beyond it a repeat may pass. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void answersAreThoseOfASetAsFarAsTheWindowGoes(long seed) {
        Random random = new Random(seed);
        Set<String> seen = new HashSet<>();
        long[] highest = {START, START, START};
        int repeats = 0;
        for (int i = 0; i < 20_000; i++) {
            int lane = random.nextInt(LANES);
            long behind = random.nextInt(WINDOW);
            long count = random.nextInt(4) == 0
                    ? highest[lane] - behind
                    : highest[lane] + 1 + (random.nextInt(50) == 0 ? random.nextInt(3 * WINDOW) : random.nextInt(3));
            highest[lane] = Math.max(highest[lane], count);
            String id = id("p", lane, count);
            if (random.nextInt(10) == 0) {
                filter.forget(id);
                seen.remove(id);
            }
            boolean isNew = seen.add(id);
            repeats += isNew ? 0 : 1;
            assertThat(filter.firstTime(id)).as("step %s, %s", i, id).isEqualTo(isNew);
        }
        assertThat(repeats).isGreaterThan(500);
    }

    @Test
    void ofManyThreadsWithTheSameIdsEachIdIsNewToOne() throws Exception {
        RepeatFilter shared = new RepeatFilter();
        AtomicInteger firsts = new AtomicInteger();
        List<Thread> threads = Stream.generate(() -> new Thread(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        firsts.addAndGet(shared.firstTime(id(i)) ? 1 : 0);
                        firsts.addAndGet(shared.firstTime("name " + i) ? 1 : 0);
                    }
                }))
                .limit(4)
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(10_000);
        }
        assertThat(firsts.get()).isEqualTo(10_000);
    }

    @Test
    void whatOnlyLooksLikeANumberIsAName() {
        List<String> names =
                List.of("p-0123456789abcdeF", "p_0123456789abcdef", "p-123456789abcdef", "p-0123456789abcdeg");
        RepeatFilter many = new RepeatFilter(64, 1, names.size());
        names.forEach(name -> assertThat(many.firstTime(name)).as(name).isTrue());
        IntStream.range(0, 5).forEach(i -> many.firstTime(id("q", i, START))); // takes no place among names
        names.forEach(name -> assertThat(many.firstTime(name)).as(name).isFalse());
    }

    @Test
    void boundsAreChecked() {
        for (int wrong : new int[] {0, 32, 100, -64}) {
            assertThatThrownBy(() -> new RepeatFilter(wrong, 1, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("windowCount " + wrong);
        }
        assertThatThrownBy(() -> new RepeatFilter(64, 0, 1)).hasMessageContaining("laneCount 0");
        assertThatThrownBy(() -> new RepeatFilter(64, 1, 0)).hasMessageContaining("otherIdCount 0");
    }
}
