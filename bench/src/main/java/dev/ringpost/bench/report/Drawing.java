package dev.ringpost.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A chart laid out: lines and bars in an XChart plot, and texts around it. XChart's own texts are off, as it draws them as
 * outlines. Not thread-safe.
 */
final class Drawing {
    /** Of every chart; texts are sized to be read at this width. */
    static final int WIDTH_PX = 800;

    private static final int MARKER_PX = 7;
    private static final BasicStroke GRID_STROKE = new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
    private static final Color NOTHING = new Color(0, 0, 0, 0);

    private final XYChart plot;
    private final AxisScale x;
    private final AxisScale y;
    private final Margins margins;
    private final List<Text> texts = new ArrayList<>();
    private int lineCount;

    /** Around the plot, for texts. */
    record Margins(int leftPx, int topPx, int rightPx, int bottomPx) {}

    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** A text whose baseline is at {@code yPx}, counted from the top. */
    record Text(String text, double xPx, double yPx, Anchor anchor, int sizePx, boolean isBold, Ink ink) {}

    Drawing(int plotHeightPx, Margins margins, AxisScale x, AxisScale y) {
        this.plot = new XYChart(WIDTH_PX - margins.leftPx() - margins.rightPx(), plotHeightPx);
        this.margins = margins;
        this.x = x;
        this.y = y;
        XYStyler styler = plot.getStyler();
        styler.setXAxisLogarithmic(x.isLogarithmic()).setXAxisMin(x.low()).setXAxisMax(x.high());
        styler.setYAxisLogarithmic(y.isLogarithmic()).setYAxisMin(y.low()).setYAxisMax(y.high());
        styler.setAxisTicksVisible(false).setAxisTitlesVisible(false).setPlotMargin(0);
        styler.setPlotGridLinesVisible(false);
        styler.setLegendVisible(false).setChartTitleVisible(false).setPlotBorderVisible(false);
        styler.setChartBackgroundColor(NOTHING).setPlotBackgroundColor(NOTHING);
        styler.setChartPadding(0).setPlotContentSize(1).setMarkerSize(MARKER_PX);
    }

    /** Lines through points, with a marker on each; all values are on the axes. */
    void line(double[] xs, double[] ys, Ink ink, BasicStroke stroke, Marker marker) {
        XYSeries series = plot.addSeries("line " + lineCount++, xs, ys);
        series.setLineStyle(stroke).setLineColor(ink.color());
        series.setMarker(marker).setMarkerColor(ink.color());
    }

    /** A straight line. */
    void line(double fromX, double fromY, double toX, double toY, Ink ink, BasicStroke stroke) {
        line(new double[] {fromX, toX}, new double[] {fromY, toY}, ink, stroke, SeriesMarkers.NONE);
    }

    /** Grid lines at the ticks of both axes; to be drawn before what is to be on top of them. */
    void grid() {
        x.ticks().forEach(tick -> line(tick, y.low(), tick, y.high(), Ink.GRID, GRID_STROKE));
        y.ticks().forEach(tick -> line(x.low(), tick, x.high(), tick, Ink.GRID, GRID_STROKE));
    }

    void text(Text text) {
        texts.add(text);
    }

    /** From the left of the picture. */
    double xPx(double value) {
        return margins.leftPx() + x.share(value) * plot.getWidth();
    }

    /** From the top of the picture. */
    double yPx(double value) {
        return margins.topPx() + (1 - y.share(value)) * plot.getHeight();
    }

    double plotBottomPx() {
        return (double) margins.topPx() + plot.getHeight();
    }

    double plotRightPx() {
        return (double) margins.leftPx() + plot.getWidth();
    }

    int heightPx() {
        return margins.topPx() + plot.getHeight() + margins.bottomPx();
    }

    AxisScale x() {
        return x;
    }

    AxisScale y() {
        return y;
    }

    Margins margins() {
        return margins;
    }

    XYChart plot() {
        return plot;
    }

    List<Text> texts() {
        return List.copyOf(texts);
    }
}
