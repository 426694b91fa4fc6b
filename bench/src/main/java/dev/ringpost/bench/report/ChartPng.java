package dev.ringpost.bench.report;

import dev.ringpost.bench.report.Drawing.Text;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A {@link BarChart} as a PNG file, of twice the density, to be shown 800 pixels wide. */
public final class ChartPng {
    private static final int DENSITY = 2;

    /** Keeps letters readable where they are on a line. */
    private static final BasicStroke HALO = new BasicStroke(3, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    private ChartPng() {}

    /**
     * Writes the file, or leaves it as it was.
     *
     * @return false if there is no file as this Java has no fonts
     * @throws IOException if the file cannot be written
     */
    public static boolean write(BarChart chart, Path file) throws IOException {
        if (!ChartFonts.isAvailable()) {
            return false;
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
            ImageIO.write(image(BarDrawing.of(chart, true)), "png", out);
        }
        AtomicFile.write(file, png.toByteArray());
        return true;
    }

    private static BufferedImage image(Drawing drawing) {
        BufferedImage image =
                new BufferedImage(DENSITY * Drawing.WIDTH_PX, DENSITY * drawing.heightPx(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.setColor(Ink.PAPER.color());
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            graphics.scale(DENSITY, DENSITY);
            AffineTransform picture = graphics.getTransform();
            graphics.translate(drawing.margins().leftPx(), drawing.margins().topPx());
            drawing.plot()
                    .paint(graphics, drawing.plot().getWidth(), drawing.plot().getHeight());
            graphics.setTransform(picture);
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            drawing.texts().forEach(text -> paint(graphics, text));
        } finally {
            graphics.dispose();
        }
        return image;
    }

    private static void paint(Graphics2D graphics, Text text) {
        if (text.text().isEmpty()) {
            return; // a layout of nothing is refused
        }
        TextLayout layout = new TextLayout(
                text.text(), ChartFonts.font(text.sizePx(), text.isBold()), graphics.getFontRenderContext());
        double leftPx = text.xPx()
                - switch (text.anchor()) {
                    case START -> 0;
                    case MIDDLE -> layout.getAdvance() / 2;
                    case END -> layout.getAdvance();
                };
        Shape letters = layout.getOutline(AffineTransform.getTranslateInstance(leftPx, text.yPx()));
        graphics.setColor(Ink.PAPER.color());
        graphics.setStroke(HALO);
        graphics.draw(letters);
        graphics.setColor(text.ink().color());
        graphics.fill(letters);
    }
}
