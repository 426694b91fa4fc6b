package dev.ringpost.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The range of an axis, and the values that get a grid line. Immutable.
 *
 * @param low positive if the axis is logarithmic
 * @param high above {@code low}
 */
record AxisScale(double low, double high, boolean isLogarithmic, List<Double> ticks) {
    private static final int WANTED_STEPS = 6;
    private static final double FEW_DECADES = 3;
    private static final int FEWEST_TICKS = 3;
    private static final double HEADROOM_SHARE = 0.03;

    AxisScale {
        ticks = List.copyOf(ticks);
    }

    /** From 0 to the greatest value. */
    static AxisScale fromZero(double most) {
        double high = most > 0 ? most : 1;
        return new AxisScale(0, high, false, linearTicks(0, high));
    }

    /** Begins at a decade that leaves something to see of the least value. */
    static AxisScale logarithmic(double least, double most) {
        double low = Math.pow(10, Math.floor(Math.log10(least / 1.5)));
        return new AxisScale(low, most, true, logarithmicTicks(low, most));
    }

    /** Around the values with a little room on both sides; a linear axis without negative values has the 0 if asked for. */
    static AxisScale around(double[] values, boolean isLogarithmic, boolean hasZero) {
        double least = DoubleStream.of(values).min().orElse(1);
        double most = DoubleStream.of(values).max().orElse(1);
        if (isLogarithmic) {
            double room = Math.max(1.1, Math.pow(most / least, HEADROOM_SHARE));
            double low = least / room;
            double high = most * room;
            return new AxisScale(low, high, true, logarithmicTicks(low, high));
        }
        double room = most > least ? HEADROOM_SHARE * (most - least) : Math.max(1, Math.abs(most)) * HEADROOM_SHARE;
        double low = hasZero && least >= 0 ? 0 : least - room;
        return new AxisScale(low, most + room, false, linearTicks(low, most + room));
    }

    AxisScale withTicks(List<Double> others) {
        return new AxisScale(low, high, isLogarithmic, others);
    }

    /** Where a value is: 0 at the low end, 1 at the high end. */
    double share(double value) {
        return isLogarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    }

    boolean contains(double value) {
        return value >= low && value <= high;
    }

    private static List<Double> linearTicks(double low, double high) {
        double raw = (high - low) / WANTED_STEPS;
        double decade = Math.pow(10, Math.floor(Math.log10(raw)));
        double step = decade * (raw > 5 * decade ? 10 : raw > 2 * decade ? 5 : raw > decade ? 2 : 1);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private static List<Double> logarithmicTicks(double low, double high) {
        double[] multiples = Math.log10(high / low) < FEW_DECADES ? new double[] {1, 2, 5} : new double[] {1};
        List<Double> ticks = new ArrayList<>();
        for (int exponent = (int) Math.floor(Math.log10(low)); Math.pow(10, exponent) <= high; exponent++) {
            for (double multiple : multiples) {
                double tick = multiple * Math.pow(10, exponent);
                if (tick >= low && tick <= high) {
                    ticks.add(tick);
                }
            }
        }
        return ticks.size() < FEWEST_TICKS ? linearTicks(low, high) : ticks;
    }
}
