package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Offer;
import dev.ringpost.Outcome;
import dev.ringpost.PublishOptions;
import dev.ringpost.SerializeOn;
import dev.ringpost.ring.EngineThread;
import dev.ringpost.ring.Slot;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.CleanEngine;
import dev.ringpost.testing.ExpectedLogs;
import org.junit.jupiter.api.Test;

/** The end of a lane: what has no outcome gets ABORTED, once. */
@CleanEngine
class AbortTest {

    private final LaneBench bench = new LaneBench();

    private void close() {
        bench.inlet().close(null);
        bench.lane().requestDrain(bench.ring().cursor());
    }

    @Test
    void sentWaitingAndUnserializedMessagesAreAbortedOnce() {
        ScriptedLink link = bench.connect();
        bench.publish("confirmed");
        bench.publish("sent");
        bench.run();
        link.ack(1);
        link.block();
        bench.publish("waiting");
        bench.step();
        bench.publishVoid();
        bench.publishObject(
                "unserialized",
                PublishOptions.builder()
                        .serializer(new TextSerializer())
                        .serializeOn(SerializeOn.ENGINE)
                        .build());
        close();
        bench.lane().requestAbort();
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).containsExactly(1L);
        assertThat(bench.outcomes().with(Outcome.ABORTED)).containsExactly(2L, 3L, 4L);
        assertThat(bench.outcomes().all()).hasSize(4);
        assertThat(bench.outcomes().detailOf(3)).contains("closed");
        bench.assertEmpty();
        link.ackAll();
        link.lose();
        bench.run();
        assertThat(bench.outcomes().all()).as("late answers change nothing").hasSize(4);
    }

    @Test
    void aClosedLaneTakesNothingAndDrainsWhatItTook() {
        ScriptedLink link = bench.connect();
        bench.publish("m1");
        close();
        assertThat(bench.offer(new byte[1])).isEqualTo(Offer.CLOSED);
        EngineThread thread = new EngineThread(bench.lane(), "bench-lane");
        thread.start();
        Await.until("m1 is written", () -> bench.metrics().sent().get() == 1);
        assertThat(thread.isAlive()).isTrue();
        link.ack(1);
        Await.ended(thread);
        bench.completion().doWork();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).containsExactly(1L);
    }

    @Test
    void aClaimFromBeforeTheCloseIsWaitedFor() {
        long claimed = bench.ring().tryClaim();
        Slot slot = bench.ring().get(claimed);
        close();
        bench.lane().requestAbort();
        EngineThread thread = new EngineThread(bench.lane(), "bench-lane");
        thread.start();
        bench.inlet().publishVoid(claimed, slot);
        Await.ended(thread);
        bench.completion().doWork();
        bench.assertEmpty();
    }

    /** Nothing that a lane meets should make it throw; if something does, nobody may be left waiting. */
    @Test
    void aLaneThatFailsAbortsEverythingAndTellsCallers(ExpectedLogs logs) {
        logs.expect("lane thread failed");
        bench.publish("m1");
        long corrupt = bench.ring().tryClaim(); // published without a head, which no caller does
        bench.ring().get(corrupt).isVoid = false;
        bench.inlet().publish(corrupt, bench.ring().get(corrupt));
        bench.publish("m3");
        ScriptedLink link = bench.connect();
        EngineThread thread = new EngineThread(bench.lane(), "bench-lane");
        thread.start();
        Await.ended(thread);
        bench.completion().doWork();
        assertThat(bench.outcomes().with(Outcome.ABORTED)).contains(1L, 2L);
        assertThat(bench.outcomes().detailOf(1)).contains("slot without a head");
        assertThat(bench.inlet().closeCause()).isInstanceOf(NullPointerException.class);
        assertThat(bench.offer(new byte[1])).isEqualTo(Offer.CLOSED);
        assertThat(link.epoch().loss()).as("its supervisor is told").isNotNull();
        assertThat(bench.ring().completed().get()).isEqualTo(bench.ring().cursor());
    }

    @Test
    void aLaneStuckInAWriteGoesOnWhenItIsCut() {
        ScriptedChannel channel = new ScriptedChannel();
        channel.stick();
        ScriptedLink link = bench.connect(channel);
        bench.publish("m1");
        EngineThread thread = new EngineThread(bench.lane(), "bench-lane");
        thread.start();
        bench.clock().advanceMs(1);
        Await.until("the lane is in its write", () -> {
            bench.clock().advanceMs(1);
            return link.epoch().writingForNs(bench.clock().nanoTime()) > 0;
        });
        channel.cut();
        Await.until("the loss is noticed", () -> {
            bench.clock().advanceMs(1);
            return link.epoch().loss() != null;
        });
        assertThat(link.epoch().writingForNs(bench.clock().nanoTime())).isZero();
        ScriptedLink next = bench.connect();
        Await.until("m1 is written again", () -> bench.metrics().resends().get() == 1);
        next.ack(1);
        close();
        Await.ended(thread);
        bench.completion().doWork();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).containsExactly(1L);
    }
}
