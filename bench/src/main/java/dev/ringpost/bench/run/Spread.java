package dev.ringpost.bench.run;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One quantity over some rounds. Immutable.
 *
 * @param median of an even number of rounds the mean of the middle two
 */
public record Spread(double least, double median, double most) {

    /** The values that {@code value} finds in the rounds, of which there is at least one. */
    public static <T> Spread of(List<T> rounds, ToDoubleFunction<? super T> value) {
        double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no rounds");
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    /** (most - least) / median, in percent. */
    public double percent() {
        return 100 * (most - least) / median;
    }
}
