package dev.ringpost.bench.report;

import java.util.List;
import java.util.Locale;

/** Which curve is which: a list below the chart, which a narrow page can wrap. */
final class Legend {
    private Legend() {}

    static String of(LineChart chart) {
        List<CurveStyle> styles = CurveStyle.of(chart.lines());
        StringBuilder legend = new StringBuilder("<ul class=\"legend\">\n");
        for (int i = 0; i < styles.size(); i++) {
            LineChart.Line line = chart.lines().get(i);
            legend.append("<li>").append(sample(styles.get(i), line.emphasised()));
            legend.append(Html.escaped(line.label())).append("</li>\n");
        }
        return legend.append("</ul>\n").toString();
    }

    private static String sample(CurveStyle style, boolean isEmphasised) {
        return String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 30 12\" aria-hidden=\"true\"><path d=\"M0 6h30\" style=\"stroke:%s;stroke-width:%s\"/>"
                        + "<path d=\"%s\" style=\"fill:%s\"/></svg>",
                style.ink().css(),
                isEmphasised ? "2.8" : "1.8",
                style.symbol().path(),
                style.ink().css());
    }
}
