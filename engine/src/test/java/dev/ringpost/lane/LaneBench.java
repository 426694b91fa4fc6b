package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineSettings;
import dev.ringpost.LaneState;
import dev.ringpost.Offer;
import dev.ringpost.Outcome;
import dev.ringpost.OutcomeListener;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.RetryPolicy;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.intake.BenchProducers;
import dev.ringpost.metrics.LaneMetrics;
import dev.ringpost.ring.ByteBudget;
import dev.ringpost.ring.Inlet;
import dev.ringpost.ring.LaneClock;
import dev.ringpost.ring.RoomGate;
import dev.ringpost.ring.Signal;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.stage.CompressHandler;
import dev.ringpost.stage.PublishHandler;
import dev.ringpost.stage.SerializeHandler;
import dev.ringpost.testing.VirtualClock;
import dev.ringpost.topology.ControlAgent;
import dev.ringpost.wire.RouteTemplate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * One lane without its threads: callers through the real intake, lane and completion stepped by the test, connections by
 * script, time virtual.
 */
public final class LaneBench {

    /** Slots; callers may have half of them, see {@link SlotRing#RESERVED_SLOTS}. */
    public static final int RING_SIZE = 128;

    /** What callers can have in flight. */
    public static final int WINDOW = RING_SIZE - SlotRing.RESERVED_SLOTS;

    /** Bytes that a slot holds itself. */
    public static final int INLINE_BYTES = 64;

    /** Bytes for larger bodies. */
    public static final int BUDGET_BYTES = 64 * 1024;

    /** The promise, in virtual time. */
    public static final long DELIVERY_TIMEOUT_MS = 1_000;

    /** How long an alarm may last before nothing is accepted. */
    static final long REFUSE_BLOCKED_AFTER_MS = 2_000;

    /** Messages of the retry store. */
    static final int RETRY_LIMIT = 32;

    /** The lane's place in its engine. */
    static final int LANE_INDEX = 5;

    /** When the lane was started, by the calendar. */
    static final long STARTED_MS = 1_800_000_000_000L;

    private static final int MAX_STEPS = 10_000;

    private final VirtualClock clock = new VirtualClock();
    private final LaneClock laneClock = new LaneClock(clock);
    private final SlotRing ring = new SlotRing(RING_SIZE, INLINE_BYTES);
    private final ByteBudget budget = new ByteBudget(BUDGET_BYTES);
    private final Signal laneSignal = new Signal(0);
    private final Inlet inlet = new Inlet(ring, laneSignal, new RoomGate(clock), budget, laneClock);
    private final SlotStates states = new SlotStates(RING_SIZE);
    private final LaneMetrics metrics = new LaneMetrics("bench");
    private final OutcomeLedger outcomes = new OutcomeLedger();
    private final ControlAgent control = new ControlAgent("bench", clock, laneSignal);
    private final LaneParts parts;
    private final Notices notices;
    private final LaneAgent lane;
    private final CompletionAgent completion;
    private final Retries retries;
    private final BlockedNews blockedNews = new BlockedNews(
            "bench", inlet, Duration.ofMillis(REFUSE_BLOCKED_AFTER_MS).toNanos());
    private final Producer producer;
    private long lastId;
    private boolean controlIsHeld;

    /** A lane that is not connected; outcomes go to {@link #outcomes()}. */
    public LaneBench() {
        this(null);
    }

    /** The same, with a listener that hears each outcome after the ledger did. */
    LaneBench(@org.jspecify.annotations.Nullable OutcomeListener also) {
        this(also, new EngineSettings.Retry(RetryPolicy.none(), RETRY_LIMIT, null));
    }

    /** The same, with messages tried again. */
    LaneBench(@org.jspecify.annotations.Nullable OutcomeListener also, EngineSettings.Retry retry) {
        this(also, retry, DELIVERY_TIMEOUT_MS);
    }

    /** The same, with a confirm timeout that is shorter than the delivery timeout. */
    LaneBench(
            @org.jspecify.annotations.Nullable OutcomeListener also,
            EngineSettings.Retry retry,
            long confirmTimeoutMs) {
        parts = new LaneParts(ring, inlet, states, laneClock, laneSignal, new Signal(0), metrics, control);
        notices = new Notices(parts.completionSignal());
        retries = new Retries(
                parts,
                notices,
                retry,
                new Retries.Bounds(Duration.ofMillis(DELIVERY_TIMEOUT_MS).toNanos(), BUDGET_BYTES),
                new SplittableRandom(1));
        lane = new LaneAgent(
                parts,
                new Pipeline.Stages(
                        new SerializeHandler(states, budget, INLINE_BYTES, BenchProducers.MAX_MESSAGE_BYTES),
                        new CompressHandler(states, metrics, budget, INLINE_BYTES, BenchProducers.MAX_MESSAGE_BYTES),
                        new PublishHandler(
                                ring,
                                states,
                                metrics,
                                parts.clock(),
                                new MessageNumbers(LANE_INDEX, STARTED_MS, retries.store()))),
                retries,
                blockedNews,
                new LaneAgent.Limits(
                        Duration.ofMillis(DELIVERY_TIMEOUT_MS).toNanos(),
                        Duration.ofMillis(confirmTimeoutMs).toNanos()));
        OutcomeListener listener = also == null
                ? outcomes
                : (id, outcome, detail) -> {
                    outcomes.onOutcome(id, outcome, detail);
                    also.onOutcome(id, outcome, detail);
                };
        completion =
                new CompletionAgent(parts, lane.getSequence(), retries.store().departures(), notices, listener);
        producer = producer(PublishOptions.builder().routingKey("bench").build());
    }

    /** A producer that does not wait for room. */
    public Producer producer(PublishOptions defaults) {
        return BenchProducers.over(inlet, defaults, Duration.ZERO);
    }

