package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Batching;
import dev.ringpost.EngineSettings;
import dev.ringpost.Offer;
import dev.ringpost.Ordering;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.Queue;
import dev.ringpost.RetryPolicy;
import dev.ringpost.SerializeOn;
import dev.ringpost.intake.BenchProducers;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.topology.Declarations;
import dev.ringpost.wire.Packing;
import dev.ringpost.wire.RouteEncoder;
import dev.ringpost.wire.RouteSpec;
import dev.ringpost.wire.RouteTemplate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One seeded life of a lane: callers, broker, losses, alarms and time act in random order; then the books are checked. */
final class LaneSimulation {

    private static final String REFUSED_QUEUE = "refused";
    private static final long RETRY_PAUSE_MS = 250;
    private static final int MAX_RETRY_INTERVAL_MS = 40;

    /** The first numbers of neighbouring seeds are alike, which would make all lives begin alike. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private static final int ORDERING_KEYS = 4;
    private static final int KEYED_PRODUCERS = 12;
    private static final int LARGEST_BYTES = 12_100;
    private static final int LONGEST_LINGER_MS = 900;
    private static final int MAX_STEPS = 400;
    private static final int CALM_ONE_IN = 16;
    private static final int CALM_STEPS = 1_600;
    private static final int MAX_HEALING_ROUNDS = 2_000;
    private static final int STEPS_TO_EXPIRE = 4; // a message that waits for memory is taken before it can be timed out
    private static final long DELIVERY_TIMEOUT_NS = LaneBench.DELIVERY_TIMEOUT_MS * 1_000_000;

    private record Message(String text, long acceptedNs, long blockedMsBefore, Kind kind) {}

    private enum Kind {
        PLAIN,
        MISSING_EXCHANGE,
        REFUSED_DECLARATION,
        UNSERIALIZABLE
    }

    private final Random random;
    private final boolean calm; // a long life on connections that last, so that one sees slots used again and again
    private final int maxRetries;
    private final long confirmTimeoutMs;
    private final boolean strict;
    private final LaneBench bench;
    private final Producer toMissing;
    private final Producer mandatory;
    private final Producer single; // the same without batching
    private final @Nullable Batching batching;
    private final List<Producer> keyed;
    private final PublishOptions lazily = PublishOptions.builder()
            .serializer(new TextSerializer())
            .serializeOn(SerializeOn.ENGINE)
            .build();
    /** Routes that need something: each twice, since messages of one key may need different things. */
    private final List<RouteTemplate> needy;

    private final Map<Long, Message> accepted = new LinkedHashMap<>();
    /** By the slot they were accepted into. */
    private final Map<Long, Long> idAtSequence = new HashMap<>();

    /** What left its slot without an outcome: its place in any order is not its own any more. */
    private final Set<Long> moved = new HashSet<>();

    private final Set<Long> told = new HashSet<>(); // whose outcome came
    private final List<String> faults = new ArrayList<>();
    private final List<SimulatedBroker> epochs = new ArrayList<>();
    private @Nullable SimulatedBroker live;
    private long heldClaim = SlotRing.NONE_FREE;
    private boolean aborted;
    private boolean laneSawBlocked;
    private long blockedMs; // during which the lane knew of the alarm, so that confirms were not waited for

    /** What the lane does about failures. */
    enum Mode {
        /** Nothing. */
        NO_RETRIES,

        /** Nacked messages are tried again. */
        RETRIES,

        /** Those that are not answered too, by a confirm timeout shorter than the delivery timeout. */
        CONFIRM_TIMEOUTS,

        /** Both, and the messages of one key keep their order over all of it. */
        STRICT,

        /** Both or not, and messages share AMQP messages as records. */
        RECORDS
    }

