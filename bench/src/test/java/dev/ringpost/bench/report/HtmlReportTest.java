package dev.ringpost.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {
    private static final String ATTACK = "</title></text><script>alert(\"1\" & '2')</script>";

    @BeforeEach
    void needsFonts() {
        assumeTrue(ChartFonts.isAvailable(), ChartFonts.HOW_TO_INSTALL);
    }

    @Test
    void needsNothingElse() {
        String html = Samples.page().html();
        assertThat(html).doesNotContainIgnoringCase("http:").doesNotContainIgnoringCase("https:");
        assertThat(html).doesNotContain("<script", "<link", "<img", "@import", " src=", "url(\"", "url('");
        assertThat(found(html, "url\\(([^)]*)\\)")).allMatch(target -> target.startsWith("#"));
        assertThat(found(html, "href=\"([^\"]*)\"")).isNotEmpty().allMatch(target -> target.startsWith("#"));
    }

    @Test
    void isWellFormedWithIdsThatAreThereOnce() throws Exception {
        String html = Samples.page().html();
        assertThat(html).startsWith("<!DOCTYPE html>\n<html lang=\"en\">");
        Document page = parsed(html);
        List<String> ids = found(html, " id=\"([^\"]*)\"");
        assertThat(ids).doesNotHaveDuplicates().contains("section-1", "chart-1", "chart-7", "chart-7-title");
        assertThat(ids).containsAll(found(html, "url\\(#([^)]*)\\)"));
        assertThat(ids).containsAll(found(html, "href=\"#([^\"]*)\""));
        assertThat(ids).containsAll(found(html, "aria-labelledby=\"([^\"]*)\""));
        assertThat(page.getElementsByTagName("h1").getLength()).isEqualTo(1);
        assertThat(page.getElementsByTagName("section").getLength()).isEqualTo(5);
    }

    @Test
    void escapesEveryText() throws Exception {
        String html = Samples.page(ATTACK).html();
        assertThat(html).doesNotContain("<script");
        Document page = parsed(html);
        for (String name : List.of("title", "h1", "p", "h2", "figcaption", "text", "th", "td", "li", "pre")) {
            assertThat(texts(page, name)).as(name).anyMatch(text -> text.contains("<script>alert("));
        }
    }

    @Test
    void replacesWhatNoPageMayHave() throws Exception {
        Document page = parsed(
                new HtmlReport("bell \u0007, escape \u001b[1m, half a pair \ud83d, NUL \0", "\ud83d\ude80").html());
        assertThat(texts(page, "h1")).containsExactly("bell \uFFFD, escape \uFFFD[1m, half a pair \uFFFD, NUL \uFFFD");
        assertThat(texts(page, "p")).containsExactly("\ud83d\ude80");
    }

    @Test
    void makesEqualPagesOfEqualInput() {
        assertThat(Samples.page().html()).isEqualTo(Samples.page().html());
    }

    @Test
    void hasATitleAndTheNumbersOfEachChart() throws Exception {
        Document page = parsed(Samples.page().html());
        NodeList figures = page.getElementsByTagName("figure");
        assertThat(figures.getLength()).isEqualTo(7);
        Element bars = (Element) figures.item(0);
        assertThat(texts(bars, "title")).containsExactly("Messages a second, confirmed");
        assertThat(texts(bars, "td")).contains("6,310,000", "5,679,000", "6,688,600", "12,100,000");
        assertThat(texts(bars, "text")).contains("6.31 M", "wire limit 12.1 M", "messages/s, logarithmic scale");
        Element percentiles = (Element) figures.item(3);
        assertThat(texts(percentiles, "text")).contains("p50", "p90", "p99", "p99.9", "p99.99");
        assertThat(texts(percentiles, "th")).contains("engine", "PerfTest", "p99.99");
        assertThat(texts(percentiles, "td")).contains("40.0", "176", "310");
        Element lines = (Element) figures.item(5);
        assertThat(texts(lines, "text")).contains("64", "1,024", "65,536", "messages in flight");
    }

    @Test
    void colorsOursWithTheAccent() {
        String html = new HtmlReport("t", "s").bars(Samples.fewBars()).html();
        String svg = html.substring(html.indexOf("<svg id"));
        assertThat(found(svg, "(stroke:var\\(--ours\\))")).hasSize(1);
        assertThat(found(svg, "(stroke:var\\(--theirs\\))")).hasSize(1);
        assertThat(svg).doesNotContain("rgb(26,");
    }

    @Test
    void saysWhereNothingWasMeasured() throws Exception {
        HtmlReport page = new HtmlReport("t", "s")
                .bars(new BarChart("none", "u", List.of(), null))
                .lines(new LineChart("none", "x", "y", true, true, List.of()))
                .percentiles(new PercentileChart("none", "u", List.of()));
        assertThat(texts(parsed(page.html()), "p"))
                .filteredOn("Nothing was measured."::equals)
                .hasSize(3);
    }

    @Test
    void hasItsNumbersWithoutFonts() throws Exception {
        String html = Samples.filled(new HtmlReport("t", "s", false), "sample").html();
        assertThat(html).doesNotContain("<svg").contains("apt-get install fontconfig", "6,310,000");
        parsed(html);
    }

    @Test
    void flattensFacts() throws Exception {
        Document page = parsed(Samples.page().html());
        assertThat(texts(page, "th")).contains("machine sample · cpu sample", "machine sample · memory_bytes");
        assertThat(texts(page, "td")).contains("a processor sample", "25000000000", "-Xms512m, sample", "–");
    }

    @Test
    void refusesARowThatIsNotOfTheTable() {
        HtmlReport page = new HtmlReport("t", "s");
        assertThatThrownBy(() -> page.table(List.of("name", "rate"), List.of(List.of("one"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[name, rate]")
                .hasMessageContaining("[one]");
    }

    @Test
    void replacesAFileAsAWhole(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("page.html");
        Files.writeString(file, "before", StandardCharsets.UTF_8);
        HtmlReport page = Samples.page();
        page.write(file);
        assertThat(file).hasContent(page.html());
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
    }

    private static List<String> found(String text, String pattern) {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static Document parsed(String html) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    private static List<String> texts(Document page, String name) {
        return texts(page.getDocumentElement(), name);
    }

    private static List<String> texts(Element parent, String name) {
        List<String> texts = new ArrayList<>();
        NodeList elements = parent.getElementsByTagName(name);
        for (int i = 0; i < elements.getLength(); i++) {
            texts.add(elements.item(i).getTextContent());
        }
        return texts;
    }
}
