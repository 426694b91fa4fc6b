package dev.ringpost.serialization;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;

/**
 * Floating-point numbers as Python's {@code repr} writes them: {@code 1e+22} where Java writes {@code 1.0E22}. Only the very
 * smallest ones, near 5e-324, may have a digit more.
 */
final class PythonFloat {

    private static final int FIRST_PLAIN_EXPONENT = -4;
    private static final int FIRST_LARGE_EXPONENT = 16;

    private PythonFloat() {}

    static String repr(double value) {
        // Not Double.toString: before Java 19 it sometimes has more digits than it takes to read the number back.
        return Double.isFinite(value) ? finite(NumberOutput.toString(value, true)) : nonFinite(value);
    }

    /** The digits of the float, not those of the double it is widened to. */
    static String repr(float value) {
        return Float.isFinite(value) ? finite(NumberOutput.toString(value, true)) : nonFinite(value);
    }

    private static String nonFinite(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        return value > 0 ? "inf" : "-inf";
    }

    private static String finite(String javaText) {
        BigDecimal value = new BigDecimal(javaText).stripTrailingZeros();
        if (value.signum() == 0) {
            return javaText; // 0.0 or -0.0, alike in both; a BigDecimal has no sign for it
        }
        int exponent = value.precision() - value.scale() - 1;
        if (exponent >= FIRST_PLAIN_EXPONENT && exponent < FIRST_LARGE_EXPONENT) {
            String plain = value.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String mantissa = value.movePointLeft(exponent).stripTrailingZeros().toPlainString();
        int size = Math.abs(exponent);
        return mantissa + (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + size;
    }
}
