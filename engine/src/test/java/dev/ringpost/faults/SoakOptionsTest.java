package dev.ringpost.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoakOptionsTest {

    private static long batchedOf100(SoakOptions options) {
        Random random = new Random(options.seed());
        return IntStream.range(0, 100)
                .filter(round -> options.batching().draw(random))
                .count();
    }

    @Test
    void batchingIsOnOffOrDrawnByTheSeed() {
        assertThat(batchedOf100(SoakOptions.parse("--batching", "on"))).isEqualTo(100);
        assertThat(batchedOf100(SoakOptions.parse("--batching", "off"))).isZero();
        long mixed = batchedOf100(SoakOptions.parse("--seed", "5"));
        assertThat(mixed)
                .isBetween(30L, 70L)
                .isEqualTo(batchedOf100(SoakOptions.parse("--seed", "5", "--batching", "mixed")));
    }

    @Test
    void anythingElseIsRefused() {
        assertThatThrownBy(() -> SoakOptions.parse("--batching", "yes"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--batching is on, off or mixed, not yes");
    }
}
