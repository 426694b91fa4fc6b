package dev.ringpost.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineHealth;
import dev.ringpost.LaneHealth;
import dev.ringpost.LaneState;
import dev.ringpost.Meter;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.HeadlessBrowser;
import dev.ringpost.testing.IntegrationTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a browser makes of an engine in trouble, which is told to it instead of made. */
@IntegrationTest
class PageIT {

    private static final LiveRun.Facts FACTS = new LiveRun.Facts("in.txt", "queue \"q\"", "amqp://me:**@b/", 100);

    @TempDir
    private Path directory = Path.of("");

    private static LaneHealth lane(int number, LaneState state, String cause) {
        return new LaneHealth("it-" + number, state, Instant.now(), cause, "b:5672");
    }

    @Test
    @Timeout(120) // a browser takes seconds to start, or on a busy machine a minute
    void itSaysThatTheBrokerBlocksPublishersAndWhy() throws Exception {
        HeadlessBrowser browser = HeadlessBrowser.find();
        String cause = "the broker blocks publishers: low on <memory>";
        EngineHealth health = new EngineHealth(List.of(
                lane(0, LaneState.OPEN, "none"), lane(1, LaneState.BLOCKED, cause), lane(2, LaneState.FAILED, "gone")));
        FixedMeters meters = new FixedMeters(1).with(0, Meter.BLOCKED_NS, TimeUnit.SECONDS.toNanos(100));
        try (Dashboard dashboard = Dashboard.open("127.0.0.1", 0, Clock.systemUTC())) {
            dashboard.show(new LiveRun(
                    "it",
                    FACTS,
                    meters,
                    () -> health,
                    window -> VerdictsTest.explanation(),
                    () -> new LiveRun.Progress(9, 1, 42)));
            Await.until(
                    "a verdict", () -> statsOf(dashboard).contains("waited for")); // the browser does not wait for it
            String dom = browser.dom(dashboard.url(), directory);
            assertThat(dom)
                    .as("first of all")
                    .containsPattern("<span class=\"pill bad\" id=\"state\">blocked</span>")
                    .contains(
                            "Lane it-1 is blocked: the broker blocks publishers: low on &lt;memory&gt;; 1 more is not open")
                    .as("among the lanes")
                    .containsPattern(
                            "<td>it-1</td><td><span class=\"pill bad\">blocked</span></td>.*low on &lt;memory&gt;</td>")
                    .as("in time")
                    .containsPattern("blocked by the broker</td><td class=\"warn\">1 min 40 s</td>")
                    .as("where the time goes")
                    .containsPattern("<b id=\"bound\">Bound by the broker.</b>")
                    .contains("Answers were waited for.", "waiting for the broker 75 %");
        }
    }

    private static String statsOf(Dashboard dashboard) {
        try (InputStream stats =
                URI.create(dashboard.url() + "stats.json").toURL().openStream()) {
            return new String(stats.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
