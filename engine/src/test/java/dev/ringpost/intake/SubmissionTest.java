package dev.ringpost.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.EncodeException;
import dev.ringpost.EngineClosedException;
import dev.ringpost.EnqueueTimeoutException;
import dev.ringpost.InvalidMessageException;
import dev.ringpost.Offer;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.Receipt;
import dev.ringpost.lane.LaneBench;
import dev.ringpost.ring.Slot;
import dev.ringpost.serialization.Serializer;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.CleanEngine;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the calling thread sees: refusals before anything is claimed, waiting, closing. */
@CleanEngine
class SubmissionTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final LaneBench bench = new LaneBench();
    private final Producer producer = bench.producer(PublishOptions.none());

    private record Scripted(Body body) implements Serializer {
        interface Body {
            void write(Object object, OutputStream out) throws IOException;
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public String contentType() {
            return "text/test";
        }

        @Override
        public String contentEncoding() {
            return "utf-8";
        }

        @Override
        public void serialize(Object object, OutputStream out) throws IOException {
            body.write(object, out);
        }
    }

    private static PublishOptions with(Scripted.Body body) {
        return PublishOptions.builder().serializer(new Scripted(body)).build();
    }

    private void assertNothingClaimed(Class<? extends Throwable> expected, ThrowingCallable call) {
        long before = bench.ring().cursor();
        assertThatThrownBy(call).isInstanceOf(expected);
        assertThat(bench.ring().cursor()).as("claimed").isEqualTo(before);
        assertThat(bench.inlet().budget().takenBytes()).isZero();
    }

    private void fill() {
        while (bench.ring().hasRoom()) {
            bench.publish("m");
        }
    }

    @Test
    void whatIsWrongWithAMessageIsSaidBeforeAnythingIsClaimed() {
        byte[] ten = new byte[10];
        byte[] over = new byte[BenchProducers.MAX_MESSAGE_BYTES + 1];
        assertNothingClaimed(IndexOutOfBoundsException.class, () -> producer.tryPublish(ten, 5, 6, 1));
        assertNothingClaimed(IndexOutOfBoundsException.class, () -> producer.tryPublish(ten, -1, 5, 1));
        assertNothingClaimed(IndexOutOfBoundsException.class, () -> producer.publish(ten, 0, -1, 1));
        assertNothingClaimed(InvalidMessageException.class, () -> producer.tryPublish(over, 0, over.length, 1));
        assertNothingClaimed(InvalidMessageException.class, () -> producer.publish(over));
        assertNothingClaimed(InvalidMessageException.class, () -> producer.publish(ByteBuffer.wrap(over), 1));
        assertNothingClaimed(InvalidMessageException.class, () -> producer.publish("x".repeat(over.length)));
        assertNothingClaimed(
                InvalidMessageException.class, () -> producer.publish("x", with((object, out) -> out.write(over))));
        assertNothingClaimed(EncodeException.class, () -> producer.publish(new Object()));
        assertNothingClaimed(
                EncodeException.class,
                () -> producer.publish("x", with((object, out) -> {
                    throw new StackOverflowError();
                })));
        assertNothingClaimed(
                AssertionError.class,
                () -> producer.publish("x", with((object, out) -> {
                    throw new AssertionError("scripted");
                })));
        assertThat(producer.tryPublish(ten, 0, 10, 1))
                .as("the thread is usable")
                .isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void aSerializerThatPublishesIsRefusedAndLeavesTheLaneIntact() throws InterruptedException {
        assertNothingClaimed(
                EncodeException.class,
                () -> producer.publish("outer", with((object, out) -> publishUnchecked(() -> producer.publish(5)))));
        Receipt receipt = producer.publish("next");
        bench.confirmAll();
        assertThat(receipt.outcome()).isEqualTo(Outcome.CONFIRMED);
    }

    private interface Publishing {
        void run() throws InterruptedException;
    }

    private static void publishUnchecked(Publishing publishing) {
        try {
            publishing.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFullRingTimesOutWithNothingAccepted() {
        fill();
        Producer patient = BenchProducers.over(bench.inlet(), PublishOptions.none(), Duration.ZERO);
        assertNothingClaimed(EnqueueTimeoutException.class, () -> patient.publish(new byte[1], 0, 1, 1));
        assertNothingClaimed(EnqueueTimeoutException.class, () -> patient.publish("text"));
        assertThat(patient.tryPublish(new byte[1], 0, 1, 1)).isEqualTo(Offer.FULL);
        assertThat(bench.inlet().refusalCount(Offer.FULL)).isEqualTo(3);
        bench.confirmAll();
    }

    @Test
    void aClosedLaneRefusesAndNamesItsCause() {
        bench.inlet().close(new IllegalStateException("scripted cause"));
        assertThat(producer.tryPublish(new byte[1], 0, 1, 1)).isEqualTo(Offer.CLOSED);
        assertThatThrownBy(() -> producer.publish("x"))
                .isInstanceOf(EngineClosedException.class)
                .hasMessageContaining("scripted cause")
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(bench.inlet().refusalCount(Offer.CLOSED)).isEqualTo(2);
        assertThat(bench.inlet().refusalCount(Offer.FULL)).isZero();
    }

    /** Runs a publish into a full lane on a thread of its own, until it waits. */
    private Thread waiting(AtomicReference<@Nullable Throwable> thrown) {
        fill();
        Producer patient = BenchProducers.over(bench.inlet(), PublishOptions.none(), LONG);
        Thread thread = new Thread(() -> {
            try {
                patient.publish(new byte[] {'w'}, 0, 1, 99);
            } catch (InterruptedException | RuntimeException e) {
                thrown.set(e);
            }
        });
        thread.start();
        Await.until("it waits", () -> bench.inlet().room().hasWaiters());
        return thread;
    }

    @Test
    void aWaiterThatIsInterruptedAcceptsNothing() {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread thread = waiting(thrown);
        long cursor = bench.ring().cursor();
        thread.interrupt();
        Await.ended(thread);
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(bench.ring().cursor()).isEqualTo(cursor);
        assertThat(bench.inlet().room().hasWaiters()).isFalse();
    }

    @Test
    void aWaiterCostsNextToNothingAndGetsTheRoomThatComes() {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread thread = waiting(thrown);
        long cpuNs = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
        long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < TimeUnit.MILLISECONDS.toNanos(300)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(30));
        }
        long usedNs = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId()) - cpuNs;
        bench.confirmAll();
        Await.ended(thread);
        assertThat(usedNs / (double) (System.nanoTime() - startNs))
                .as("share of a core")
                .isLessThan(0.15);
        assertThat(thrown.get()).isNull();
        bench.confirmAll();
        assertThat(bench.outcomes().of(99)).isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    void aWaiterIsToldWhenTheLaneCloses() {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread thread = waiting(thrown);
        bench.inlet().close(null);
        Await.ended(thread);
        assertThat(thrown.get()).isInstanceOf(EngineClosedException.class);
    }

    @Test
    void theCallbackIsCalledOnceIfAcceptedAndNeverOtherwise() {
        AtomicLong calls = new AtomicLong();
        assertThat(producer.tryPublish("x", PublishOptions.none(), (outcome, detail) -> calls.incrementAndGet()))
                .isEqualTo(Offer.ACCEPTED);
        fill();
        assertThat(producer.tryPublish("x", PublishOptions.none(), (outcome, detail) -> calls.addAndGet(100)))
                .isEqualTo(Offer.FULL);
        bench.confirmAll();
        assertThat(calls.get()).isOne();
    }

    @Test
    void aBuffersPositionIsNotMovedAndItsSliceIsWhatIsSent() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(10).put(3, (byte) 'a').put(4, (byte) 'b');
        buffer.position(3).limit(5);
        assertThat(producer.tryPublish(buffer, 1)).isEqualTo(Offer.ACCEPTED);
        assertThat(buffer.position()).isEqualTo(3);
        assertThat(buffer.limit()).isEqualTo(5);
        Slot slot = bench.ring().get(bench.ring().cursor());
        assertThat(slot.bodyBytes).isEqualTo(2);
        assertThat(slot.body()[slot.bodyOffset() + 1]).isEqualTo((byte) 'b');
        bench.confirmAll();
    }
}
