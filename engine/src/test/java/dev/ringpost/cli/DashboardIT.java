package dev.ringpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.HeadlessBrowser;
import dev.ringpost.testing.IntegrationTest;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The live page of a run that goes on, read by a monitoring system and by a browser. */
@IntegrationTest
class DashboardIT {

    private static final Pattern URL = Pattern.compile("live page at (http://\\S+/)");
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int SIGINT = 2;

    @TempDir
    private Path directory = Path.of("");

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final StopRequest stop = new StopRequest();

    /** Starts a run without end, and returns its exit code to come. */
    private CompletableFuture<Integer> start(String uri, String... more) {
        PrintStream out = new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Console console = new Console(
                InputStream.nullInputStream(),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                false);
        String[] call = Stream.concat(
                        Stream.of("publish", "--uri", uri, "--dashboard", "0", "--rate", "1000", "--repeat", "100000"),
                        Stream.concat(Stream.of(more), Stream.of(CommandRun.SAMPLE.toString())))
                .toArray(String[]::new);
        return CompletableFuture.supplyAsync(
                () -> RingpostCommand.commandLine(console, CommandRun.UNCONFIGURED, stop)
                        .execute(call),
                work -> {
                    Thread thread = new Thread(work, "test-command");
                    thread.setDaemon(true);
                    thread.start();
                });
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String url() {
        Await.until(
                "the page's address on standard error",
                LIMIT,
                () -> URL.matcher(said()).find());
        Matcher matcher = URL.matcher(said());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    @Test
    void scrapesUnderLoadGoUpAndTheLastOneIsTheReport(Brokers brokers) throws Exception {
        Path report = directory.resolve("report.json");
        CompletableFuture<Integer> run = start(
                brokers.uri(BrokerKind.EMBEDDED),
                "--dashboard-linger",
                "60s",
                "--queue",
                "cli-page",
                "--report",
                report.toString());
        String url = url();
        Await.until("messages are confirmed", LIMIT, () -> confirmed(url) > 100);
        assertThat(get(url + "health").statusCode()).isEqualTo(200);
        Map<String, Double> first = counters(url);
        Await.until(
                "more are confirmed",
                LIMIT,
                () -> confirmed(url) > sum(first, "rabbitmq_acknowledged_published_total"));
        Map<String, Double> second = counters(url);
        assertThat(second.keySet()).isEqualTo(first.keySet());
        first.forEach(
                (series, value) -> assertThat(second.get(series)).as(series).isGreaterThanOrEqualTo(value));

        stop.request("the test has seen enough");
        Await.until("the run's end", LIMIT, () -> said().contains("the page stays for 60 s"));
        Map<String, Double> last = counters(url);
        JsonNode json = CommandRun.report(report);
        Map.of(
                        "accepted", "rabbitmq_published_total",
                        "confirmed", "rabbitmq_acknowledged_published_total",
                        "rejected", "rabbitmq_not_acknowledged_published_total",
                        "returned", "rabbitmq_unrouted_published_total",
                        "amqp_messages", "rabbitmq_publisher_amqp_messages_total",
                        "wire_bytes", "rabbitmq_publisher_wire_bytes_total")
                .forEach((member, name) -> assertThat(sum(last, name))
                        .as(name)
                        .isEqualTo(json.get(member).asDouble()));
        assertThat(get(url + "health").statusCode()).as("closed").isEqualTo(503);
        JsonNode stats = new ObjectMapper().readTree(get(url + "stats.json").body());
        assertThat(stats.get("state").asText()).isEqualTo("over");
        assertThat(stats.get("why").asText()).isEqualTo("the test has seen enough");
        assertThat(stats.get("points").size()).isPositive();

        stop.requestBySignal("INT", SIGINT);
        assertThat(run.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("a signal after the run ends the page's stay, and is not the run's")
                .isEqualTo(1);
    }

    @Test
    @Timeout(120) // a browser takes seconds to start, or on a busy machine a minute
    void aBrowserShowsLiveValues(Brokers brokers) throws Exception {
        HeadlessBrowser browser = HeadlessBrowser.find();
        CompletableFuture<Integer> run = start(brokers.uri(BrokerKind.EMBEDDED), "--queue", "cli-browser");
        String url = url();
        Await.until(
                "points for the curves",
                LIMIT,
                () -> get(url + "stats.json").body().contains("\"number\":3"));
        String dom = browser.dom(url, directory);
        stop.requestBySignal("INT", SIGINT);
        assertThat(run.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(128 + SIGINT);

        assertThat(dom).containsPattern("id=\"state\"[^>]*>running<");
        assertThat(dom).as("rate").containsPattern("id=\"rate\">[0-9,.]+<");
        assertThat(dom).as("latency").containsPattern("<td>accepted to confirmed</td><td>[0-9.]+ (µs|ms|s)</td>");
        assertThat(dom).as("curve").containsPattern("<path class=\"c-blue\" d=\"M[0-9.]+ [0-9.]+L");
        assertThat(dom).as("where the time goes").containsPattern("<b id=\"bound\">[A-Z][^<]+</b>");
        assertThat(dom).as("outcomes").containsPattern("<td>confirmed</td><td[^>]*>[1-9][0-9,]*</td>");
        assertThat(dom)
                .as("lanes")
                .containsPattern("<td>ringpost-0</td><td><span class=\"pill good\">open</span></td>");
        assertThat(dom).contains("queue \"cli-browser\"").doesNotContain("guest:guest");
    }

    private static double confirmed(String url) throws Exception {
        return sum(counters(url), "rabbitmq_acknowledged_published_total");
    }

    private static double sum(Map<String, Double> counters, String name) {
        return counters.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(name + "{"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** Every series that may only grow, with its value. */
    private static Map<String, Double> counters(String url) throws Exception {
        HttpResponse<String> answer = get(url + "metrics");
        if (answer.statusCode() != 200) {
            return Map.of(); // the engine starts
        }
        Map<String, Double> counters = new HashMap<>();
        for (String line : answer.body().lines().toList()) {
            int space = line.lastIndexOf(' ');
            String series = line.substring(0, space);
            if (series.matches(".*(_total|_bucket|_count|_sum)\\{.*")) {
                counters.put(series, Double.parseDouble(line.substring(space + 1)));
            }
        }
        return counters;
    }

    private static HttpResponse<String> get(String url) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }
}
