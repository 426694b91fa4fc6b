package dev.ringpost.bench.report;

import dev.ringpost.bench.report.BarChart.Bar;
import dev.ringpost.bench.report.BarChart.Limit;
import dev.ringpost.bench.report.Drawing.Anchor;
import dev.ringpost.bench.report.Drawing.Margins;
import dev.ringpost.bench.report.Drawing.Text;
import java.awt.BasicStroke;
import java.util.List;
import java.util.function.Function;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Lays a {@link BarChart} out. XChart's own bar charts have neither a logarithmic value axis nor whiskers nor a colour for one
 * bar, so the bars are thick lines of an XY chart: bar {@code i} of {@code n} lies at y = n - 1 - i.
 */
final class BarDrawing {
    private static final int ROW_PX = 27;
    private static final int LEAST_PLOT_PX = 81;
    private static final float BAR_PX = 17;
    private static final double CAP = 0.16; // half a whisker's cap, in rows
    private static final int GAP_PX = 8;
    private static final int LONGEST_LABEL_PX = 300;
    private static final int LABEL_PX = 13;
    private static final int TICK_PX = 12;
    private static final int TITLE_PX = 18;
    private static final int TITLE_HEIGHT_PX = 52;
    private static final int PICTURE_EDGE_PX = 16; // of white; a page has its own
    private static final int LIMIT_HEIGHT_PX = 24;
    private static final int AXIS_HEIGHT_PX = 44;
    private static final double BASELINE_SHARE = 0.35; // how far below the middle of its letters a text's baseline is

    private static final BasicStroke BAR = new BasicStroke(BAR_PX, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
    private static final BasicStroke WHISKER = new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
    private static final BasicStroke DASHES =
            new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {5, 4}, 0);

    private final BarChart chart;
    private final Drawing drawing;

    private BarDrawing(BarChart chart, boolean isTitled) {
        this.chart = chart;
        AxisScale values = valueScale(chart);
        int rows = Math.max(1, chart.bars().size());
        AxisScale places = new AxisScale(-0.5, rows - 0.5, false, List.of());
        int titlePx = isTitled ? TITLE_HEIGHT_PX : GAP_PX;
        int edgePx = isTitled ? PICTURE_EDGE_PX : 0;
        Margins margins = new Margins(
                edgePx + GAP_PX + widest(chart, BarDrawing::label),
                titlePx + (chart.limit() == null ? 0 : LIMIT_HEIGHT_PX),
                edgePx + 2 * GAP_PX + widest(chart, bar -> Quantity.of(bar.value())),
                edgePx + AXIS_HEIGHT_PX);
        this.drawing = new Drawing(Math.max(LEAST_PLOT_PX, rows * ROW_PX), margins, values, places);
        if (isTitled) {
            drawing.text(new Text(chart.title(), edgePx, edgePx + TITLE_PX, Anchor.START, TITLE_PX, true, Ink.TEXT));
        }
    }

    /** {@code isTitled} for a picture; a page has the title beside the chart. */
    static Drawing of(BarChart chart, boolean isTitled) {
        BarDrawing bars = new BarDrawing(chart, isTitled);
        bars.drawing.grid();
        bars.addAxis();
        for (int i = 0; i < chart.bars().size(); i++) {
            bars.addBar(chart.bars().get(i), (double) chart.bars().size() - 1 - i);
        }
        Limit limit = chart.limit();
        if (limit != null) {
            bars.addLimit(limit);
        }
        return bars.drawing;
    }

    private static AxisScale valueScale(BarChart chart) {
        double most = chart.shownValues().max().orElse(1);
        return chart.isLogarithmic()
                ? AxisScale.logarithmic(
                        chart.shownValues().filter(value -> value > 0).min().orElse(1), most)
                : AxisScale.fromZero(most);
    }

    private void addAxis() {
        AxisScale values = drawing.x();
        double baselinePx = drawing.plotBottomPx() + TICK_PX + 5;
        for (double tick : values.ticks()) {
            drawing.text(new Text(
                    Quantity.tick(tick), drawing.xPx(tick), baselinePx, Anchor.MIDDLE, TICK_PX, false, Ink.SOFT_TEXT));
        }
        String unit = values.isLogarithmic() ? chart.unit() + ", logarithmic scale" : chart.unit();
        drawing.text(new Text(
                unit, drawing.plotRightPx(), baselinePx + TICK_PX + 6, Anchor.END, TICK_PX, false, Ink.SOFT_TEXT));
    }

    private void addBar(Bar bar, double place) {
        AxisScale values = drawing.x();
        double baselinePx = drawing.yPx(place) + BASELINE_SHARE * LABEL_PX;
        double labelPx = (double) drawing.margins().leftPx() - GAP_PX;
        drawing.text(new Text(label(bar), labelPx, baselinePx, Anchor.END, LABEL_PX, bar.emphasised(), Ink.TEXT));
        double endPx = drawing.margins().leftPx();
        if (values.contains(bar.value())) {
            Ink ink = bar.emphasised() ? Ink.OURS : Ink.THEIRS;
            drawing.line(values.low(), place, bar.value(), place, ink, BAR);
            if (bar.hasSpread()) {
                addWhisker(Math.max(values.low(), bar.low()), bar.high(), place);
            }
            endPx = drawing.xPx(bar.end());
        }
        drawing.text(new Text(
                Quantity.of(bar.value()),
                endPx + GAP_PX,
                baselinePx,
                Anchor.START,
                LABEL_PX,
                bar.emphasised(),
                Ink.TEXT));
    }

    private void addWhisker(double low, double high, double place) {
        drawing.line(
                new double[] {low, low, low, high, high, high},
                new double[] {place - CAP, place + CAP, place, place, place - CAP, place + CAP},
                Ink.TEXT,
                WHISKER,
                SeriesMarkers.NONE);
    }

    private void addLimit(Limit limit) {
        if (!drawing.x().contains(limit.value())) {
            return;
        }
        drawing.line(
                limit.value(), drawing.y().low(), limit.value(), drawing.y().high(), Ink.LIMIT, DASHES);
        String label = limit.label() + " " + Quantity.of(limit.value());
        double halfPx = ChartFonts.widthPx(label, LABEL_PX, false) / 2;
        double middlePx = Math.min(drawing.xPx(limit.value()), Drawing.WIDTH_PX - halfPx);
        double baselinePx = drawing.margins().topPx() - 6.0;
        drawing.text(new Text(label, middlePx, baselinePx, Anchor.MIDDLE, LABEL_PX, false, Ink.LIMIT));
    }

    private static String label(Bar bar) {
        return ChartFonts.fitted(bar.label(), LABEL_PX, LONGEST_LABEL_PX);
    }

    private static int widest(BarChart chart, Function<Bar, String> text) {
        return (int) Math.ceil(chart.bars().stream()
                .mapToDouble(bar -> ChartFonts.widthPx(text.apply(bar), LABEL_PX, bar.emphasised()))
                .max()
                .orElse(0));
    }
}
