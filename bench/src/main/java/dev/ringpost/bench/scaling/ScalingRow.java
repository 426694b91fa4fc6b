package dev.ringpost.bench.scaling;

import dev.ringpost.bench.run.Spread;
import dev.ringpost.bench.scaling.Dimension.Point;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A point beside the base case, in each round with the measuring of it that was nearest in time; all numbers are medians of
 * the rounds. Immutable.
 *
 * @param point what was changed
 */
record ScalingRow(Point point, List<Compared> rounds) {
    /** Costs up to so many times the base's are the same cost. */
    static final double MOST_TIMES_BASE = 1.25;

    /** One round: what the point cost, and what the base case cost. */
    record Compared(ScalingResult result, ScalingResult base) {
        double timeRatio() {
            return result.timeUsPerMessage() / base.timeUsPerMessage();
        }

        double cpuRatio() {
            return result.cpuUsPerMessage() / base.cpuUsPerMessage();
        }
    }

    private double median(ToDoubleFunction<Compared> value) {
        return Spread.of(rounds, value).median();
    }

    /** Time a message takes, against the base's. */
    double timeRatio() {
        return median(Compared::timeRatio);
    }

    /** CPU time a message takes, against the base's; NaN where too little was used. */
    double cpuRatio() {
        return median(Compared::cpuRatio);
    }

    double confirmedPerSecond() {
        return median(round -> round.result().confirmedPerSecond());
    }

    double timeUsPerMessage() {
        return median(round -> round.result().timeUsPerMessage());
    }

    double cpuUsPerMessage() {
        return median(round -> round.result().cpuUsPerMessage());
    }

    double baseTimeUsPerMessage() {
        return median(round -> round.base().timeUsPerMessage());
    }

    private double allocatedBytesPerMessage() {
        return median(round -> round.result().allocatedBytesPerMessage());
    }

    private double clientIoAllocatedBytesPerMessage() {
        return median(round -> round.result().clientIoAllocatedBytesPerMessage());
    }

    /** Whether a message costs notably more than in the base case, and not only for its bytes. */
    boolean isDearer() {
        return !point.dimension().isCostExpectedToGrow()
                && (timeRatio() > MOST_TIMES_BASE || cpuRatio() > MOST_TIMES_BASE);
    }

    double bodyMegabytesPerSecond() {
        return confirmedPerSecond() * point.bodyBytes() / 1e6;
    }

    static List<String> columns() {
        return List.of(
                "of",
                "value",
                "msg/s",
                "body MB/s",
                "us/msg",
                "CPU us/msg",
                "alloc B/msg",
                "of it I/O",
                "x base",
                "x base CPU",
                "");
    }

    List<String> cells() {
        return List.of(
                point.dimension().id(),
                point.label(),
                number("%,.0f", confirmedPerSecond()),
                number("%,.1f", bodyMegabytesPerSecond()),
                number("%.3f", timeUsPerMessage()),
                number("%.3f", cpuUsPerMessage()),
                number("%.1f", allocatedBytesPerMessage()),
                number("%.1f", clientIoAllocatedBytesPerMessage()),
                number("%.2f", timeRatio()),
                number("%.2f", cpuRatio()),
                isDearer() ? "!" : "");
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    /** JSON knows no NaN. */
    static @Nullable Double numberOrNothing(double value) {
        return Double.isNaN(value) ? null : Double.valueOf(value);
    }

    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("value", point.value());
        json.put("confirmed_per_second", confirmedPerSecond());
        json.put("time_us_per_message", timeUsPerMessage());
        json.put("cpu_us_per_message", numberOrNothing(cpuUsPerMessage()));
        json.put("allocated_bytes_per_message", allocatedBytesPerMessage());
        json.put("client_io_allocated_bytes_per_message", clientIoAllocatedBytesPerMessage());
        json.put("time_times_base", timeRatio());
        json.put("cpu_times_base", numberOrNothing(cpuRatio()));
        json.put("dearer", isDearer());
        json.put("arguments", String.join(" ", point.arguments()));
        json.put("rounds", rounds.stream().map(Compared::result).toList());
        return json;
    }
}