    LaneSimulation(long seed, Mode mode) {
        random = new Random(seed * SPREAD);
        calm = random.nextInt(CALM_ONE_IN) == 0;
        maxRetries = mode == Mode.RETRIES ? 1 + random.nextInt(4) : mode == Mode.NO_RETRIES ? 0 : random.nextInt(4);
        boolean timesOut = mode.compareTo(Mode.CONFIRM_TIMEOUTS) >= 0 && (mode != Mode.RECORDS || random.nextBoolean());
        confirmTimeoutMs = timesOut ? 40 + random.nextInt(400) : LaneBench.DELIVERY_TIMEOUT_MS;
        RetryPolicy policy = RetryPolicy.builder()
                .intervalStart(Duration.ofMillis(random.nextInt(20)))
                .intervalStep(Duration.ofMillis(random.nextInt(20)))
                .intervalMax(Duration.ofMillis(MAX_RETRY_INTERVAL_MS))
                .maxRetries(maxRetries)
                .build();
        bench = new LaneBench(
                this::onOutcome, new EngineSettings.Retry(policy, LaneBench.RETRY_LIMIT, null), confirmTimeoutMs);
        toMissing = bench.producer(PublishOptions.builder()
                .exchange(SimulatedBroker.MISSING_EXCHANGE)
                .build());
        PublishOptions ofMandatory = PublishOptions.builder()
                .routingKey("mandatory")
                .mandatory(true)
                .ordering(mode == Mode.STRICT ? Ordering.STRICT : Ordering.PER_KEY)
                .build();
        single = bench.producer(ofMandatory);
        strict = mode == Mode.STRICT;
        batching = mode == Mode.RECORDS ? batching() : null;
        mandatory = batching == null
                ? single
                : bench.producer(ofMandatory.toBuilder().batching(batching).build());
        needy = needyRoutes();
        keyed = keyedProducers();
    }

    /** Messages of each ordering key to several places, some as records and some not, some behind a declaration. */
    private List<Producer> keyedProducers() {
        List<Producer> producers = new ArrayList<>();
        for (int i = 0; i < KEYED_PRODUCERS; i++) {
            PublishOptions.Builder options = PublishOptions.builder()
                    .routingKey("place" + i % 3)
                    .orderingKey(String.valueOf(i % ORDERING_KEYS))
                    .mandatory(random.nextBoolean());
            if (batching != null && random.nextInt(4) > 0) {
                options.batching(random.nextBoolean() ? batching : batching.linger(Duration.ofMillis(5)));
            }
            if (random.nextInt(3) == 0) {
                options.declare(Queue.of(random.nextBoolean() ? "kept" : "third"));
            }
            producers.add(bench.producer(options.build()));
        }
        return producers;
    }

    private void publishKeyed() {
        for (int i = random.nextInt(6); i >= 0; i--) {
            int which = random.nextInt(KEYED_PRODUCERS);
            tryPublish(keyed.get(which), Kind.PLAIN, SimulatedBroker.KEYED + which % ORDERING_KEYS);
        }
    }

    private Batching batching() {
        int lingerMs =
                random.nextInt(4) == 0 ? random.nextInt(LONGEST_LINGER_MS) : Math.max(0, random.nextInt(20) - 10);
        return Batching.of(1 + random.nextInt(8), LARGEST_BYTES + random.nextInt(LARGEST_BYTES))
                .linger(Duration.ofMillis(lingerMs));
    }

    private List<RouteTemplate> needyRoutes() {
        List<Queue> queues = List.of(
                Queue.of("kept"),
                Queue.of("other"),
                Queue.builder("volatile").autoDelete(true).build(),
                Queue.of(REFUSED_QUEUE));
        List<RouteTemplate> routes = new ArrayList<>();
        for (String key : List.of("a", "b")) {
            PublishOptions options = PublishOptions.builder().routingKey(key).build();
            PublishOptions asRecords = batching == null
                    ? options
                    : options.toBuilder().batching(batching).build();
            for (Queue queue : queues) {
                Declarations needed = Declarations.of(List.of(queue), null);
                routes.add(asRecord(new RouteEncoder()
                        .encode(RouteSpec.plain(asRecords, "application/data", "binary", true)
                                .requiring(needed))));
            }
            routes.add(asRecord(
                    new RouteEncoder().encode(RouteSpec.plain(asRecords, "application/data", "binary", true))));
            routes.add(new RouteEncoder().encode(RouteSpec.plain(options, "application/data", "binary", true)));
        }
        return routes;
    }

    private RouteTemplate asRecord(RouteTemplate route) {
        return batching == null
                ? route
                : route.packing(new Packing(batching, batching.linger().toNanos(), false, null));
    }

    static long idOf(String text) {
        return Long.parseLong(text.substring(0, text.indexOf(':')));
    }

    long retries() {
        return bench.metrics().retryCount();
    }

    long movedCount() {
        return moved.size();
    }

    private void accept(long id, Message message) {
        accepted.put(id, message);
        idAtSequence.put(bench.ring().cursor(), id);
    }

    private void advanceMs(long ms) {
        if (laneSawBlocked) {
            blockedMs += ms;
        }
        bench.advanceMs(ms);
    }

