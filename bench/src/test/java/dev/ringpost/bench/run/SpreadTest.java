package dev.ringpost.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void takesTheMiddleValueWhateverTheOrder() {
        Spread spread = Spread.of(List.of(30, 10, 20), Integer::doubleValue);
        assertThat(spread).isEqualTo(new Spread(10, 20, 30));
        assertThat(spread.percent()).isEqualTo(100);
    }

    @Test
    void takesTheMeanOfTheMiddleTwo() {
        assertThat(Spread.of(List.of(1, 2, 4, 100), Integer::doubleValue).median())
                .isEqualTo(3);
    }

    @Test
    void hasNoSpreadInOneRound() {
        assertThat(Spread.of(List.of(7), Integer::doubleValue).percent()).isZero();
    }

    @Test
    void needsARound() {
        assertThatThrownBy(() -> Spread.of(List.<Integer>of(), Integer::doubleValue))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
