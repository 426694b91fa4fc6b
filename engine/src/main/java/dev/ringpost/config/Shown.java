package dev.ringpost.config;

import java.util.regex.Pattern;

/** How a text from outside is shown: on one line, not endless, and without what stands before an {@code @}. */
final class Shown {

    private static final int MAX_CHARS = 60;
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");
    private static final Pattern LOGIN = Pattern.compile("^([A-Za-z]+://)?.*@", Pattern.DOTALL);

    private Shown() {}

    static String quoted(String text) {
        return "\"" + plain(text) + "\"";
    }

    static String plain(String text) {
        // Any @: a password that holds one, or a URI that lost its scheme, would be shown otherwise.
        String masked = LOGIN.matcher(text).replaceFirst("$1**@");
        String line = CONTROLS.matcher(masked).replaceAll("?");
        return line.length() <= MAX_CHARS ? line : line.substring(0, MAX_CHARS) + "…";
    }
}
