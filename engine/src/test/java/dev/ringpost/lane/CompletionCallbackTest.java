package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Offer;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.ring.EngineThread;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.CleanEngine;
import dev.ringpost.testing.ExpectedLogs;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** User code on the completion thread, and what it may do wrong. */
@CleanEngine
class CompletionCallbackTest {

    @Test
    void whateverACallbackThrowsTheOthersAreDelivered(ExpectedLogs logs) {
        logs.expect("a callback threw");
        LaneBench bench = new LaneBench((id, outcome, detail) -> {
            if (id == 2) {
                throw new IllegalArgumentException("scripted");
            }
            if (id == 3) {
                throw new AssertionError("scripted");
            }
        });
        ScriptedLink link = bench.connect();
        for (int i = 1; i <= 5; i++) {
            bench.publish("m" + i);
        }
        bench.run();
        link.ackUpTo(5);
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(bench.metrics().callbackErrors().get()).isEqualTo(2);
        assertThat(bench.metrics().outcomes(Outcome.CONFIRMED).get()).isEqualTo(5);
        assertThat(logs.lines()).as("once a second at most").hasSize(1);
        bench.assertEmpty();
    }

    @Test
    void aCallbackMayTryPublishAndMayNotPublish() {
        AtomicReference<@Nullable LaneBench> self = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> refusal = new AtomicReference<>();
        List<Offer> offers = new ArrayList<>();
        LaneBench bench = new LaneBench((id, outcome, detail) -> {
            LaneBench lane = self.get();
            if (lane == null || id > 1) {
                return;
            }
            Producer producer = lane.producer(PublishOptions.none());
            offers.add(producer.tryPublish(new byte[] {'2'}, 0, 1, 2));
            try {
                producer.publish(new byte[] {'3'}, 0, 1, 3);
            } catch (InterruptedException | RuntimeException e) {
                refusal.set(e);
            }
        });
        self.set(bench);
        ScriptedLink link = bench.connect();
        bench.publish("1");
        bench.run();
        link.ack(1);
        bench.lane().doWork(bench.clock().nanoTime());
        EngineThread thread = new EngineThread(() -> bench.completion().doWork(), "bench-completion");
        thread.start();
        Await.ended(thread);
        bench.run();
        assertThat(offers).containsExactly(Offer.ACCEPTED);
        assertThat(refusal.get()).isInstanceOf(IllegalStateException.class);
        assertThat(link.texts()).containsExactly("1", "2");
        link.ack(2);
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).containsExactly(1L, 2L);
    }

    @Test
    void directRepliesWithoutAnEndLeaveTimeForOutcomes() {
        LaneBench bench = new LaneBench();
        AtomicInteger replies = new AtomicInteger();
        Runnable reply = new Runnable() {
            @Override
            public void run() {
                if (replies.incrementAndGet() < 100_000) {
                    bench.notices().offerReply(this); // the broker is quicker than the listener
                }
            }
        };
        bench.notices().offerReply(reply);
        ScriptedLink link = bench.connect();
        long id = bench.publish("request");
        laneUntilIdle(bench);
        link.ack(1);
        laneUntilIdle(bench);
        bench.completion().doWork();
        assertThat(bench.outcomes().of(id)).isEqualTo(Outcome.CONFIRMED);
        assertThat(replies).hasPositiveValue().hasValueLessThan(1_000);
    }

    @Test
    void anInterruptFlagLeftBehindNeitherLosesAMessageNorKeepsTheThreadAwake() {
        AtomicInteger delivered = new AtomicInteger();
        LaneBench bench = new LaneBench((id, outcome, detail) -> {
            delivered.incrementAndGet();
            Thread.currentThread().interrupt();
        });
        EngineThread thread = new EngineThread(bench.completion(), "bench-completion");
        thread.start();
        for (int round = 1; round <= 3; round++) {
            ScriptedLink link = bench.connect();
            bench.publish("a");
            bench.publish("b");
            laneUntilIdle(bench);
            link.ackUpTo(2);
            laneUntilIdle(bench);
            int expected = round * 2;
            Await.until("delivery of round " + round, () -> delivered.get() == expected);
            link.lose();
            laneUntilIdle(bench);
        }
        assertThat(cpuShare(thread)).as("CPU of a thread with nothing to do").isLessThan(0.1);
        bench.completion().requestStop();
        Await.ended(thread);
    }

    @Test
    void anInterruptFromOutsideDoesNotKeepTheThreadAwake() {
        LaneBench bench = new LaneBench();
        EngineThread thread = new EngineThread(bench.completion(), "bench-completion");
        thread.start();
        thread.interrupt(); // as by user code that kept a reference to the thread of its callback
        double cpuShare = cpuShare(thread);
        bench.completion().requestStop();
        Await.ended(thread);
        assertThat(cpuShare).as("CPU of a thread with nothing to do").isLessThan(0.1);
    }

    private static void laneUntilIdle(LaneBench bench) {
        while (bench.lane().doWork(bench.clock().nanoTime()) > 0) {
            Thread.onSpinWait();
        }
    }

    /** Its share of one core over a third of a second. */
    private static double cpuShare(Thread thread) {
        long windowNs = TimeUnit.MILLISECONDS.toNanos(300);
        long cpuNs = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
        long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < windowNs) {
            LockSupport.parkNanos(windowNs / 10);
        }
        long usedNs = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId()) - cpuNs;
        return usedNs / (double) (System.nanoTime() - startNs);
    }
}
