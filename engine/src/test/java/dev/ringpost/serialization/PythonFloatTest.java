package dev.ringpost.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As CPython's {@code repr} of the same numbers. */
class PythonFloatTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0.0, -0.0",
        "1, 1.0",
        "100, 100.0",
        "0.1, 0.1",
        "1.5, 1.5",
        "12345678, 12345678.0",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "1e22, 1e+22",
        "1.5e300, 1.5e+300",
        "123456789012345680, 1.2345678901234568e+17",
        "0.001, 0.001",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "1e-7, 1e-07",
        "-2.5e-10, -2.5e-10",
        "2e-3, 0.002",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "NaN, nan",
        "Infinity, inf",
        "-Infinity, -inf",
    })
    void ofDoubles(double value, String repr) {
        assertThat(PythonFloat.repr(value)).isEqualTo(repr);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0.1", "3.4028235e38, 3.4028235e+38", "16777216, 16777216.0", "NaN, nan"})
    void ofFloatsItIsTheirOwnDigits(float value, String repr) {
        assertThat(PythonFloat.repr(value)).isEqualTo(repr);
    }
}
