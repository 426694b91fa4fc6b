package dev.ringpost.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringpost.bench.report.Drawing.Text;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Texts are placed by our own arithmetic, lines by XChart's: they have to agree. */
class DrawingTest {
    private static final Offset<Double> A_PIXEL = within(1.0);

    @BeforeEach
    void needsFonts() {
        assumeTrue(ChartFonts.isAvailable(), ChartFonts.HOW_TO_INSTALL);
    }

    @Test
    void placesBarsWhereXChartDoes() {
        agrees(BarDrawing.of(Samples.manyBars(), true), new double[] {10_000, 6_310_000}, new double[] {0, 19});
        agrees(BarDrawing.of(Samples.fewBars(), false), new double[] {0, 0.5, 2.41}, new double[] {0, 2});
    }

    @Test
    void placesCurvesWhereXChartDoes() {
        agrees(CurveDrawing.of(Samples.lines()), new double[] {64, 65_536}, new double[] {0, 4e6});
        agrees(CurveDrawing.of(Samples.percentiles()), new double[] {2, 10, 10_000}, new double[] {40, 1_000});
    }

    private static void agrees(Drawing drawing, double[] xs, double[] ys) {
        BufferedImage image = new BufferedImage(Drawing.WIDTH_PX, drawing.heightPx(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        drawing.plot().paint(graphics, drawing.plot().getWidth(), drawing.plot().getHeight());
        graphics.dispose();
        for (double x : xs) {
            double xChartPx = drawing.margins().leftPx() + drawing.plot().getScreenXFromChart(x);
            assertThat(drawing.xPx(x)).as("x of " + x).isCloseTo(xChartPx, A_PIXEL);
        }
        for (double y : ys) {
            double xChartPx = drawing.margins().topPx() + drawing.plot().getScreenYFromChart(y);
            assertThat(drawing.yPx(y)).as("y of " + y).isCloseTo(xChartPx, A_PIXEL);
        }
    }

    @Test
    void keepsTextsInThePicture() {
        for (Drawing drawing : List.of(
                BarDrawing.of(Samples.manyBars(), true),
                BarDrawing.of(Samples.fewBars(), false),
                CurveDrawing.of(Samples.lines()),
                CurveDrawing.of(Samples.percentiles()))) {
            for (Text text : drawing.texts()) {
                double widthPx = ChartFonts.widthPx(text.text(), text.sizePx(), text.isBold());
                double leftPx = text.xPx()
                        - switch (text.anchor()) {
                            case START -> 0;
                            case MIDDLE -> widthPx / 2;
                            case END -> widthPx;
                        };
                assertThat(leftPx).as(text.text()).isGreaterThanOrEqualTo(-0.5);
                assertThat(leftPx + widthPx).as(text.text()).isLessThanOrEqualTo(Drawing.WIDTH_PX + 0.5);
                assertThat(text.yPx()).as(text.text()).isBetween((double) text.sizePx(), (double) drawing.heightPx());
            }
        }
    }

    @Test
    void shortensALabelThatLeavesNoRoom() {
        String label = "a contestant with a name that goes on and on, and then on and on";
        BarChart chart = new BarChart("t", "u", List.of(new BarChart.Bar(label, 1, 1, 1, true)), null);
        assertThat(BarDrawing.of(chart, false).texts())
                .extracting(Text::text)
                .anyMatch(text -> text.startsWith("a contestant with a name") && text.endsWith("…"));
    }
}
