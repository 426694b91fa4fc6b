package dev.ringpost.cli.dashboard;

import dev.ringpost.EngineMeters;
import dev.ringpost.LaneHealth;
import dev.ringpost.LaneState;
import dev.ringpost.Meter;
import dev.ringpost.Timing;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * The engine's numbers in Prometheus' text format 0.0.4, one series for each lane: every {@link Meter}, the size of batches,
 * every {@link Timing} as a histogram, and each lane's state. What Micrometer's registry has too has the same name and type
 * there; the others' names mean nothing else there.
 */
final class PrometheusText {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final String BATCH_SIZE_NAME = "rabbitmq_publisher_batch_size";
    private static final String STATE_NAME = "rabbitmq_publisher_lane_state";
    private static final double NS_PER_SECOND = 1e9;
    private static final long NS_PER_US = 1_000;

    /** Upper bounds of the histograms' buckets: from what a busy loopback takes to what times out. */
    private static final long[] BOUNDS_US = {
        50,
        100,
        250,
        500,
        1_000,
        2_500,
        5_000,
        10_000,
        25_000,
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000,
        30_000_000,
        60_000_000
    };

    private final StringBuilder out = new StringBuilder(16 * 1024);

    private final String engine;

    private PrometheusText(String engine) {
        this.engine = engine;
    }

    /**
     * The text now.
     *
     * @param engine the engine's name, a label of every series
     */
    static String of(String engine, EngineMeters meters, List<LaneHealth> lanes) {
        PrometheusText text = new PrometheusText(engine);
        text.meters(meters);
        text.batchSize(meters);
        for (Timing timing : Timing.values()) {
            text.histogram(meters, timing);
        }
        text.states(lanes);
        return text.out.toString();
    }

    private void meters(EngineMeters meters) {
        long[][] values = read(meters);
        Meter[] all = Meter.values();
        String last = "";
        for (int i = 0; i < all.length; i++) {
            Meter meter = all[i];
            String name = meter.prometheusName();
            // Meters that differ by a tag share a name, and stand together in the enum.
            if (!name.equals(last)) {
                head(name, description(meter), meter.kind() == Meter.Kind.COUNTER ? "counter" : "gauge");
                last = name;
            }
            for (int lane = 0; lane < meters.laneCount(); lane++) {
                series(name, labels(lane, meter.tags()), number(meter.unit().toBaseUnit(values[i][lane])));
            }
        }
    }

    /** From the last to the first, so that there are never more outcomes than messages accepted. */
    private static long[][] read(EngineMeters meters) {
        Meter[] all = Meter.values();
        long[][] values = new long[all.length][meters.laneCount()];
        for (int i = all.length - 1; i >= 0; i--) {
            for (int lane = 0; lane < meters.laneCount(); lane++) {
                values[i][lane] = meters.value(all[i], lane);
            }
        }
        return values;
    }

    /** What is said of a name is said of all its meters. */
    private static String description(Meter meter) {
        return meter.tags().isEmpty()
                ? meter.description()
                : meter.description() + ", and others by "
                        + String.join(", ", meter.tags().keySet());
    }

    private void batchSize(EngineMeters meters) {
        head(BATCH_SIZE_NAME, "Messages of one write on the average since the engine's start", "gauge");
        for (int lane = 0; lane < meters.laneCount(); lane++) {
            series(BATCH_SIZE_NAME, labels(lane, Map.of()), number(meters.messagesPerWrite(lane)));
        }
    }

    private void histogram(EngineMeters meters, Timing timing) {
        String name = timing.prometheusName();
        head(
                name,
                timing.description() + " (a sample: not all of them where there are many, so its count is no rate)",
                "histogram");
        for (int lane = 0; lane < meters.laneCount(); lane++) {
            Histogram times = meters.timesNs(timing, lane);
            for (long boundUs : BOUNDS_US) {
                Map<String, String> bound = Map.of("le", number(boundUs * NS_PER_US / NS_PER_SECOND));
                long count =
                        times.getCountBetweenValues(0, Math.min(boundUs * NS_PER_US, times.getHighestTrackableValue()));
                series(name + "_bucket", labels(lane, bound), Long.toString(count));
            }
            series(name + "_bucket", labels(lane, Map.of("le", "+Inf")), Long.toString(times.getTotalCount()));
            double sumNs = times.getTotalCount() == 0 ? 0 : times.getMean() * times.getTotalCount();
            series(name + "_sum", labels(lane, Map.of()), number(sumNs / NS_PER_SECOND));
            series(name + "_count", labels(lane, Map.of()), Long.toString(times.getTotalCount()));
        }
    }

    /** One series for each state, 1 for the one that the lane is in: so it can be counted and alerted on. */
    private void states(List<LaneHealth> lanes) {
        head(STATE_NAME, "1 for the state that the lane is in, 0 for the others", "gauge");
        for (int lane = 0; lane < lanes.size(); lane++) {
            for (LaneState state : LaneState.values()) {
                String text = state.name().toLowerCase(Locale.ROOT);
                series(
                        STATE_NAME,
                        labels(lane, Map.of("state", text)),
                        lanes.get(lane).state() == state ? "1" : "0");
            }
        }
    }

    private void head(String name, String help, String type) {
        out.append("# HELP ").append(name).append(' ').append(escapedHelp(help)).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void series(String name, String labels, String value) {
        out.append(name).append(labels).append(' ').append(value).append('\n');
    }

    private String labels(int lane, Map<String, String> more) {
        StringBuilder labels = new StringBuilder("{engine=\"")
                .append(escaped(engine))
                .append("\",lane=\"")
                .append(lane)
                .append('"');
        new TreeMap<>(more)
                .forEach((key, value) -> labels.append(',')
                        .append(key)
                        .append("=\"")
                        .append(escaped(value))
                        .append('"'));
        return labels.append('}').toString();
    }

    /** Whole numbers without a fraction, however large: a counter must not lose its last digits. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    static String escaped(String label) {
        return escapedHelp(label).replace("\"", "\\\"");
    }

    private static String escapedHelp(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }
}
