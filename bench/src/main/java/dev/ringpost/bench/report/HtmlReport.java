package dev.ringpost.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One page of HTML that needs nothing else: no script, no file beside it, no network. Equal input makes equal pages. All text
 * is escaped here. Where this Java has no fonts a page has words and tables in place of its charts. Not thread-safe.
 */
public final class HtmlReport {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int LEAST_LISTED_SECTIONS = 3;

    private final String title;
    private final String summary;
    private final boolean isDrawn;
    private final StringBuilder body = new StringBuilder();
    private final List<String> sections = new ArrayList<>();
    private int chartCount;

    /** An empty page; the summary is one paragraph below the title. */
    public HtmlReport(String title, String summary) {
        this(title, summary, ChartFonts.isAvailable());
    }

    HtmlReport(String title, String summary, boolean isDrawn) {
        this.title = title;
        this.summary = summary;
        this.isDrawn = isDrawn;
    }

    /** What is added after this belongs to the section. */
    public HtmlReport section(String heading, String explanation) {
        if (!sections.isEmpty()) {
            body.append("</section>\n");
        }
        sections.add(heading);
        body.append("<section id=\"section-").append(sections.size()).append("\">\n");
        body.append(Html.element("h2", heading));
        if (!explanation.isEmpty()) {
            body.append(Html.element("p", explanation));
        }
        return this;
    }

    /**
     * A table whose first column is the name of the row; the others are aligned for numbers.
     *
     * @throws IllegalArgumentException if a row has not as many cells as there are columns
     */
    public HtmlReport table(List<String> columns, List<List<String>> rows) {
        for (List<String> row : rows) {
            if (row.size() != columns.size() || row.isEmpty()) {
                throw new IllegalArgumentException(
                        "the table's columns are " + columns + ", but a row has the cells " + row);
            }
        }
        body.append(Html.table("results", columns, rows));
        return this;
    }

    /** A bar chart, and its numbers. */
    public HtmlReport bars(BarChart chart) {
        return chart(
                chart.title(), chart.bars().isEmpty(), () -> BarDrawing.of(chart, false), "", NumbersTable.of(chart));
    }

    /** Percentile curves, and the values of those percentiles that are usually named. */
    public HtmlReport percentiles(PercentileChart chart) {
        return chart(
                chart.title(),
                chart.curves().isEmpty(),
                () -> CurveDrawing.of(chart),
                Legend.of(PercentileAxis.lineChart(chart)),
                NumbersTable.of(chart));
    }

    /** A line chart, and its numbers. */
    public HtmlReport lines(LineChart chart) {
        return chart(
                chart.title(),
                chart.lines().isEmpty(),
                () -> CurveDrawing.of(chart),
                Legend.of(chart),
                NumbersTable.of(chart));
    }

    private HtmlReport chart(String name, boolean isEmpty, Supplier<Drawing> drawing, String legend, String numbers) {
        chartCount++;
        body.append("<figure><figcaption>").append(Html.escaped(name)).append("</figcaption>\n");
        if (isEmpty) {
            body.append(Html.element("p", "Nothing was measured."));
        } else if (isDrawn) {
            String svg = SvgWriter.svg(drawing.get(), "chart-" + chartCount, name);
            body.append("<div class=\"wide\" tabindex=\"0\">")
                    .append(svg)
                    .append("</div>\n")
                    .append(legend);
            body.append(Html.details("Numbers", numbers));
        } else {
            body.append(Html.element("p", "Not drawn: " + ChartFonts.HOW_TO_INSTALL + ". Its numbers:"));
            body.append(numbers);
        }
        body.append("</figure>\n");
        return this;
    }

    /** Keys and values, such as machine, versions and commands; a map within has its keys put behind its own. */
    public HtmlReport facts(Map<String, ?> facts) {
        List<List<String>> rows = new ArrayList<>();
        flatten("", facts, rows);
        body.append(Html.table("facts", List.of(), rows));
        return this;
    }

    private static void flatten(String prefix, Map<?, ?> facts, List<List<String>> rows) {
        facts.forEach((key, value) -> {
            if (value instanceof Map<?, ?> nested) {
                flatten(prefix + key + " · ", nested, rows);
            } else {
                rows.add(List.of(prefix + key, fact(value)));
            }
        });
    }

    private static String fact(@Nullable Object value) {
        if (value instanceof Collection<?> values) {
            return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        return value == null ? Quantity.NONE : value.toString();
    }

    /**
     * Everything as JSON, to be opened with a click.
     *
     * @throws IllegalArgumentException if Jackson cannot write it
     */
    public HtmlReport json(Object report) {
        try {
            String pretty = JSON.writeValueAsString(report);
            body.append(Html.details("All of it as JSON", "<pre tabindex=\"0\">" + Html.escaped(pretty) + "</pre>\n"));
            return this;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a " + report.getClass().getName() + " cannot be written as JSON", e);
        }
    }

    /** Writes the page; the file is there as a whole or as it was before. */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, html().getBytes(StandardCharsets.UTF_8));
    }

    String html() {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                + Html.element("title", title) + "<style>\n" + Ink.styleSheet() + styleSheet() + "</style>\n</head>\n"
                + "<body>\n<main>\n" + Html.element("h1", title) + "<p class=\"summary\">" + Html.escaped(summary)
                + "</p>\n" + contents() + body + (sections.isEmpty() ? "" : "</section>\n")
                + "</main>\n</body>\n</html>\n";
    }

    private String contents() {
        if (sections.size() < LEAST_LISTED_SECTIONS) {
            return "";
        }
        StringBuilder contents = new StringBuilder("<nav aria-label=\"Sections\"><ul>\n");
        for (int i = 0; i < sections.size(); i++) {
            String link = "<a href=\"#section-" + (i + 1) + "\">" + Html.escaped(sections.get(i)) + "</a>";
            contents.append("<li>").append(link).append("</li>\n");
        }
        return contents.append("</ul></nav>\n").toString();
    }

    private static String styleSheet() {
        try (InputStream css = HtmlReport.class.getResourceAsStream("page.css")) {
            if (css == null) {
                throw new IllegalStateException("page.css is missing beside " + HtmlReport.class.getName());
            }
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("page.css cannot be read", e);
        }
    }
}
