package dev.ringpost.bench.report;

import dev.ringpost.bench.report.Drawing.Anchor;
import dev.ringpost.bench.report.Drawing.Margins;
import dev.ringpost.bench.report.Drawing.Text;
import dev.ringpost.bench.report.LineChart.Line;
import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lays a {@link LineChart} out; a {@link PercentileChart} is one with other words at its x axis. */
final class CurveDrawing {
    private static final int PLOT_PX = 320;
    private static final int GAP_PX = 8;
    private static final int LABEL_HEIGHT_PX = 28;
    private static final int AXIS_HEIGHT_PX = 44;
    private static final int RIGHT_PX = 24;
    private static final int TICK_PX = 12;
    private static final double BASELINE_SHARE = 0.35;
    private static final int MOST_TICKS = 12;
    private static final int MOST_MARKED_POINTS = 24;

    /** Points closer than this in both directions look like one. */
    private static final double LEAST_DISTANCE_PX = 1.5;

    private static final BasicStroke THICK = new BasicStroke(2.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final BasicStroke THIN = new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    private CurveDrawing() {}

    static Drawing of(LineChart chart) {
        List<Line> lines = shown(chart);
        double[] xs = lines.stream()
                .flatMapToDouble(line -> DoubleStream.of(line.xs()))
                .distinct()
                .sorted()
                .toArray();
        AxisScale x = AxisScale.around(xs, chart.logX(), false);
        if (xs.length > 1 && xs.length <= MOST_TICKS) {
            x = x.withTicks(DoubleStream.of(xs).boxed().toList());
        }
        return drawing(chart, lines, x, Quantity::tick);
    }

    static Drawing of(PercentileChart chart) {
        LineChart asLines = PercentileAxis.lineChart(chart);
        List<Line> lines = shown(asLines);
        double[] xs = lines.stream()
                .flatMapToDouble(line -> DoubleStream.of(line.xs()))
                .toArray();
        return drawing(asLines, lines, PercentileAxis.scale(xs), PercentileAxis::label);
    }

    private static Drawing drawing(LineChart chart, List<Line> lines, AxisScale x, DoubleFunction<String> xLabel) {
        double[] ys = lines.stream()
                .flatMapToDouble(line -> DoubleStream.of(line.ys()))
                .toArray();
        AxisScale y = AxisScale.around(ys, chart.logY(), true);
        double widestPx = y.ticks().stream()
                .mapToDouble(tick -> ChartFonts.widthPx(Quantity.tick(tick), TICK_PX, false))
                .max()
                .orElse(0);
        Margins margins =
                new Margins((int) Math.ceil(widestPx) + 2 * GAP_PX, LABEL_HEIGHT_PX, RIGHT_PX, AXIS_HEIGHT_PX);
        double plotWidthPx = (double) Drawing.WIDTH_PX - margins.leftPx() - margins.rightPx();
        Drawing drawing = new Drawing(PLOT_PX, margins, x.withTicks(apart(x, xLabel, plotWidthPx)), y);
        drawing.grid();
        addAxes(drawing, chart, xLabel);
        List<CurveStyle> styles = CurveStyle.of(chart.lines());
        for (boolean isEmphasised : new boolean[] {false, true}) { // those on top
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).emphasised() == isEmphasised) {
                    addLine(drawing, lines.get(i), styles.get(i));
                }
            }
        }
        return drawing;
    }

    /** The lines with what is to be seen of them: as many as before, in the same order. */
    private static List<Line> shown(LineChart chart) {
        List<Line> lines = new ArrayList<>();
        for (Line line : chart.lines()) {
            DoubleStream.Builder xs = DoubleStream.builder();
            DoubleStream.Builder ys = DoubleStream.builder();
            for (int i = 0; i < line.xs().length; i++) {
                double x = line.xs()[i];
                double y = line.ys()[i];
                if (isOnAxis(x, chart.logX()) && isOnAxis(y, chart.logY())) {
                    xs.add(x);
                    ys.add(y);
                }
            }
            lines.add(new Line(line.label(), xs.build().toArray(), ys.build().toArray(), line.emphasised()));
        }
        return lines;
    }

    private static boolean isOnAxis(double value, boolean isLogarithmic) {
        return Double.isFinite(value) && (!isLogarithmic || value > 0);
    }

    /** The ticks whose labels do not touch the one before. */
    private static List<Double> apart(AxisScale x, DoubleFunction<String> label, double plotWidthPx) {
        List<Double> apart = new ArrayList<>();
        double freePx = Double.NEGATIVE_INFINITY;
        for (double tick : x.ticks()) {
            double middlePx = x.share(tick) * plotWidthPx;
            double halfPx = ChartFonts.widthPx(label.apply(tick), TICK_PX, false) / 2;
            if (middlePx - halfPx >= freePx) {
                apart.add(tick);
                freePx = middlePx + halfPx + GAP_PX;
            }
        }
        return apart;
    }

    private static void addAxes(Drawing drawing, LineChart chart, DoubleFunction<String> xLabel) {
        double baselinePx = drawing.plotBottomPx() + TICK_PX + 5;
        for (double tick : drawing.x().ticks()) {
            drawing.text(axisText(xLabel.apply(tick), drawing.xPx(tick), baselinePx, Anchor.MIDDLE));
        }
        double labelPx = (double) drawing.margins().leftPx() - GAP_PX;
        for (double tick : drawing.y().ticks()) {
            double tickPx = drawing.yPx(tick) + BASELINE_SHARE * TICK_PX;
            drawing.text(axisText(Quantity.tick(tick), labelPx, tickPx, Anchor.END));
        }
        String y = chart.logY() ? chart.yLabel() + ", logarithmic scale" : chart.yLabel();
        drawing.text(axisText(y, 0, TICK_PX + 2.0, Anchor.START));
        drawing.text(axisText(chart.xLabel(), drawing.plotRightPx(), baselinePx + TICK_PX + 6, Anchor.END));
    }

    private static Text axisText(String text, double xPx, double yPx, Anchor anchor) {
        return new Text(text, xPx, yPx, anchor, TICK_PX, false, Ink.SOFT_TEXT);
    }

    private static void addLine(Drawing drawing, Line line, CurveStyle style) {
        List<Integer> kept = distinguishable(drawing, line);
        if (kept.isEmpty()) {
            return;
        }
        drawing.line(
                kept.stream().mapToDouble(i -> line.xs()[i]).toArray(),
                kept.stream().mapToDouble(i -> line.ys()[i]).toArray(),
                style.ink(),
                line.emphasised() ? THICK : THIN,
                kept.size() <= MOST_MARKED_POINTS ? style.symbol().marker() : SeriesMarkers.NONE);
    }

    private static List<Integer> distinguishable(Drawing drawing, Line line) {
        List<Integer> kept = new ArrayList<>();
        double lastXPx = Double.NEGATIVE_INFINITY;
        double lastYPx = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < line.xs().length; i++) {
            double xPx = drawing.xPx(line.xs()[i]);
            double yPx = drawing.yPx(line.ys()[i]);
            boolean isFar = Math.max(Math.abs(xPx - lastXPx), Math.abs(yPx - lastYPx)) >= LEAST_DISTANCE_PX;
            if (isFar || i == line.xs().length - 1) {
                kept.add(i);
                lastXPx = xPx;
                lastYPx = yPx;
            }
        }
        return kept;
    }
}
