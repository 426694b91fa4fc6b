package dev.ringpost.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How one of several curves looks, in the chart and in its legend. Immutable. */
record CurveStyle(Ink ink, Symbol symbol) {
    private static final List<Ink> OURS = List.of(Ink.OURS, Ink.OURS_TEAL, Ink.OURS_VIOLET, Ink.OURS_PINK);
    private static final List<Ink> THEIRS =
            List.of(Ink.THEIRS_GREY, Ink.THEIRS_BROWN, Ink.THEIRS_OLIVE, Ink.THEIRS_RED, Ink.THEIRS_SLATE);

    /** Tells curves apart where colours do not: in XChart's shapes, and the same as SVG around (15, 6). */
    @SuppressWarnings("ImmutableEnumChecker") // XChart's markers are constants without state
    enum Symbol {
        CIRCLE(SeriesMarkers.CIRCLE, "M11.5 6a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0Z"),
        SQUARE(SeriesMarkers.SQUARE, "M11.5 2.5h7v7h-7Z"),
        DIAMOND(SeriesMarkers.DIAMOND, "M15 1l5 5l-5 5l-5 -5Z"),
        TRIANGLE_UP(SeriesMarkers.TRIANGLE_UP, "M15 2l4 7.5h-8Z"),
        TRIANGLE_DOWN(SeriesMarkers.TRIANGLE_DOWN, "M15 10l4 -7.5h-8Z");

        private final Marker marker;
        private final String path;

        Symbol(Marker marker, String path) {
            this.marker = marker;
            this.path = path;
        }

        Marker marker() {
            return marker;
        }

        String path() {
            return path;
        }
    }

    /** One for each curve: accent colours for the emphasised ones, muted ones for the others. */
    static List<CurveStyle> of(List<LineChart.Line> lines) {
        Symbol[] symbols = Symbol.values();
        List<CurveStyle> styles = new ArrayList<>();
        int ours = 0;
        int theirs = 0;
        for (LineChart.Line line : lines) {
            Ink ink = line.emphasised() ? OURS.get(ours++ % OURS.size()) : THEIRS.get(theirs++ % THEIRS.size());
            styles.add(new CurveStyle(ink, symbols[styles.size() % symbols.length]));
        }
        return styles;
    }
}
