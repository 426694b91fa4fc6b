package dev.ringpost.faults.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.FrameEncoding;
import dev.ringpost.Outcome;
import dev.ringpost.PublishOptions;
import dev.ringpost.testing.CleanEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the broker offers when a connection is opened, and how it reads. */
@CleanEngine
class TuningIT {

    private static final int COUNT = 50;
    private static final int LARGE_BYTES = 20_000;

    /** The peer fails on a frame over frame_max; the ledger on a body that changed. */
    @ParameterizedTest
    @EnumSource(FrameEncoding.class)
    void smallFrames(FrameEncoding encoding) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.of(Script.ACKING.tuned(2047, 4096, 60));
                WireRun run = WireRun.at(broker, settings -> settings.frameEncoding(encoding))) {
            for (int i = 0; i < COUNT; i++) {
                run.publish(WireRun.ROUTE, LARGE_BYTES);
                run.publish(WireRun.ROUTE, 4096 - 8 + i % 3 - 1); // around the edge of a frame
            }
            run.finishConfirmed();
        }
    }

    @ParameterizedTest
    @EnumSource(FrameEncoding.class)
    void noLimitsAndNoHeartbeats(FrameEncoding encoding) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.of(Script.ACKING.tuned(0, 0, 0));
                WireRun run = WireRun.at(broker, settings -> settings.frameEncoding(encoding))) {
            for (int i = 0; i < COUNT; i++) {
                run.publish(WireRun.ROUTE, i % 10 == 0 ? 300_000 : LARGE_BYTES);
            }
            run.finishConfirmed();
        }
    }

    @Test
    void oneChannelIsEnoughToPublishAndNotToDeclare() throws Exception {
        PublishOptions toExchange =
                PublishOptions.builder().exchange("x").routingKey("k").build();
        try (ScriptedBroker broker = ScriptedBroker.of(Script.ACKING.tuned(1, 131_072, 60));
                WireRun run = WireRun.at(broker)) {
            int refused = run.publish(toExchange, WireRun.BODY_BYTES);
            run.publish(COUNT);
            run.finish()
                    .none("wrong", id -> !run.is(id, id == refused ? Outcome.FAILED : Outcome.CONFIRMED))
                    .verify("one channel");
            assertThat(run.ledger().detailOf(refused)).contains("exchange \"x\"", "no second channel", "channel_max");
        }
    }

    @Test
    void aBrokerThatReadsByteByByte() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.of(Script.ACKING.readingByteByByte());
                WireRun run = WireRun.at(broker)) {
            run.publish(COUNT);
            run.publish(WireRun.ROUTE, LARGE_BYTES);
            run.finishConfirmed();
        }
    }
}
