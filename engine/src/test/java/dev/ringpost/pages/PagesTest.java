package dev.ringpost.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.testing.DocumentPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README and every page of {@code config/}: their Java compiles, their links lead somewhere, what they name exists. */
class PagesTest {

    private static final Path ROOT = Path.of("..");
    private static final DocumentPage GUARANTEES = new DocumentPage("config/guarantees.md");

    private static final List<String> IMPORTS = List.of(
            "dev.ringpost.*",
            "dev.ringpost.compression.*",
            "dev.ringpost.consumer.*",
            "dev.ringpost.serialization.*",
            "dev.ringpost.tls.*",
            "java.nio.file.Path",
            "java.time.*",
            "java.util.Arrays",
            "java.util.List",
            "java.util.Map",
            "java.util.concurrent.*");

    /** What the examples of single pages need besides: other libraries, whose names are not to meet ours. */
    private static final Map<String, List<String>> FURTHER_IMPORTS = Map.of(
            "config/from-basic-publish.md",
            List.of("com.rabbitmq.client.*"),
            "config/from-rabbit-template.md",
            List.of(
                    "org.springframework.amqp.core.MessageBuilder",
                    "org.springframework.amqp.core.MessageDeliveryMode",
                    "org.springframework.amqp.rabbit.connection.*",
                    "org.springframework.amqp.rabbit.core.RabbitTemplate",
                    "org.springframework.context.annotation.Bean"),
            "config/guarantees.md",
            List.of("com.rabbitmq.client.AMQP"),
            "config/records.md",
            List.of(
                    "com.rabbitmq.client.AMQP",
                    "org.springframework.amqp.rabbit.annotation.RabbitListener",
                    "org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory",
                    "org.springframework.amqp.rabbit.connection.ConnectionFactory",
                    "org.springframework.amqp.support.postprocessor.DelegatingDecompressingPostProcessor",
                    "org.springframework.context.annotation.Bean"),
            "config/tracing.md",
            List.of("dev.ringpost.opentelemetry.PublishTracing", "io.opentelemetry.api.GlobalOpenTelemetry"));

    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)|(?m:^\\[[^]]+]: (\\S+)$)");
    private static final Pattern TEST_NAME = Pattern.compile("\\[(\\w+(?:Test|IT))]");
    private static final Pattern CODE_SPAN = Pattern.compile("`([^`\n]+)`");
    private static final Pattern OUR_MEMBER =
            Pattern.compile("(?<![\\w)\\]])\\.([a-z]\\w*)\\(|\\b([A-Z]\\w+)\\.(\\w+)");

    static List<String> pages() throws IOException {
        List<String> pages = new ArrayList<>(List.of("README.md"));
        try (Stream<Path> files = Files.list(ROOT.resolve("config"))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md"))
                    .sorted()
                    .forEach(name -> pages.add("config/" + name));
        }
        return pages;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void javaCompiles(String page, @TempDir Path folder) throws IOException {
        List<String> imports = new ArrayList<>(IMPORTS);
        imports.addAll(FURTHER_IMPORTS.getOrDefault(page, List.of()));
        List<Path> sources = new ArrayList<>();
        for (String block : new DocumentPage(page).blocks("java")) {
            Snippet snippet = new Snippet("Example" + (sources.size() + 1), block);
            sources.add(Files.writeString(folder.resolve(snippet.name() + ".java"), snippet.source(imports)));
        }
        if (!sources.isEmpty()) {
            DocumentPage.compile(sources, folder);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(String page) throws IOException {
        Path file = ROOT.resolve(page);
        List<String> dead = matches(LINK, Files.readString(file)).stream()
                .map(link -> link.group(1) == null ? link.group(2) : link.group(1))
                .filter(target -> !target.contains("://") && !target.startsWith("#"))
                .filter(target -> !Files.exists(file.resolveSibling(target.replaceFirst("#.*", ""))))
                .toList();
        assertThat(dead).isEmpty();
    }

    /** In code spans, {@code .name(} and {@code Type.name} of our types; of tables of two libraries the first column is not ours. */
    @ParameterizedTest
    @MethodSource("pages")
    void whatIsNamedOfTheApiExists(String page) throws Exception {
        Api api = Api.load();
        Set<String> unknown = new TreeSet<>();
        boolean ofTwoLibraries = page.matches("config/(kombu|from-.*)\\.md");
        String prose = new DocumentPage(page).prose();
        String ours = ofTwoLibraries ? prose.replaceAll("(?m)^\\|[^|]*\\|", "|") : prose;
        for (MatchResult span : matches(CODE_SPAN, ours)) {
            for (MatchResult name : matches(OUR_MEMBER, span.group(1))) {
                Set<String> members = api.members().get(name.group(2));
                boolean known = name.group(1) == null
                        ? members == null || members.contains(name.group(3))
                        : api.hasMember(name.group(1));
                if (!known) {
                    unknown.add(span.group(1));
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void eachPromiseNamesTheTestsThatShowIt() throws IOException {
        String text = GUARANTEES.prose();
        List<String> promises = text.lines()
                .dropWhile(line -> !line.startsWith("| promise |"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .toList();
        assertThat(promises)
                .hasSizeGreaterThan(10)
                .allMatch(row -> TEST_NAME.matcher(row).find());
        for (MatchResult test : matches(TEST_NAME, text)) {
            assertThat(text)
                    .contains("\n[" + test.group(1) + "]: ../engine/src/test/java/dev/ringpost/")
                    .containsPattern("(?m)^\\[" + test.group(1) + "]: \\S+/" + test.group(1) + "\\.java$");
        }
    }

    @Test
    void theRootPackageNamesAllOthers() throws IOException {
        Path root = Path.of("src/main/java/dev/ringpost");
        String page = Files.readString(root.resolve("package-info.java"));
        String table = page.substring(page.indexOf("<h2>Packages</h2>"), page.indexOf("<h2>Words</h2>"));
        List<String> packages;
        try (Stream<Path> files = Files.list(root)) {
            packages = files.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .toList();
        }
        assertThat(packages).isNotEmpty().allSatisfy(name -> assertThat(table).contains("{@code " + name + "}"));
    }

    private static List<MatchResult> matches(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results().toList();
    }
}
