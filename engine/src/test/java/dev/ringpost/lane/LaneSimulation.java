package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineSettings;
import dev.ringpost.Offer;
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
    private static final int MAX_STEPS = 400;
    private static final int MAX_HEALING_ROUNDS = 2_000;
    private static final long DELIVERY_TIMEOUT_NS = LaneBench.DELIVERY_TIMEOUT_MS * 1_000_000;

    private record Message(String text, long acceptedNs, Kind kind) {}

    private enum Kind {
        PLAIN,
        MISSING_EXCHANGE,
        REFUSED_DECLARATION,
        UNSERIALIZABLE
    }

    private final Random random;
    private final int maxRetries;
    private final LaneBench bench;
    private final Producer toMissing;
    private final Producer mandatory;
    private final PublishOptions lazily = PublishOptions.builder()
            .serializer(new TextSerializer())
            .serializeOn(SerializeOn.ENGINE)
            .build();
    /** Routes that need something: each twice, since messages of one key may need different things. */
    private final List<RouteTemplate> needy = needyRoutes();

    private final Map<Long, Message> accepted = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final List<SimulatedBroker> epochs = new ArrayList<>();
    private @Nullable SimulatedBroker live;
    private long heldClaim = SlotRing.NONE_FREE;
    private boolean aborted;

    /** With nacked messages tried again, or not. */
    LaneSimulation(long seed, boolean retrying) {
        random = new Random(seed);
        maxRetries = retrying ? 1 + random.nextInt(4) : 0;
        RetryPolicy policy = RetryPolicy.builder()
                .intervalStart(Duration.ofMillis(random.nextInt(20)))
                .intervalStep(Duration.ofMillis(random.nextInt(20)))
                .intervalMax(Duration.ofMillis(MAX_RETRY_INTERVAL_MS))
                .maxRetries(maxRetries)
                .build();
        bench = new LaneBench(this::onOutcome, new EngineSettings.Retry(policy, LaneBench.RETRY_LIMIT, null));
        toMissing = bench.producer(PublishOptions.builder()
                .exchange(SimulatedBroker.MISSING_EXCHANGE)
                .build());
        mandatory = bench.producer(
                PublishOptions.builder().routingKey("mandatory").mandatory(true).build());
    }

    private static List<RouteTemplate> needyRoutes() {
        List<Queue> queues = List.of(
                Queue.of("kept"),
                Queue.of("other"),
                Queue.builder("volatile").autoDelete(true).build(),
                Queue.of(REFUSED_QUEUE));
        List<RouteTemplate> routes = new ArrayList<>();
        for (String key : List.of("a", "b")) {
            PublishOptions options = PublishOptions.builder().routingKey(key).build();
            for (Queue queue : queues) {
                Declarations needed = Declarations.of(List.of(queue), null);
                routes.add(new RouteEncoder()
                        .encode(RouteSpec.plain(options, "application/data", "binary", true)
                                .requiring(needed)));
            }
            routes.add(new RouteEncoder().encode(RouteSpec.plain(options, "application/data", "binary", true)));
        }
        return routes;
    }

    static long idOf(String text) {
        return Long.parseLong(text.substring(0, text.indexOf(':')));
    }

    long retries() {
        return bench.metrics().retries().get();
    }

    void run() {
        for (int i = 50 + random.nextInt(MAX_STEPS - 50); i > 0; i--) {
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
        switch (random.nextInt(29)) {
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
            case 22 -> bench.advanceMs(random.nextInt(8) == 0 ? 700 + random.nextInt(400) : random.nextInt(80));
            case 23 -> holdOrRelease();
            case 24, 25 -> publishNeedy();
            case 26 -> maybeMute();
            default -> bench.control().doWork();
        }
    }

    private void publishSome() {
        for (int i = random.nextInt(12); i >= 0; i--) {
            boolean missing = random.nextInt(150) == 0;
            tryPublish(missing ? toMissing : mandatory, missing ? Kind.MISSING_EXCHANGE : Kind.PLAIN, 0);
        }
    }

    private void publishLarge() {
        tryPublish(mandatory, Kind.PLAIN, 1 + random.nextInt(12_000));
    }

    private void tryPublish(Producer through, Kind kind, int padding) {
        long id = bench.nextId();
        String text = id + ":" + "x".repeat(padding);
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        Offer offer = through.tryPublish(body, 0, body.length, id);
        java.util.Arrays.fill(body, (byte) '!'); // the caller may do so at once
        if (offer == Offer.ACCEPTED) {
            accepted.put(id, new Message(text, bench.clock().nanoTime(), kind));
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
                accepted.put(id, new Message(text, bench.clock().nanoTime(), kind));
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
            accepted.put(id, new Message(text, bench.clock().nanoTime(), kind));
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
        bench.lane().doWork(bench.clock().nanoTime());
        boolean givenUp =
                broker != null && broker.link().epoch().isWriteFailed() && broker.isGone(); // by the lane itself
        if (goneBefore || givenUp) {
            live = null; // dropped in this step: what it says from now on is too late
        } else if (broker != null) {
            broker.read();
        }
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
            if (random.nextInt(4) == 0) {
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
        bench.lane().doWork(bench.clock().nanoTime());
        broker.read();
        return broker;
    }

    private void maybeLose() {
        SimulatedBroker broker = live;
        if (broker != null && random.nextInt(2) == 0) {
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
        bench.run();
    }

    /** A broker that confirms everything, and time that stands still: whatever is left must come through. */
    private void heal() {
        SimulatedBroker broker = live;
        if (broker != null) {
            broker.link().unblock();
            broker.link().control().mute(false);
            bench.advanceMs(RETRY_PAUSE_MS);
        }
        for (int round = 0;
                bench.ring().completed().get() < bench.ring().cursor()
                        || !bench.retries().isIdle();
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
            if (!bench.retries().isEmpty()) {
                bench.advanceMs(1);
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
        if (message == null) {
            faults.add("message " + id + " was never accepted and is " + outcome);
        } else if (outcome == Outcome.TIMED_OUT
                && bench.clock().nanoTime() - message.acceptedNs() < DELIVERY_TIMEOUT_NS) {
            faults.add("message " + id + " timed out too early");
        }
        if ((detail == null) != (outcome == Outcome.CONFIRMED)) {
            faults.add("message " + id + " is " + outcome + " with the detail " + detail);
        }
    }

    private void check() {
        assertThat(faults).isEmpty();
        if (maxRetries > 0) {
            checkRetried();
        } else {
            checkUntried();
        }
        bench.assertEmpty();
    }

    private void checkRetried() {
        Map<String, List<SimulatedBroker.Answer>> answers = new HashMap<>();
        Set<String> returned = new HashSet<>();
        epochs.forEach(broker -> broker.addAllAnswersTo(answers));
        epochs.forEach(broker -> broker.addReturnedTo(returned));
        Set<Long> settled = new HashSet<>();
        Set<Long> nacked = new HashSet<>();
        for (OutcomeLedger.Settled one : bench.outcomes().all()) {
            assertThat(settled.add(one.id())).as("second outcome: %s", one).isTrue();
            Message message = Objects.requireNonNull(accepted.get(one.id()));
            List<SimulatedBroker.Answer> all = answers.getOrDefault(message.text(), List.of());
            assertThat(isRightAfter(one.outcome(), message, all, returned.contains(message.text())))
                    .as(
                            "outcome %s of a message %s accepted at %s, answered with %s",
                            one, message.kind(), message.acceptedNs(), all)
                    .isTrue();
            if (all.stream().anyMatch(answer -> answer.outcome() == Outcome.REJECTED)) {
                nacked.add(one.id());
            }
        }
        assertThat(settled).as("messages with an outcome").isEqualTo(accepted.keySet());
        assertThat(bench.outcomes().with(Outcome.CONFIRMED).stream().filter(id -> !nacked.contains(id)))
                .as("confirmed and never nacked")
                .isSorted();
        for (SimulatedBroker broker : epochs) {
            assertThat(broker.idsInOrder().stream().filter(id -> !nacked.contains(id)))
                    .doesNotHaveDuplicates();
            broker.idsByKey()
                    .forEach((key, ids) -> assertThat(ids.stream().filter(id -> !nacked.contains(id)))
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
        boolean mayBeRejected = nacks > maxRetries || old;
        boolean mayBeReturned = isReturned && message.kind() == Kind.PLAIN;
        for (SimulatedBroker.Answer answer : answers) {
            boolean inTime = answer.atNs() - message.acceptedNs() < DELIVERY_TIMEOUT_NS;
            if (answer.outcome() != Outcome.REJECTED && inTime) {
                return outcome == answer.outcome()
                        || (outcome == Outcome.REJECTED && mayBeRejected)
                        || (outcome == Outcome.RETURNED && mayBeReturned);
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
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).isSorted();
        for (SimulatedBroker broker : epochs) {
            assertThat(broker.idsInOrder()).doesNotHaveDuplicates();
            broker.idsByKey()
                    .forEach((key, ids) ->
                            assertThat(ids).as("order of key %s", key).isSorted());
        }
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
