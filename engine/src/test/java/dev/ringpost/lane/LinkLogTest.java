package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What can be read of a connection in the log, and how often. */
class LinkLogTest {

    private static final long MS = 1_000_000;
    private static final String BROKER = "broker:5672";

    private final LinkLog log = new LinkLog("ringpost-0", 1, new LogBound());
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
        log.onNoConnection("no broker answers", 500 * MS, 1_000 * MS);
        log.onNoConnection("no broker answers", 1_000 * MS, 2_000 * MS);
        log.onNoConnection("no broker answers", 1_600 * MS, 4_500 * MS);
        log.onConnected(BROKER, 6_100 * MS);
        assertThat(lines())
                .containsExactly(
                        "WARN ringpost-0: connection to broker:5672 ended: connection reset; reconnecting",
                        "WARN ringpost-0: no broker answers; next try in about 500 ms",
                        "WARN ringpost-0: no broker answers; next try in about 1.6 s",
                        "INFO ringpost-0: connected to broker:5672 after 6.1 s");
    }

    @Test
    void ofAttemptsTheNewestIsTold() {
        log.onLost(BROKER, "connection reset", 0);
        log.onNoConnection("no broker answers", 50 * MS, MS);
        log.onNoConnection("no broker answers", 100 * MS, 60 * MS);
        log.onNoConnection("the login was refused", 800 * MS, 700 * MS);
        log.onWait(900 * MS);
        assertThat(lines()).hasSize(1);
        log.onWait(1_100 * MS);
        log.onWait(2_500 * MS);
        assertThat(lines())
                .hasSize(2)
                .last()
                .isEqualTo("WARN ringpost-0: the login was refused; next try in about 800 ms");
    }

    @Test
    void aFirstConnectionThatTookAttemptsIsTold() {
        log.onNoConnection("no broker answers", 50 * MS, 0);
        log.onConnected(BROKER, 7_000 * MS);
        assertThat(lines())
                .containsExactly(
                        "WARN ringpost-0: no broker answers; next try in about 50 ms",
                        "INFO ringpost-0: connected to broker:5672 after 7.0 s");
    }

    @Test
    void aLineThatCameTooEarlyIsSaidLater() {
        log.onLost(BROKER, "connection reset", 0);
        log.onConnected(BROKER, 12 * MS);
        assertThat(lines()).hasSize(1);
        log.onWatch(BROKER, null, 999 * MS);
        assertThat(lines()).hasSize(1);
        log.onWatch(BROKER, null, 1_000 * MS);
        log.onWatch(BROKER, null, 3_000 * MS);
        assertThat(lines()).hasSize(2).last().isEqualTo("INFO ringpost-0: connected to broker:5672 after 12 ms");
    }

    @Test
    void aStormOverManyLanesIsALineASecond() {
        LogBound shared = new LogBound();
        List<LinkLog> lanes = IntStream.range(0, 4)
                .mapToObj(i -> new LinkLog("ringpost-" + i, 4, shared))
                .toList();
        SplittableRandom random = new SplittableRandom(7);
        List<Long> linesAtMs = new ArrayList<>();
        for (long atMs = 0; atMs < 60_000; atMs++) {
            LinkLog lane = lanes.get(random.nextInt(4));
            int before = lines.list.size();
            switch (random.nextInt(4)) {
                case 0 -> lane.onLost(BROKER, "channel closed", atMs * MS);
                case 1 -> lane.onNoConnection("no broker answers", 50 * MS, atMs * MS);
                case 2 -> lane.onConnected(BROKER, atMs * MS);
                default -> lane.onWatch(BROKER, random.nextBoolean() ? "low on disk" : null, atMs * MS);
            }
            assertThat(lines.list.size() - before).isLessThanOrEqualTo(1);
            if (lines.list.size() > before) {
                linesAtMs.add(atMs);
            }
        }
        assertThat(linesAtMs).hasSizeGreaterThan(50);
        for (int i = 1; i < linesAtMs.size(); i++) {
            assertThat(linesAtMs.get(i) - linesAtMs.get(i - 1)).isGreaterThanOrEqualTo(1_000);
        }
    }

    @Test
    void lanesThatLoseTheirConnectionsTogetherAllSaySo() {
        LogBound shared = new LogBound();
        List<LinkLog> lanes = IntStream.range(0, 3)
                .mapToObj(i -> new LinkLog("ringpost-" + i, 3, shared))
                .toList();
        lanes.forEach(lane -> lane.onLost(BROKER, "connection reset", 0));
        lanes.forEach(lane -> lane.onConnected(BROKER, 12 * MS));
        for (long atMs = 100; atMs < 5_000; atMs += 100) {
            for (LinkLog lane : lanes) {
                lane.onWatch(BROKER, null, atMs * MS);
            }
        }
        assertThat(lines())
                .containsExactlyInAnyOrder(
                        "WARN ringpost-0: connection to broker:5672 ended: connection reset; reconnecting",
                        "INFO ringpost-0: connected to broker:5672 after 12 ms",
                        "WARN ringpost-1: connection to broker:5672 ended: connection reset; reconnecting took 12 ms,"
                                + " connected to broker:5672",
                        "WARN ringpost-2: connection to broker:5672 ended: connection reset; reconnecting took 12 ms,"
                                + " connected to broker:5672");
    }

    @Test
    void whatWasLeftOutIsCounted() {
        log.onLost(BROKER, "first", 0);
        for (long atMs = 1; atMs < 10; atMs++) {
            log.onConnected(BROKER, atMs * MS);
            log.onLost(BROKER, "again", atMs * MS);
        }
        log.onConnected(BROKER, 2_000 * MS);
        assertThat(lines())
                .hasSize(2)
                .last()
                .asString()
                .contains("ended: again; reconnecting took 2.0 s")
                .endsWith(" (lines left out before: 9)");
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
        log.onLost(BROKER, "closed", 1_010 * MS);
        log.onConnected(BROKER, 2_020 * MS);
        log.onWatch(BROKER, null, 3_030 * MS);
        assertThat(lines()).hasSize(3).last().asString().contains("connected to broker:5672 after 1.0 s");
    }

    @Test
    void aShortAlarmThatCouldNotBeToldIsToldWhenItEnded() {
        log.onLost(BROKER, "closed", 0);
        log.onConnected(BROKER, 10 * MS);
        log.onWatch(BROKER, "low on disk", 100 * MS);
        log.onWatch(BROKER, null, 350 * MS);
        log.onWatch(BROKER, null, 1_000 * MS);
        assertThat(lines())
                .last()
                .isEqualTo("WARN ringpost-0: broker:5672 blocked publishers (low on disk) for 250 ms"
                        + " (lines left out before: 1)");
    }
}
