package dev.ringpost.compression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StatePoolTest {

    private final AtomicInteger made = new AtomicInteger();
    private final List<Integer> ended = new ArrayList<>();
    private final StatePool<Integer> pool = new StatePool<>(made::incrementAndGet, ended::add);

    @Test
    void aStateThatWasGivenBackIsTakenAgain() {
        Integer state = pool.take();
        pool.give(state);
        assertThat(pool.take()).isEqualTo(state);
        assertThat(made).hasValue(1);
        assertThat(ended).isEmpty();
    }

    @Test
    void aDiscardedOneIsEndedAndNotTakenAgain() {
        Integer state = pool.take();
        pool.discard(state);
        assertThat(ended).containsExactly(state);
        assertThat(pool.take()).isNotEqualTo(state);
    }

    /** Else a burst of threads would keep its memory outside the heap for good. */
    @Test
    void whatIsMoreThanTheCoresIsEnded() {
        int cores = Runtime.getRuntime().availableProcessors();
        List<Integer> states = new ArrayList<>();
        for (int i = 0; i < cores + 3; i++) {
            states.add(pool.take());
        }
        states.forEach(pool::give);
        assertThat(ended).hasSize(3);
    }
}
