package dev.ringpost.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.EngineHealth;
import dev.ringpost.LaneHealth;
import dev.ringpost.LaneState;
import dev.ringpost.Meter;
import dev.ringpost.testing.Await;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the dashboard answers, and whom. */
class DashboardTest {

    private static final LiveRun.Facts FACTS =
            new LiveRun.Facts("in.txt", "queue \"</script>\"", "amqp://me:**@b/", 100);

    private final FixedMeters meters = new FixedMeters(1).with(0, Meter.CONFIRMED, 5);
    private volatile LaneState laneState = LaneState.OPEN;
    private final Dashboard dashboard;

    DashboardTest() throws IOException {
        dashboard = Dashboard.open("127.0.0.1", 0, Clock.systemUTC());
    }

    /** An answer as it came over the wire. */
    private record Raw(int status, String head, String body) {}

    @AfterEach
    void close() {
        dashboard.close();
    }

    private void show() {
        dashboard.show(new LiveRun(
                "it",
                FACTS,
                meters,
                () -> new EngineHealth(List.of(new LaneHealth("it-0", laneState, Instant.EPOCH, "why not", "b:5672"))),
                window -> VerdictsTest.explanation(),
                () -> new LiveRun.Progress(9, 1, 42)));
    }

    /** By hand, since Java's client sets the host header itself. */
    private static Raw ask(Dashboard dashboard, String method, String path, String host) throws IOException {
        URI uri = URI.create(dashboard.url());
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(10_000);
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), 10_000);
            String request = method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = answer.indexOf("\r\n\r\n");
            return new Raw(
                    Integer.parseInt(answer.split(" ", -1)[1]), answer.substring(0, end), answer.substring(end + 4));
        }
    }

    private Raw get(String path) throws IOException {
        return ask(dashboard, "GET", path, "localhost");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, localhost, 200",
        "GET, /, 127.0.0.1:8672, 200",
        "GET, /, [::1]:8672, 200",
        "HEAD, /, localhost:8672, 200",
        "GET, /health, LOCALHOST, 503",
        "GET, /metrics, localhost, 503",
        "GET, /stats.json, localhost, 200",
        "GET, /stats.json?since=3, localhost, 200",
        "GET, /stats.json?since=999999999999999999999, localhost, 200",
        "GET, /, rebound.example, 421",
        "GET, /stats.json, localhost.evil.example:8672, 421",
        "GET, /metrics, 1.2.3.4.evil.example, 421",
        "GET, /health, evil.example, 421",
        "POST, /, localhost, 405",
        "OPTIONS, /stats.json, localhost, 405",
        "GET, /other, localhost, 404",
        "GET, /metrics/x, localhost, 404",
        "GET, /../health, localhost, 404",
    })
    void onlyReadersOfThisMachineAreAnswered(String method, String path, String host, int status) throws Exception {
        Raw answer = ask(dashboard, method, path, host);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.head().toLowerCase(Locale.ROOT))
                .contains("content-security-policy: default-src 'none'", "x-content-type-options: nosniff")
                .doesNotContain("access-control");
    }

    @Test
    void thePageNeedsNothingElseAndRunsOnlyItsOwnScript() throws Exception {
        Raw page = get("/");
        assertThat(page.body()).startsWith("<!DOCTYPE html>").doesNotContain("http-equiv");
        assertThat(page.body().replace("http://www.w3.org/2000/svg", ""))
                .as("no address elsewhere, no style or script but the two that the policy names")
                .doesNotContain("http:", "https:", "src=", "style=", "onclick=", "innerHTML");
        assertThat(page.head()).containsPattern("style-src 'sha256-[^']{44}'; script-src 'sha256-[^']{44}'");
    }

    @Test
    void statsTellTheRunAndItsEnd() throws Exception {
        assertThat(stats().get("state").asText()).isEqualTo("starting");
        show();
        JsonNode running = stats();
        assertThat(running.get("state").asText()).isEqualTo("running");
        assertThat(running.get("run").get("destination").asText()).isEqualTo(FACTS.destination());
        assertThat(running.get("run").get("total_bytes").asLong()).isEqualTo(100);
        assertThat(running.get("progress").get("rejected_lines").asLong()).isEqualTo(1);
        assertThat(running.get("meters").get("confirmed").asLong()).isEqualTo(5);
        assertThat(running.get("lanes").get(0).get("cause").asText()).isEqualTo("why not");
        assertThat(dashboard.isWatched()).isTrue();
        Await.until(
                "where the time goes, found out since it was asked for",
                () -> stats().get("verdict").path("sentence").asText().equals("answers were waited for"));
        assertThat(stats().get("verdict").get("bound_by").asText()).isEqualTo("broker");
        assertThat(dashboard.awaitEndSeen(0)).isFalse();
        dashboard.ended("stopped by SIGINT");
        JsonNode over = stats();
        assertThat(over.get("state").asText()).isEqualTo("over");
        assertThat(over.get("why").asText()).isEqualTo("stopped by SIGINT");
        assertThat(over.get("verdict").isNull()).isTrue();
        assertThat(dashboard.awaitEndSeen(0)).isTrue();
    }

    @Test
    void healthIsGoodWhileALaneIsOpen() throws Exception {
        show();
        assertThat(get("/health").status()).isEqualTo(200);
        assertThat(get("/health").body()).contains("\"up\":true", "\"state\":\"open\"", "\"address\":\"b:5672\"");
        laneState = LaneState.RECONNECTING;
        assertThat(get("/health").status()).isEqualTo(503);
        assertThat(get("/health").body()).contains("\"up\":false", "\"state\":\"reconnecting\"");
    }

    @Test
    void anAlarmIsToldToPeopleProbesAndMonitoring() throws Exception {
        show();
        laneState = LaneState.BLOCKED;
        meters.with(0, Meter.BLOCKED_LANES, 1);
        JsonNode lane = stats().get("lanes").get(0);
        assertThat(lane.get("state").asText()).isEqualTo("blocked");
        assertThat(lane.get("cause").asText()).isEqualTo("why not");
        assertThat(stats().get("meters").get("blocked_lanes").asLong()).isEqualTo(1);
        assertThat(get("/health").status()).isEqualTo(503);
        assertThat(get("/health").body()).contains("\"state\":\"blocked\"", "\"cause\":\"why not\"");
        assertThat(get("/metrics").body())
                .contains(
                        "rabbitmq_publisher_lane_state{engine=\"it\",lane=\"0\",state=\"blocked\"} 1",
                        "rabbitmq_publisher_blocked_lanes{engine=\"it\",lane=\"0\"} 1");
    }

    /** Prometheus and probes know a machine by names that it does not know itself. */
    @ParameterizedTest
    @CsvSource({
        "/metrics, collected.example:8672, 503",
        "/health, collected.example, 503",
        "/, 192.0.2.1:8672, 200",
        "/, collected.example, 421",
        "/stats.json, collected.example, 421",
    })
    void beyondLoopbackMonitoringMayUseAnyName(String path, String host, int status) throws Exception {
        try (Dashboard everywhere = Dashboard.open("0.0.0.0", 0, Clock.systemUTC())) {
            assertThat(ask(everywhere, "GET", path, host).status()).isEqualTo(status);
        }
    }

    @Test
    void aTakenPortIsAnError() {
        int port = URI.create(dashboard.url()).getPort();
        assertThatThrownBy(() -> Dashboard.open("127.0.0.1", port, Clock.systemUTC()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void nothingIsLeftAfterItsClose() {
        show();
        dashboard.close();
        Await.until(
                "its threads have ended",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("ringpost-dashboard")
                                || thread.getName().equals("HTTP-Dispatcher")));
    }

    private JsonNode stats() throws IOException {
        return new ObjectMapper().readTree(get("/stats.json").body());
    }
}
