package dev.ringpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private static final long SECOND_NS = 1_000_000_000;

    private long nowNs = -5;
    private long sleeps;
    private boolean stopped;

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 7, 1_000, 33_333, 500_000})
    void keepsTheRateWithAtMostAThousandWaitsASecond(double perSecond) throws Exception {
        Pace pace = pace(perSecond);
        long startNs = nowNs;
        int count = (int) Math.ceil(perSecond * 10);
        for (int i = 0; i < count; i++) {
            assertThat(pace.awaitNext()).isTrue();
            long dueNs = startNs + (long) (i / perSecond * SECOND_NS);
            assertThat(nowNs).as("message %d", i).isBetween(dueNs, dueNs + 1_000_001);
        }
        assertThat(sleeps).isLessThanOrEqualTo(10_001);
    }

    @Test
    void doesNotMakeUpForAStandstillInOneBurst() throws Exception {
        Pace pace = pace(100);
        for (int i = 0; i < 10; i++) {
            pace.awaitNext();
        }
        nowNs += 60 * SECOND_NS;
        long resumedNs = nowNs;
        for (int i = 0; i < 101; i++) {
            pace.awaitNext();
        }
        assertThat(nowNs - resumedNs).isEqualTo(SECOND_NS);
    }

    @Test
    void endsAWaitWhenTheRunStops() throws Exception {
        Pace pace = pace(0.001);
        assertThat(pace.awaitNext()).isTrue();
        stopped = true;
        assertThat(pace.awaitNext()).isFalse();
    }

    private Pace pace(double perSecond) {
        return new Pace(perSecond, () -> nowNs, timeoutNs -> {
            sleeps++;
            nowNs += timeoutNs;
            return stopped;
        });
    }
}
