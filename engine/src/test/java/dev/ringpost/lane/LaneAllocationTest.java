package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.ringpost.Batching;
import dev.ringpost.EngineSettings;
import dev.ringpost.Offer;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.RetryPolicy;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.intake.BenchProducers;
import dev.ringpost.metrics.LaneMetrics;
import dev.ringpost.ring.ByteBudget;
import dev.ringpost.ring.Inlet;
import dev.ringpost.ring.LaneClock;
import dev.ringpost.ring.NanoClock;
import dev.ringpost.ring.RoomGate;
import dev.ringpost.ring.Signal;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.stage.CompressHandler;
import dev.ringpost.stage.PublishHandler;
import dev.ringpost.stage.SerializeHandler;
import dev.ringpost.testing.Flight;
import dev.ringpost.topology.ControlAgent;
import dev.ringpost.wire.NullLink;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What the bytes path allocates once warm, with the real encoder, on the caller's, the lane's and the completion's step:
 * nothing. All on this thread, whose allocations the JVM counts.
 */
class LaneAllocationTest {

    private static final int RING_SIZE = 4096;
    private static final int BURST = 1024;
    private static final int WARM_UP_BURSTS = 200;
    private static final int BURSTS = 200;
    private static final int MOST_ROUNDS = 5;
    private static final int RECORDS = 64;
    private static final double ALLOWED_BYTES_PER_MESSAGE = 0.01;

    private final SlotRing ring = new SlotRing(RING_SIZE, 512);
    private final Signal laneSignal = new Signal(0);
    private final LaneClock clock = new LaneClock(NanoClock.system());
    private final Inlet inlet =
            new Inlet(ring, laneSignal, new RoomGate(NanoClock.system()), new ByteBudget(64 << 20), clock);
    private final SlotStates states = new SlotStates(RING_SIZE);
    private final LaneParts parts = new LaneParts(
            ring,
            inlet,
            states,
            clock,
            laneSignal,
            new Signal(0),
            new LaneMetrics("test"),
            new ControlAgent("test", NanoClock.system(), laneSignal));
    private final Notices notices = new Notices(parts.completionSignal());
    private final Retries retries = new Retries(
            parts,
            notices,
            new EngineSettings.Retry(RetryPolicy.standard(), 1024, null),
            new Retries.Bounds(Duration.ofMinutes(1).toNanos(), 64 << 20),
            new SplittableRandom(1));
    private final LaneAgent lane = new LaneAgent(
            parts,
            new Pipeline.Stages(
                    new SerializeHandler(states, inlet.budget(), 512, 1 << 20),
                    new CompressHandler(states, parts.metrics(), inlet.budget(), 512, 1 << 20),
                    new PublishHandler(
                            ring, states, parts.metrics(), parts.clock(), new MessageNumbers(0, 0, retries.store()))),
            retries,
            new BlockedNews("test", inlet, Long.MAX_VALUE),
            new LaneAgent.Limits(
                    Duration.ofMinutes(1).toNanos(), Duration.ofSeconds(30).toNanos()));
    private long heard;
    private final CompletionAgent completion = new CompletionAgent(
            parts, lane.getSequence(), retries.store().departures(), notices, (id, outcome, detail) -> heard++);
    private final Epoch epoch = new Epoch(states, RING_SIZE, clock, laneSignal, new Signal(0));

    private double bytesPerMessage(int bodyBytes) {
        return bytesPerMessage(
                bodyBytes,
                PublishOptions.builder().routingKey("key").mandatory(true).build());
    }

    private double bytesPerMessage(int bodyBytes, PublishOptions options) {
        Producer producer = BenchProducers.over(inlet, options, Duration.ZERO);
        if (epoch.tags().next() == 1) {
            epoch.opened(new NullLink());
            lane.offerEpoch(epoch);
        }
        byte[] body = new byte[bodyBytes];
        for (int i = 0; i < WARM_UP_BURSTS; i++) {
            burst(producer, body);
        }
        // On a loaded machine the compiler may be late, and until then temporary objects are made that it would do
        // without.
        double least = Double.MAX_VALUE;
        for (int round = 0; round < MOST_ROUNDS && least > ALLOWED_BYTES_PER_MESSAGE; round++) {
            least = Math.min(least, measured(producer, body));
        }
        return least;
    }

    private double measured(Producer producer, byte[] body) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        heard = 0;
        long before = threads.getThreadAllocatedBytes(self);
        for (int i = 0; i < BURSTS; i++) {
            burst(producer, body);
        }
        long allocated = threads.getThreadAllocatedBytes(self) - before;
        assertThat(heard).isEqualTo((long) BURST * BURSTS);
        return allocated / (double) (BURST * BURSTS);
    }

    /** Publishes, writes, confirms half one by one and the rest together, delivers. */
    private void burst(Producer producer, byte[] body) {
        long first = epoch.tags().next();
        for (int i = 0; i < BURST; i++) {
            if (producer.tryPublish(body, 0, body.length, i) != Offer.ACCEPTED) {
                throw new AssertionError("not accepted");
            }
        }
        while (lane.doWork(clock.exact().nanoTime()) > 0) {
            Thread.onSpinWait();
        }
        long last = epoch.tags().next() - 1;
        for (long tag = first; tag <= (first + last) / 2; tag++) {
            epoch.onConfirm(tag, false, true);
        }
        epoch.onConfirm(last, true, true);
        while (lane.doWork(clock.exact().nanoTime()) > 0) {
            Thread.onSpinWait();
        }
        completion.doWork();
    }

    @Test
    void smallBodiesAllocateNothing() {
        assertThat(bytesPerMessage(100)).isLessThanOrEqualTo(ALLOWED_BYTES_PER_MESSAGE);
    }

    /** Events for Flight Recorder are not made when no recording runs, even in a process where one did. */
    @Test
    void endedRecordingsLeaveNothingBehind() throws Exception {
        try (Flight flight = Flight.begin()) {
            bytesPerMessage(100);
            assertThat(flight.end()).isNotNull();
        }
        assertThat(bytesPerMessage(100)).isLessThanOrEqualTo(ALLOWED_BYTES_PER_MESSAGE);
    }

    @Test
    void numberedMessagesAllocateNothing() {
        PublishOptions options =
                PublishOptions.builder().routingKey("key").numberedMessageId().build();
        assertThat(bytesPerMessage(100, options)).isLessThanOrEqualTo(ALLOWED_BYTES_PER_MESSAGE);
        assertThat(bytesPerMessage(10_000, options)).isLessThanOrEqualTo(ALLOWED_BYTES_PER_MESSAGE);
    }

    @Test
    void recordsAllocateNothingOfTheirOwn() {
        PublishOptions options = PublishOptions.builder()
                .routingKey("key")
                .batching(Batching.of(RECORDS, 1 << 16))
                .build();
        assertThat(bytesPerMessage(100, options) * RECORDS)
                .as("bytes an AMQP message")
                .isLessThanOrEqualTo(64);
    }

    @Test
    void bodiesFromTheBudgetAllocateNothing() {
        assertThat(bytesPerMessage(10_000)).isLessThanOrEqualTo(ALLOWED_BYTES_PER_MESSAGE);
    }
}
