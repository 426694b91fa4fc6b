package dev.ringpost.bench.report;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import dev.ringpost.bench.report.Drawing.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A {@link Drawing} as an SVG element of a page. */
final class SvgWriter {
    /** A clip path's name, which VectorGraphics2D makes of a hash code. */
    private static final Pattern CLIP_NAME = Pattern.compile("\\bclip-?\\d+");

    private SvgWriter() {}

    /**
     * The element, with a title for those who do not see it.
     *
     * @param id of the element; what is inside begins its ids with it, so that charts of one page have none in common
     */
    static String svg(Drawing drawing, String id, String title) {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg id=\"%s\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-title\">\n",
                id,
                Drawing.WIDTH_PX,
                drawing.heightPx(),
                id));
        svg.append("<title id=\"")
                .append(id)
                .append("-title\">")
                .append(Html.escaped(title))
                .append("</title>\n");
        svg.append(shapes(drawing, id));
        drawing.texts().forEach(text -> svg.append(text(text)));
        return svg.append("</svg>\n").toString();
    }

    private static String text(Text text) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\"%s style=\"fill:%s\">%s</text>\n",
                text.xPx(),
                text.yPx(),
                text.anchor().name().toLowerCase(Locale.ROOT),
                text.sizePx(),
                text.isBold() ? " font-weight=\"bold\"" : "",
                text.ink().css(),
                Html.escaped(text.text()));
    }

    private static String shapes(Drawing drawing, String id) {
        VectorGraphics2D graphics = new VectorGraphics2D();
        graphics.translate(drawing.margins().leftPx(), drawing.margins().topPx());
        drawing.plot().paint(graphics, drawing.plot().getWidth(), drawing.plot().getHeight());
        PageSize page = new PageSize(0, 0, Drawing.WIDTH_PX, drawing.heightPx());
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        try {
            new SVGProcessor().getDocument(graphics.getCommands(), page).writeTo(document);
        } catch (IOException e) {
            throw new UncheckedIOException("a chart was not written to memory", e);
        }
        String shapes = content(document.toString(StandardCharsets.UTF_8));
        for (Ink ink : Ink.values()) {
            shapes = shapes.replace(ink.rgb(), ink.css());
        }
        return withOwnNames(shapes, id);
    }

    /** What is inside the root element: a page needs neither a document type nor the namespaces. */
    private static String content(String document) {
        int begin = document.indexOf('>', document.indexOf("<svg")) + 1;
        return document.substring(begin, document.lastIndexOf("</svg>")).strip() + "\n";
    }

    /** Numbers the clip paths in order: hash codes differ from run to run, and may be the same in two charts. */
    private static String withOwnNames(String shapes, String id) {
        Map<String, String> names = new LinkedHashMap<>();
        return CLIP_NAME
                .matcher(shapes)
                .replaceAll(found -> names.computeIfAbsent(found.group(), name -> id + "-area-" + names.size()));
    }
}
