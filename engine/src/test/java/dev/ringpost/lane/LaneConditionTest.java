package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.LaneHealth;
import dev.ringpost.LaneState;
import dev.ringpost.testing.CleanEngine;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What health says of a lane, through the life of its connections. */
@CleanEngine
class LaneConditionTest {

    private final LaneBench bench = new LaneBench();
    private final Instant begun = Instant.ofEpochMilli(System.currentTimeMillis());
    private final LaneCondition condition = new LaneCondition("lane-3", bench.inlet());

    private LaneHealth health(LaneState state) {
        LaneHealth health = condition.health();
        assertThat(health.lane()).isEqualTo("lane-3");
        assertThat(health.state()).isEqualTo(state);
        assertThat(health.since()).isBetween(begun, Instant.ofEpochMilli(System.currentTimeMillis()));
        return health;
    }

    @Test
    void isConnectingUntilTheFirstConnectionWhateverGoesWrong() {
        assertThat(health(LaneState.CONNECTING).cause()).isNull();
        condition.onTrouble("nobody there");
        assertThat(health(LaneState.CONNECTING).cause()).isEqualTo("nobody there");
        condition.onConnected(bench.connect().epoch());
        LaneHealth open = health(LaneState.OPEN);
        assertThat(open.cause()).isNull();
        assertThat(open.address()).isEqualTo("scripted:5672");
    }

    @Test
    void reconnectsSinceTheLossAndForTheLatestReason() {
        condition.onConnected(bench.connect().epoch());
        condition.onTrouble("connection lost");
        LaneHealth lost = health(LaneState.RECONNECTING);
        assertThat(lost.cause()).isEqualTo("connection lost");
        assertThat(lost.address()).isNull();
        condition.onTrouble("connect: refused");
        LaneHealth refused = health(LaneState.RECONNECTING);
        assertThat(refused.cause()).isEqualTo("connect: refused");
        assertThat(refused.since()).isEqualTo(lost.since());
        condition.onConnected(bench.connect().epoch());
        health(LaneState.OPEN);
    }

    @Test
    void isBlockedAsLongAsTheBrokerSaysSoAndOpenSinceTheEndOfIt() {
        ScriptedLink link = bench.connect();
        condition.onConnected(link.epoch());
        link.block();
        LaneHealth blocked = health(LaneState.BLOCKED);
        assertThat(blocked.cause()).isEqualTo("the broker blocks publishers: low on memory");
        assertThat(blocked.address()).isEqualTo("scripted:5672");
        link.epoch().onBlocked("low on disk");
        assertThat(health(LaneState.BLOCKED).since()).isEqualTo(blocked.since());
        assertThat(health(LaneState.BLOCKED).cause()).contains("low on disk");
        link.unblock();
        assertThat(health(LaneState.OPEN).since()).isAfterOrEqualTo(blocked.since());
    }

    @Test
    void aBlockEndsWithItsConnection() {
        ScriptedLink first = bench.connect();
        condition.onConnected(first.epoch());
        first.block();
        condition.onTrouble("connection lost");
        assertThat(health(LaneState.RECONNECTING).cause()).isEqualTo("connection lost");
        condition.onConnected(bench.connect().epoch());
        first.epoch().onBlocked("late news of the connection before");
        health(LaneState.OPEN);
    }

    @Test
    void isClosingUntilTheThreadsHaveEnded() {
        ScriptedLink link = bench.connect();
        condition.onConnected(link.epoch());
        bench.inlet().close(null);
        LaneHealth closing = health(LaneState.CLOSING);
        assertThat(closing.address()).isEqualTo("scripted:5672");
        link.block();
        assertThat(health(LaneState.CLOSING).cause()).contains("low on memory");
        condition.onEnded();
        LaneHealth closed = health(LaneState.CLOSED);
        assertThat(closed.cause()).isNull();
        assertThat(closed.address()).isNull();
    }

    @Test
    void hasFailedByAFaultOfItsThreadAndSaysSoAfterCloseToo() {
        condition.onConnected(bench.connect().epoch());
        bench.inlet().close(new IllegalStateException("a fault"));
        LaneHealth failed = health(LaneState.FAILED);
        assertThat(failed.cause()).isEqualTo("the lane's thread failed: java.lang.IllegalStateException: a fault");
        bench.inlet().close(null);
        assertThat(health(LaneState.FAILED).since()).isEqualTo(failed.since());
        condition.onEnded();
        assertThat(health(LaneState.CLOSED).cause()).contains("a fault");
    }
}
