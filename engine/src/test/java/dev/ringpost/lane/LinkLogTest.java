package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What can be read of a connection in the log, and how often. */
class LinkLogTest {

    private static final long MS = 1_000_000;
    private static final String BROKER = "broker:5672";

    private final LinkLog log = new LinkLog("ringpost-0", 1);
    private final Logger logger = (Logger) LoggerFactory.getLogger(LinkLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void leave() {
        logger.setLevel(null);
        logger.setAdditive(true);
        logger.detachAppender(lines);
    }

    private List<String> lines() {
        return lines.list.stream()
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    @Test
    void aLossAndItsEndAreTold() {
        log.onConnected(BROKER, 0);
        log.onLost(BROKER, "connection reset", 0);
        log.onNoConnection("no broker answers", 50 * MS, MS);
        log.onNoConnection("no broker answers", 100 * MS, 60 * MS);
        log.onNoConnection("no broker answers", 1_600 * MS, 3_500 * MS);
        log.onConnected(BROKER, 5_100 * MS);
        assertThat(lines())
                .containsExactly(
                        "WARN ringpost-0: connection to broker:5672 ended: connection reset; reconnecting",
                        "WARN ringpost-0: no broker answers; next try in about 50 ms",
                        "WARN ringpost-0: no broker answers; next try in about 1.6 s (and 1 more like it before)",
                        "INFO ringpost-0: connected to broker:5672 again, after 5.1 s");
    }

    @Test
    void aStormIsToldOnceASecond() {
        for (long atMs = 0; atMs < 30_000; atMs += 10) {
            log.onLost(BROKER, "channel closed", atMs * MS);
            log.onNoConnection("no broker answers", 50 * MS, (atMs + 1) * MS);
            log.onConnected(BROKER, (atMs + 2) * MS);
        }
        assertThat(lines())
                .hasSize(30)
                .filteredOn(line -> line.startsWith("WARN"))
                .hasSize(20);
    }

    @Test
    void theLanesOfAnEngineShareThatSecond() {
        LinkLog oneOfFour = new LinkLog("ringpost-3", 4);
        for (long atMs = 0; atMs < 24_000; atMs += 10) {
            oneOfFour.onLost(BROKER, "channel closed", atMs * MS);
        }
        assertThat(lines()).hasSize(2);
    }

    @Test
    void anAlarmAndItsEndAreTold() {
        log.onWatch(BROKER, null, 0);
        log.onWatch(BROKER, "low on memory", 100 * MS);
        log.onWatch(BROKER, "low on memory", 200 * MS);
        log.onWatch(BROKER, null, 8_300 * MS);
        log.onWatch(BROKER, null, 8_400 * MS);
        assertThat(lines())
                .containsExactly(
                        "WARN ringpost-0: broker:5672 blocks publishers (low on memory): nothing is sent until that ends",
                        "INFO ringpost-0: broker:5672 no longer blocks publishers, after 8.2 s");
    }

    @Test
    void anAlarmThatEndsWithTheConnectionIsNotSaidToEnd() {
        log.onWatch(BROKER, "low on disk", 0);
        log.onLost(BROKER, "closed", 10 * MS);
        log.onConnected(BROKER, 20 * MS);
        log.onWatch(BROKER, null, 30 * MS);
        assertThat(lines()).hasSize(3).last().asString().contains("connected to broker:5672 again, after 10 ms");
    }
}
