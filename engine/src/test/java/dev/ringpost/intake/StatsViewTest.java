package dev.ringpost.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineSettings;
import dev.ringpost.EngineStats;
import dev.ringpost.PublisherEngine;
import dev.ringpost.lane.Lane;
import dev.ringpost.lane.LogBound;
import dev.ringpost.ring.NanoClock;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.testing.CleanEngine;
import dev.ringpost.testing.ExpectedLogs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@CleanEngine
class StatsViewTest {

    /** A caller that claimed just before the close and looked just after it: its slot is void, and behind the drain. */
    @Test
    void aClaimThatTheCloseTurnedAwayIsNoAcceptedMessage(ExpectedLogs logs) {
        logs.expect("next try in about");
        EngineSettings settings = PublisherEngine.builder()
                .uri("amqp://localhost:1")
                .connectTimeout(Duration.ofMillis(200))
                .buildSettings();
        Lane lane = new Lane(0, settings, NanoClock.system(), new LogBound());
        lane.start();
        SlotRing ring = lane.inlet().ring();
        lane.beginClose();
        long late = ring.tryClaim();
        Slot slot = ring.get(late);
        lane.inlet().publishVoid(late, slot);
        lane.finishClose(NanoClock.system().nanoTime() + Duration.ofSeconds(5).toNanos());
        EngineStats stats = StatsView.of(List.of(lane));
        assertThat(stats.settled()).isZero();
        assertThat(stats.accepted()).as("accepted").isZero();
        assertThat(stats.inFlight()).as("in flight after the close").isZero();
    }
}