    private void doWork() {
        bench.lane().doWork(bench.clock().nanoTime());
        laneSawBlocked = live != null && live.link().epoch().isBlocked();
        for (long at = bench.ring().completed().get() + 1; at <= bench.ring().cursor(); at++) {
            Long id = idAtSequence.get(at);
            if (id != null && bench.ring().get(at).isVoid) {
                moved.add(id);
            }
        }
    }

    void run() {
        for (int i = calm ? CALM_STEPS : 50 + random.nextInt(MAX_STEPS - 50); i > 0; i--) {
            act();
        }
        releaseClaim();
        if (random.nextInt(4) == 0) {
            abort();
        } else {
            heal();
        }
        check();
    }

    private void act() {
        switch (random.nextInt(32)) {
            case 0, 1, 2, 3 -> publishSome();
            case 4 -> publishLarge();
            case 5 -> publishLazily();
            case 6 -> publishVoid();
            case 7 -> tryPublish(mandatory, Kind.PLAIN, 0);
            case 8, 9, 10, 11, 12 -> stepLane();
            case 13, 14 -> bench.completion().doWork();
            case 15, 16, 17 -> answer();
            case 18 -> talkAfterTheEnd();
            case 19 -> maybeConnect();
            case 20 -> maybeLose();
            case 21 -> maybeBlock();
            case 22 -> advanceMs(random.nextInt(8) == 0 ? 700 + random.nextInt(400) : random.nextInt(80));
            case 23 -> holdOrRelease();
            case 24, 25 -> publishNeedy();
            case 26 -> maybeMute();
            case 27 -> checkDeadlines();
            case 28, 29 -> publishKeyed();
            default -> bench.control().doWork();
        }
    }

    private void publishSome() {
        for (int i = random.nextInt(12); i >= 0; i--) {
            boolean missing = !calm && random.nextInt(150) == 0;
            Producer usual = random.nextInt(4) == 0 ? single : mandatory;
            tryPublish(missing ? toMissing : usual, missing ? Kind.MISSING_EXCHANGE : Kind.PLAIN, 0);
        }
    }

    private void publishLarge() {
        tryPublish(mandatory, Kind.PLAIN, 1 + random.nextInt(LARGEST_BYTES - 100));
    }

    private void tryPublish(Producer through, Kind kind, int padding) {
        tryPublish(through, kind, "x".repeat(padding));
    }

    private void tryPublish(Producer through, Kind kind, String rest) {
        long id = bench.nextId();
        String text = id + ":" + rest;
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        Offer offer = through.tryPublish(body, 0, body.length, id);
        java.util.Arrays.fill(body, (byte) '!'); // the caller may do so at once
        if (offer == Offer.ACCEPTED) {
            accept(id, new Message(text, bench.clock().nanoTime(), blockedMs, kind));
        }
    }

    private void publishNeedy() {
        for (int i = random.nextInt(6); i >= 0; i--) {
            RouteTemplate route = needy.get(random.nextInt(needy.size()));
            Declarations needed = route.declarations();
            boolean refused = needed != null && needed.toString().contains(REFUSED_QUEUE);
            long id = bench.nextId();
            String text = id + ":" + route.routingKey();
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            if (BenchProducers.offer(bench.inlet(), route, body, id) == Offer.ACCEPTED) {
                Kind kind = refused ? Kind.REFUSED_DECLARATION : Kind.PLAIN;
                accept(id, new Message(text, bench.clock().nanoTime(), blockedMs, kind));
            }
        }
    }

    private void maybeMute() {
        SimulatedBroker broker = live;
        if (broker != null) {
            broker.link().control().mute(random.nextInt(3) == 0);
        }
        if (random.nextInt(4) == 0) {
            bench.control().forget();
        }
    }

    private void publishLazily() {
        long id = bench.nextId();
        boolean fails = random.nextInt(3) == 0;
        String text = id + ":" + "y".repeat(random.nextInt(200));
        Object body = fails ? TextSerializer.UNSERIALIZABLE : text;
        Offer offer = mandatory.tryPublish(body, lazily, (outcome, detail) -> {
            bench.outcomes().onOutcome(id, outcome, detail);
            onOutcome(id, outcome, detail);
        });
        if (offer == Offer.ACCEPTED) {
            Kind kind = fails ? Kind.UNSERIALIZABLE : Kind.PLAIN;
            accept(id, new Message(text, bench.clock().nanoTime(), blockedMs, kind));
        }
    }

    private void publishVoid() {
        if (bench.ring().hasRoom()) {
            bench.publishVoid();
        }
    }

