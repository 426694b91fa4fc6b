package dev.ringpost.bench.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One thing that there can be more of, with its points. Everything else is as in the base case: bodies of 100 bytes, a ring of
 * 16,384, one lane, one caller, one route.
 */
enum Dimension {
    BODY("body", "body bytes", "--body-bytes"),
    IN_FLIGHT("in-flight", "messages in flight", "--window"),
    LANES("lanes", "lanes", "--lanes"),
    CALLERS("callers", "callers", "--callers"),
    ROUTES("routes", "routes", "--routes"),
    MESSAGES("messages", "messages", "--messages");

    static final int BODY_BYTES = 100;
    static final int WINDOW_MESSAGES = 16_384;

    /** Messages of one route share a lane, so several lanes need several routes. */
    private static final int ROUTES_OF_LANES = 64;

    private static final int LONG_RUN_INTERVALS = 20;

    private final String id;
    private final String unit;
    private final String option;

    Dimension(String id, String unit, String option) {
        this.id = id;
        this.unit = unit;
        this.option = option;
    }

    /** Its name on the command line. */
    String id() {
        return id;
    }

    /** What there is more of, for people. */
    String unit() {
        return unit;
    }

    /** Whether more of it is more work for each message, whatever the publisher: bytes are. */
    boolean isCostExpectedToGrow() {
        return this == BODY;
    }

    /**
     * The points, from the least to the most.
     *
     * @param longRunMessages the last point of {@link #MESSAGES}
     */
    List<Point> points(long longRunMessages) {
        List<Point> points = new ArrayList<>();
        for (long value : usualValues()) {
            if (this != MESSAGES || value < longRunMessages) {
                points.add(new Point(this, value, arguments(value, 1)));
            }
        }
        if (this == MESSAGES) {
            points.add(new Point(this, longRunMessages, arguments(longRunMessages, LONG_RUN_INTERVALS)));
        }
        return points;
    }

    private long[] usualValues() {
        return switch (this) {
            case BODY -> new long[] {10, 100, 1_000, 10_000, 100_000, 1_000_000};
            case IN_FLIGHT -> new long[] {64, 256, 1_024, 4_096, 16_384, 65_536};
            case LANES -> new long[] {1, 2, 4, 8};
            case CALLERS -> new long[] {1, 2, 4, 8, 16};
            case ROUTES -> new long[] {1, 10, 100, 1_000, 10_000};
            case MESSAGES -> new long[] {1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000};
        };
    }

    private List<String> arguments(long value, int intervals) {
        List<String> arguments = new ArrayList<>(List.of(option, String.valueOf(value)));
        if (this == LANES) {
            arguments.addAll(List.of("--routes", String.valueOf(ROUTES_OF_LANES)));
        }
        if (this == MESSAGES) {
            arguments.addAll(List.of("--intervals", String.valueOf(intervals)));
        }
        return arguments;
    }

    /**
     * One run to make. Immutable.
     *
     * @param arguments of {@link ScalingRun}, besides those of every run
     */
    record Point(Dimension dimension, long value, List<String> arguments) {
        String label() {
            return String.format(Locale.ROOT, "%,d", value);
        }

        int bodyBytes() {
            return dimension == BODY ? Math.toIntExact(value) : BODY_BYTES;
        }

        /** Whether the run has that many messages, instead of so many as fill the time. */
        boolean isCounted() {
            return dimension == MESSAGES;
        }
    }
}
