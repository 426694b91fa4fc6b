package dev.ringpost.bench.report;

import java.awt.Color;
import java.util.Locale;

/**
 * Everything that is coloured, by what it means. A page names the colours as CSS variables and sets those, so that a chart
 * follows the reader's light or dark scheme; a picture is light.
 */
enum Ink {
    PAPER(0xffffff, 0x15191e),
    TEXT(0x1f2933, 0xe4e8ec),
    SOFT_TEXT(0x5b6672, 0xa5aeb8),
    GRID(0xdfe4e9, 0x343c45),
    LIMIT(0xc2410c, 0xff9558),

    OURS(0x1a66cc, 0x5ea5ff),
    OURS_TEAL(0x0f857a, 0x3fd0bd),
    OURS_VIOLET(0x7a4de8, 0xb197ff),
    OURS_PINK(0xbe2a7e, 0xff86c3),

    THEIRS(0xa9b4bf, 0x6b7683),
    THEIRS_GREY(0x76828e, 0x9ba6b2),
    THEIRS_BROWN(0xa46f33, 0xd3a571),
    THEIRS_OLIVE(0x76842b, 0xb5c364),
    THEIRS_RED(0xb15e5e, 0xe39c9c),
    THEIRS_SLATE(0x4d6a87, 0x8db0d2);

    private final int lightRgb;
    private final int darkRgb;

    Ink(int lightRgb, int darkRgb) {
        this.lightRgb = lightRgb;
        this.darkRgb = darkRgb;
    }

    /** The light scheme's. */
    Color color() {
        return new Color(lightRgb);
    }

    /** For use in CSS and in SVG styles. */
    String css() {
        return "var(" + variable() + ")";
    }

    /** How VectorGraphics2D writes {@link #color()}. */
    String rgb() {
        Color color = color();
        return "rgb(" + color.getRed() + "," + color.getGreen() + "," + color.getBlue() + ")";
    }

    private String variable() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The CSS rules that set the variables. */
    static String styleSheet() {
        StringBuilder light = new StringBuilder();
        StringBuilder dark = new StringBuilder();
        for (Ink ink : values()) {
            light.append(String.format(Locale.ROOT, " %s: #%06x;", ink.variable(), ink.lightRgb));
            dark.append(String.format(Locale.ROOT, " %s: #%06x;", ink.variable(), ink.darkRgb));
        }
        return ":root { color-scheme: light dark;" + light + " }\n@media (prefers-color-scheme: dark) { :root {" + dark
                + " } }\n";
    }
}
