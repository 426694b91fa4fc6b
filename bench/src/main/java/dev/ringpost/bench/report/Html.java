package dev.ringpost.bench.report;

import java.util.List;

/** Pieces of a page. Whatever text they get is escaped here; what they give is well-formed XML too. */
final class Html {
    private static final String UNPRINTABLE = "\uFFFD";

    private Html() {}

    /** For element content and for attributes in double quotes. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> escaped.append(escaped(character)));
        return escaped.toString();
    }

    private static String escaped(int character) {
        return switch (character) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            case '\n', '\t' -> Character.toString(character);
            default -> isPrintable(character) ? Character.toString(character) : UNPRINTABLE;
        };
    }

    /** Not so are control characters and half surrogate pairs, which no page may have. */
    private static boolean isPrintable(int character) {
        return !Character.isISOControl(character)
                && Character.getType(character) != Character.SURROGATE
                && (character & 0xfffe) != 0xfffe;
    }

    /** An element with nothing but text. */
    static String element(String name, String text) {
        return "<" + name + ">" + escaped(text) + "</" + name + ">\n";
    }

    /**
     * A table in a box of its own that scrolls where the page is narrow.
     *
     * @param kind its CSS class
     */
    static String table(String kind, List<String> columns, List<List<String>> rows) {
        StringBuilder table = new StringBuilder("<div class=\"wide\" tabindex=\"0\"><table class=\"" + kind + "\">\n");
        if (!columns.isEmpty()) {
            table.append("<thead><tr>");
            columns.forEach(column ->
                    table.append("<th scope=\"col\">").append(escaped(column)).append("</th>"));
            table.append("</tr></thead>\n");
        }
        table.append("<tbody>\n");
        for (List<String> row : rows) {
            table.append("<tr><th scope=\"row\">").append(escaped(row.get(0))).append("</th>");
            row.stream()
                    .skip(1)
                    .forEach(cell -> table.append("<td>").append(escaped(cell)).append("</td>"));
            table.append("</tr>\n");
        }
        return table.append("</tbody></table></div>\n").toString();
    }

    /** Something that opens with a click. */
    static String details(String summary, String content) {
        return "<details><summary>" + escaped(summary) + "</summary>\n" + content + "</details>\n";
    }
}
