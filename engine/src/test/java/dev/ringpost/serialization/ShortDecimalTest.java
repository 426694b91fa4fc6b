package dev.ringpost.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShortDecimalTest {

    private static String written(double value) {
        byte[] to = new byte[1 + ShortDecimal.LONGEST_BYTES];
        int end = ShortDecimal.write(ShortDecimal.units(value), value < 0, to, 1);
        return new String(to, 1, end - 1, StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                1,
                -1,
                1.25,
                0.1,
                0.07,
                0.3,
                100,
                1_000_000,
                9_999_999,
                9_999_999.99999999,
                -9_999_999.99999999,
                0.001,
                0.00100001,
                1.1,
                1.10000001,
                0.99999999,
                123.456,
                1.00000001,
                64.05,
                0.29
            })
    void asJavaWritesThem(double value) {
        assertThat(ShortDecimal.units(value)).isPositive();
        assertThat(written(value)).isEqualTo(Double.toString(value));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0,
                -0.0,
                0.0001,
                1e7,
                -1e7,
                1e300,
                1.123456789,
                0.1 + 0.2,
                Math.PI,
                1 / 3.0,
                Double.MIN_VALUE,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY
            })
    void othersAreLeftToJackson(double value) {
        assertThat(ShortDecimal.units(value)).isZero();
    }

    /** Of all that it takes, the digits are read back as the number, are no more than Java's, and end as Java's do. */
    @Test
    void manyNumbers() {
        Random random = new Random(20261123);
        int taken = 0;
        for (int i = 0; i < 1_000_000; i++) {
            double decimal = random.nextInt(1_000_000_000) / Math.pow(10, random.nextInt(9));
            double value = switch (i % 4) {
                case 0 -> decimal;
                case 1 -> Math.nextUp(decimal);
                case 2 -> -decimal;
                default -> Double.longBitsToDouble(random.nextLong());
            };
            if (ShortDecimal.units(value) == 0) {
                continue;
            }
            taken++;
            String text = written(value);
            assertThat(Double.parseDouble(text)).isEqualTo(value);
            assertThat(text).hasSizeLessThanOrEqualTo(Double.toString(value).length());
            assertThat(text).matches("-?(0|[1-9][0-9]{0,6})\\.([0-9]|[0-9]{1,7}[1-9])");
        }
        assertThat(taken).isBetween(300_000, 500_000);
    }
}