    /** What callers see. */
    public Inlet inlet() {
        return inlet;
    }

    /** The slots. */
    public SlotRing ring() {
        return ring;
    }

    /** What came out. */
    public OutcomeLedger outcomes() {
        return outcomes;
    }

    LaneAgent lane() {
        return lane;
    }

    /** What looks at the lane, which is in a state that the test tells. */
    LaneWatch watch(Supplier<LaneState> state) {
        return new LaneWatch("bench", parts, lane.getSequence(), state);
    }

    Retries retries() {
        return retries;
    }

    BlockedNews blockedNews() {
        return blockedNews;
    }

    /** How long the broker blocked the lane so far. */
    long blockedMs() {
        return blockedNews.blockedNs(clock.nanoTime()) / 1_000_000;
    }

    CompletionAgent completion() {
        return completion;
    }

    Notices notices() {
        return notices;
    }

    LaneMetrics metrics() {
        return metrics;
    }

    VirtualClock clock() {
        return clock;
    }

    ByteBudget budget() {
        return budget;
    }

    /** The id that the next message gets. */
    long nextId() {
        return ++lastId;
    }

    /** Publishes a text to the bench's own route, which must be accepted, and answers its id. */
    public long publish(String text) {
        return publish(producer, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Publishes bytes, which must be accepted, and answers their id. */
    long publish(Producer through, byte[] body) {
        long id = nextId();
        assertThat(through.tryPublish(body, 0, body.length, id)).isEqualTo(Offer.ACCEPTED);
        return id;
    }

    /** Tries to publish. */
    Offer offer(byte[] body) {
        return producer.tryPublish(body, 0, body.length, nextId());
    }

    /** Publishes an object that the lane serializes; its outcome goes to the ledger too. */
    long publishObject(Object body, PublishOptions options) {
        return publishObject(body, producer, options);
    }

    /** The same through a producer of the test's. */
    long publishObject(Object body, Producer through, PublishOptions options) {
        long id = nextId();
        Offer offer = through.tryPublish(body, options, (outcome, detail) -> outcomes.onOutcome(id, outcome, detail));
        assertThat(offer).isEqualTo(Offer.ACCEPTED);
        return id;
    }

    /** Claims a slot as a caller would who failed after the claim. */
    void publishVoid() {
        long sequence = ring.tryClaim();
        assertThat(sequence).isNotEqualTo(SlotRing.NONE_FREE);
        Slot slot = ring.get(sequence);
        inlet.publishVoid(sequence, slot);
    }

    /** Hands the lane a new connection, which it takes at its next step. */
    ScriptedLink connect() {
        return connect(new ScriptedChannel());
    }

    ScriptedLink connect(ScriptedChannel channel) {
        Epoch epoch = new Epoch(states, RING_SIZE, laneClock, laneSignal, new Signal(0));
        epoch.opened(channel);
        control.connect(channel.control());
        lane.offerEpoch(epoch);
        return new ScriptedLink(epoch, channel);
    }

    /** One step of the lane, then one of the completion, and one of the control thread unless it is held. */
    int step() {
        int work = lane.doWork(clock.nanoTime()) + completion.doWork();
        return controlIsHeld ? work : work + control.doWork();
    }

    /** Keeps the control thread from doing anything, or lets it go on. */
    void holdControl(boolean hold) {
        controlIsHeld = hold;
    }

    /** What declares. */
    ControlAgent control() {
        return control;
    }

    /** Publishes a text under a route that the test encoded. */
    long publish(RouteTemplate route, String text) {
        long id = nextId();
        assertThat(BenchProducers.offer(inlet, route, text.getBytes(StandardCharsets.UTF_8), id))
                .isEqualTo(Offer.ACCEPTED);
        return id;
    }

    /** Steps until there is nothing to do. */
    public void run() {
        for (int i = 0; step() > 0; i++) {
            assertThat(i).as("steps without coming to rest").isLessThan(MAX_STEPS);
        }
    }

    /** Moves time on. */
    void advanceMs(long ms) {
        clock.advanceMs(ms);
        laneClock.update();
    }

    /** Connects if need be and confirms everything accepted so far. */
    public void confirmAll() {
        ScriptedLink link = connect();
        while (ring.completed().get() < ring.cursor()) {
            run();
            link.ackAll();
            run();
        }
        link.lose();
        run();
    }

    /** Nothing is in flight, and nothing that a message brought along is still held. */
    void assertEmpty() {
        assertThat(ring.completed().get()).as("everything delivered").isEqualTo(ring.cursor());
        assertThat(budget.takenBytes()).as("bytes of large bodies").isZero();
        for (int i = 0; i < RING_SIZE; i++) {
            Slot slot = ring.get(i);
            assertThat(slot.large).as("large of slot %s", i).isNull();
            assertThat(slot.sink).as("sink of slot %s", i).isNull();
            assertThat(slot.unserialized).as("object of slot %s", i).isNull();
            assertThat(slot.detail).as("detail of slot %s", i).isNull();
            assertThat(slot.head == null || slot.headIsShared)
                    .as("head of slot %s dropped or shared", i)
                    .isTrue();
        }
        long delivered = 0;
        for (Outcome outcome : Outcome.values()) {
            delivered += metrics.outcomes(outcome).get();
        }
        assertThat(delivered + inlet.voidCount() + metrics.reenqueued().get())
                .as("counted")
                .isEqualTo(ring.cursor() + 1);
        assertThat(retries.isIdle()).as("retry store empty").isTrue();
        assertThat(retries.store().heldBytes()).as("bytes in the retry store").isZero();
        assertThat(retries.oldestSequence()).as("oldest stored").isEqualTo(Long.MAX_VALUE);
    }
}