    private void holdOrRelease() {
        if (heldClaim == SlotRing.NONE_FREE) {
            heldClaim = bench.ring().tryClaim();
        } else {
            releaseClaim();
        }
    }

    private void releaseClaim() {
        if (heldClaim != SlotRing.NONE_FREE) {
            Slot slot = bench.ring().get(heldClaim);
            bench.inlet().publishVoid(heldClaim, slot);
            heldClaim = SlotRing.NONE_FREE;
        }
    }

    private void stepLane() {
        SimulatedBroker broker = live;
        boolean goneBefore = broker != null && broker.isGone();
        int silentFrom = broker != null && broker.link().epoch().isBlocked()
                ? broker.link().channel().sent().size()
                : Integer.MAX_VALUE;
        doWork();
        if (broker != null && broker.link().channel().sent().size() > silentFrom) {
            faults.add("something was written while the broker blocked publishers");
        }
        boolean givenUp =
                broker != null && broker.link().epoch().isWriteFailed() && broker.isGone(); // by the lane itself
        if (goneBefore || givenUp) {
            live = null; // dropped in this step: what it says from now on is too late
        } else if (broker != null) {
            broker.read();
        }
    }

    /** After a few steps in which time stands still, whatever is over its delivery timeout has its outcome. */
    private void checkDeadlines() {
        if (heldClaim != SlotRing.NONE_FREE) {
            return; // the lane sees nothing behind it
        }
        for (int i = 0; i < STEPS_TO_EXPIRE; i++) {
            stepLane();
            bench.completion().doWork();
        }
        long nowNs = bench.clock().nanoTime();
        accepted.forEach((id, message) -> {
            if (nowNs - message.acceptedNs() >= DELIVERY_TIMEOUT_NS && !told.contains(id)) {
                faults.add("message " + id + " has no outcome after its delivery timeout");
            }
        });
    }

    private void answer() {
        SimulatedBroker broker = live;
        if (broker != null) {
            broker.answerAtRandom(random);
        }
    }

    private void talkAfterTheEnd() {
        SimulatedBroker broker = epochs.isEmpty() ? null : epochs.get(random.nextInt(epochs.size()));
        if (broker != null && broker != live) {
            broker.talkAfterTheEnd(random);
        }
    }

    private void maybeConnect() {
        if (live == null) {
            ScriptedChannel channel = new ScriptedChannel().batchLimit(1 + random.nextInt(40));
            if (!calm && random.nextInt(4) == 0) {
                channel.failAfterMessages(random.nextInt(60));
            }
            adopt(channel);
        }
    }

    private SimulatedBroker adopt(ScriptedChannel channel) {
        SimulatedBroker broker = new SimulatedBroker(bench.connect(channel), bench.clock());
        broker.link().control().refuse(REFUSED_QUEUE, 406, "PRECONDITION_FAILED");
        epochs.add(broker);
        live = broker;
        doWork();
        broker.read();
        return broker;
    }

    private void maybeLose() {
        SimulatedBroker broker = live;
        if (broker != null && !calm && random.nextInt(2) == 0) {
            broker.lose();
        }
    }

    private void maybeBlock() {
        SimulatedBroker broker = live;
        if (broker == null) {
            return;
        }
        if (random.nextInt(2) == 0) {
            broker.link().block();
        } else {
            broker.link().unblock();
        }
    }

    private void abort() {
        bench.inlet().close(null);
        bench.lane().requestDrain(bench.ring().cursor());
        bench.lane().requestAbort();
        aborted = true;
        doWork();
        bench.run();
    }

    /** A broker that confirms everything, and time that stands still: whatever is left must come through. */
    private void heal() {
        SimulatedBroker broker = live;
        if (broker != null) {
            broker.link().unblock();
            broker.link().control().mute(false);
            advanceMs(RETRY_PAUSE_MS);
        }
        for (int round = 0;
                bench.ring().completed().get() < bench.ring().cursor()
                        || !bench.retries().isIdle()
                        || !bench.retries().isAllDelivered();
                round++) {
            assertThat(round).as("rounds with a healthy broker without an end").isLessThan(MAX_HEALING_ROUNDS);
            broker = live;
            if (broker == null) {
                adopt(new ScriptedChannel());
            } else if (!broker.isGone()) {
                broker.ackAll();
                if (broker.link().epoch().isWriteFailed()) {
                    broker.lose(); // as the I/O thread would see it
                }
            }
            if (!bench.retries().isEmpty() || batching != null) {
                advanceMs(1); // retries fall due, and records have waited for others
            }
            stepLane();
            bench.control().doWork();
            bench.completion().doWork();
        }
        broker = live;
        if (broker != null && !broker.isGone()) {
            assertThat(broker.link().epoch().tags().awaitingCount())
                    .as("awaiting an answer")
                    .isZero();
        }
    }

