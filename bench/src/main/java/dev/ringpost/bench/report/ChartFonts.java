package dev.ringpost.bench.report;

import java.awt.Font;
import java.awt.font.FontRenderContext;

/** The font of charts. Java lays texts out with the system's fonts, which a small server or container may not have. */
final class ChartFonts {
    /** What to tell people where there are none. */
    static final String HOW_TO_INSTALL =
            "this Java finds no fonts to draw it with; on Debian: apt-get install fontconfig fonts-dejavu-core";

    private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);
    private static final boolean IS_AVAILABLE = probe();

    private ChartFonts() {}

    static boolean isAvailable() {
        return IS_AVAILABLE;
    }

    static Font font(int sizePx, boolean isBold) {
        return new Font(Font.SANS_SERIF, isBold ? Font.BOLD : Font.PLAIN, sizePx);
    }

    static double widthPx(String text, int sizePx, boolean isBold) {
        return font(sizePx, isBold).getStringBounds(text, CONTEXT).getWidth();
    }

    /** The text, or so much of its begin that it is no wider, with an ellipsis. */
    static String fitted(String text, int sizePx, double mostPx) {
        String fitted = text;
        while (fitted.length() > 1 && widthPx(fitted, sizePx, false) > mostPx) {
            fitted = fitted.substring(0, fitted.length() - 2).stripTrailing() + "…";
        }
        return fitted;
    }

    private static boolean probe() {
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty(
                    "java.awt.headless", "true"); // pictures go to files, never to a screen that may not be there
        }
        try {
            return widthPx("p99", 12, false) > 0;
        } catch (RuntimeException
                | Error e) { // Error itself is what AWT throws where it finds no fonts or no font library
            return false;
        }
    }
}