    /** On the completion step, which swallows what is thrown: so it is kept for {@link #check}. */
    private void onOutcome(long id, Outcome outcome, @Nullable String detail) {
        Message message = accepted.get(id);
        told.add(id);
        if (message == null) {
            faults.add("message " + id + " was never accepted and is " + outcome);
        } else if (outcome == Outcome.TIMED_OUT
                && bench.clock().nanoTime() - message.acceptedNs() < earliestTimeoutNs(message, detail)) {
            faults.add("message " + id + " timed out too early");
        } else if (outcome == Outcome.CONFIRMED
                && epochs.stream().noneMatch(broker -> broker.hasAcked(message.text()))) {
            faults.add("message " + id + " is CONFIRMED before any broker acked it");
        }
        if ((detail == null) != (outcome == Outcome.CONFIRMED)) {
            faults.add("message " + id + " is " + outcome + " with the detail " + detail);
        }
    }

    private long earliestTimeoutNs(Message message, @Nullable String detail) {
        boolean byConfirm = detail != null && detail.contains("confirm timeout");
        long byConfirmMs = confirmTimeoutMs + blockedMs - message.blockedMsBefore();
        return byConfirm ? byConfirmMs * 1_000_000 : DELIVERY_TIMEOUT_NS;
    }

    private void check() {
        assertThat(faults).isEmpty();
        if (maxRetries > 0 || isTimingOut()) {
            checkRetried();
        } else {
            checkUntried();
        }
        if (strict) {
            checkStrictOrder();
        }
        bench.assertEmpty();
    }

    /** Over all connections: never an earlier one after a later one, moved or not. */
    private void checkStrictOrder() {
        List<Long> ids = new ArrayList<>();
        epochs.forEach(broker -> broker.idsByKey().forEach((key, some) -> {
            if (key.contains("mandatory")) {
                ids.addAll(some);
            }
        }));
        assertThat(ids).as("strict order").isSorted();
    }

    private void checkRetried() {
        Map<String, List<SimulatedBroker.Answer>> answers = new HashMap<>();
        Set<String> returned = new HashSet<>();
        epochs.forEach(broker -> broker.addAllAnswersTo(answers));
        epochs.forEach(broker -> broker.addReturnedTo(returned));
        Set<Long> settled = new HashSet<>();
        for (OutcomeLedger.Settled one : bench.outcomes().all()) {
            assertThat(settled.add(one.id())).as("second outcome: %s", one).isTrue();
            Message message = Objects.requireNonNull(accepted.get(one.id()));
            List<SimulatedBroker.Answer> all = answers.getOrDefault(message.text(), List.of());
            assertThat(isRightAfter(one.outcome(), message, all, returned.contains(message.text())))
                    .as(
                            "outcome %s of a message %s accepted at %s, answered with %s",
                            one, message.kind(), message.acceptedNs(), all)
                    .isTrue();
        }
        assertThat(settled).as("messages with an outcome").isEqualTo(accepted.keySet());
        checkOrder();
    }

    private Set<Long> nacked() {
        Map<String, List<SimulatedBroker.Answer>> answers = new HashMap<>();
        epochs.forEach(broker -> broker.addAllAnswersTo(answers));
        Set<Long> ids = new HashSet<>();
        answers.forEach((text, all) -> {
            if (all.stream().anyMatch(answer -> answer.outcome() == Outcome.REJECTED)) {
                ids.add(idOf(text));
            }
        });
        return ids;
    }

    private void checkOrder() {
        assertThat(bench.outcomes().with(Outcome.CONFIRMED).stream().filter(id -> !moved.contains(id)))
                .as("confirmed and never moved")
                .isSorted();
        Set<Long> retried = isTimingOut() ? moved : nacked();
        for (SimulatedBroker broker : epochs) {
            assertThat(broker.idsInOrder().stream().filter(id -> !retried.contains(id)))
                    .doesNotHaveDuplicates();
            Map<String, List<Long>> byKey = broker.idsByKey();
            byKey.putAll(broker.idsByOrderingKey());
            byKey.forEach((key, ids) -> assertThat(ids.stream().filter(id -> !retried.contains(id)))
                    .as("order of key %s", key)
                    .isSorted());
        }
    }

    /** Nacks up to the number of retries say nothing; the first other answer in time does, or one nack more. */
    private boolean isRightAfter(
            Outcome outcome, Message message, List<SimulatedBroker.Answer> answers, boolean isReturned) {
        long nacks = answers.stream()
                .filter(answer -> answer.outcome() == Outcome.REJECTED)
                .count();
        boolean old = answers.stream()
                .anyMatch(answer -> answer.outcome() == Outcome.REJECTED
                        && answer.atNs() - message.acceptedNs()
                                > DELIVERY_TIMEOUT_NS - MAX_RETRY_INTERVAL_MS * 1_000_000L);
        long timeouts = isTimingOut() ? DELIVERY_TIMEOUT_NS / (confirmTimeoutMs * 1_000_000) : 0;
        boolean mayBeRejected = nacks > 0 && (nacks + timeouts > maxRetries || old);
        boolean mayBeReturned = isReturned && message.kind() == Kind.PLAIN;
        for (SimulatedBroker.Answer answer : answers) {
            boolean inTime = answer.atNs() - message.acceptedNs() < DELIVERY_TIMEOUT_NS;
            if (answer.outcome() != Outcome.REJECTED && inTime) {
                return outcome == answer.outcome()
                        || (outcome == Outcome.REJECTED && mayBeRejected)
                        || (outcome == Outcome.RETURNED && mayBeReturned)
                        || (outcome == Outcome.CONFIRMED && isConfirmedLater(answer, answers))
                        || (outcome == Outcome.TIMED_OUT && isTimedOutBefore(answer, message));
            }
        }
        return switch (outcome) {
            case CONFIRMED -> answers.stream().anyMatch(answer -> answer.outcome() == Outcome.CONFIRMED);
            case RETURNED -> mayBeReturned;
            // Until its timeout, at which time it waits for another try.
            case REJECTED -> nacks > 0;
            case FAILED -> message.kind() != Kind.PLAIN;
            case TIMED_OUT -> true; // its age was checked when it came
            case ABORTED -> aborted;
        };
    }

    /** The attempt that came back was given up before, and the next one did not come back. */
    private boolean isConfirmedLater(SimulatedBroker.Answer answer, List<SimulatedBroker.Answer> answers) {
        return isTimingOut()
                && answer.outcome() == Outcome.RETURNED
                && answers.stream().anyMatch(later -> later.outcome() == Outcome.CONFIRMED);
    }

    private boolean isTimingOut() {
        return confirmTimeoutMs < LaneBench.DELIVERY_TIMEOUT_MS;
    }

    private boolean isTimedOutBefore(SimulatedBroker.Answer answer, Message message) {
        return isTimingOut() && answer.atNs() - message.acceptedNs() >= confirmTimeoutMs * 1_000_000;
    }

    private void checkUntried() {
        Map<String, SimulatedBroker.Answer> answers = new HashMap<>();
        epochs.forEach(broker -> broker.addAnswersTo(answers));
        Set<Long> settled = new HashSet<>();
        for (OutcomeLedger.Settled one : bench.outcomes().all()) {
            assertThat(settled.add(one.id())).as("second outcome: %s", one).isTrue();
            Message message = Objects.requireNonNull(accepted.get(one.id()));
            SimulatedBroker.Answer answer = answers.get(message.text());
            assertThat(isRight(one.outcome(), message, answer))
                    .as("outcome %s of a message %s, first answered with %s", one, message.kind(), answer)
                    .isTrue();
        }
        assertThat(settled).as("messages with an outcome").isEqualTo(accepted.keySet());
        checkOrder();
    }

    /** The first answer that came in time is the outcome; one that came late may be, or the timeout. */
    private boolean isRight(Outcome outcome, Message message, SimulatedBroker.@Nullable Answer answer) {
        if (message.kind() == Kind.REFUSED_DECLARATION) {
            boolean unsent = outcome == Outcome.FAILED || outcome == Outcome.TIMED_OUT || outcome == Outcome.ABORTED;
            return answer == null && unsent;
        }
        if (answer != null && answer.atNs() - message.acceptedNs() < DELIVERY_TIMEOUT_NS) {
            return outcome == answer.outcome();
        }
        return switch (outcome) {
            case CONFIRMED, REJECTED, RETURNED -> answer != null && outcome == answer.outcome();
            case FAILED -> message.kind() != Kind.PLAIN;
            case TIMED_OUT -> true; // its age was checked when it came
            case ABORTED -> aborted;
        };
    }
}
