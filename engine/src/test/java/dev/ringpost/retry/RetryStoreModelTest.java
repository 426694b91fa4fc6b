package dev.ringpost.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Outcome;
import dev.ringpost.RetryCause;
import dev.ringpost.retry.NaiveStore.Message;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store against a naive one, operation by operation, as the lane would use it, at random. */
class RetryStoreModelTest {

    /** What is sent again after a loss comes before every retry, in the order of acceptance. */
    private static final long LONG_AGO_NS = -(1L << 61);

    private static final int OPERATIONS = 12_000;
    private static final int MAX_OPEN_TAGS = 150;

    private final StoreBench bench = new StoreBench();
    private final RetryStore store = bench.store;
    private final NaiveStore model = new NaiveStore();
    private final Map<Long, Message> slots = new HashMap<>(); // by sequence: what is in the ring, moved before or not
    private final StoreComparison comparison = new StoreComparison(bench, model, slots);
    private final ArrayDeque<Message> departed = new ArrayDeque<>();
    private Random random = new Random();
    private long nextSequence;
    private long nextTag = 1;
    private long epoch = 1;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void itDoesWhatTheNaiveOneDoes(long seed) {
        random = new Random(seed);
        for (int i = 0; i < OPERATIONS; i++) {
            act();
            comparison.compare("after operation " + i);
        }
        store.drainAll(message -> end(modelOf(message), Outcome.ABORTED));
        slots.values().forEach(each -> bench.clear(bench.ring.get(each.sequence)));
        deliverSome(Integer.MAX_VALUE);
        store.reclaim();
        bench.assertEmpty();
    }

    private void act() {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4 -> accept();
            case 5, 6, 7, 8 -> moveSome();
            case 9, 10 -> restore();
            case 11 -> confirmOverdue();
            case 12 -> answerOne();
            case 13 -> answerUpTo();
            case 14 -> confirmInRing();
            case 15, 16 -> deliverSome(random.nextInt(8));
            case 17 -> assertThat(store.reclaim()).isGreaterThanOrEqualTo(0);
            case 18 -> bench.clock.advanceMs(random.nextInt(20) == 0 ? 500 : random.nextInt(15));
            default -> rare();
        }
    }

    private void rare() {
        switch (random.nextInt(8)) {
            case 0 -> loseEpoch();
            case 1 -> store.drainAll(message -> end(modelOf(message), Outcome.ABORTED));
            default ->
                store.expire(bench.nowNs(), message -> {
                    Message expected = Objects.requireNonNull(model.first(Message::isLive, each -> each.deadlineNs));
                    assertThat(message).as("the earliest deadline").isSameAs(expected.real);
                    assertThat(expected.deadlineNs).isLessThanOrEqualTo(bench.nowNs());
                    end(expected, Outcome.TIMED_OUT);
                });
        }
    }

    private long claim() {
        return slots.size() < StoreBench.RING_SIZE / 2 ? nextFreeSequence() : SlotRing.NONE_FREE;
    }

    /** Real sequences are freed in order; here, those whose slot is still taken are left out. */
    private long nextFreeSequence() {
        while (slots.keySet().stream().anyMatch(each -> (each - nextSequence) % StoreBench.RING_SIZE == 0)) {
            nextSequence++;
        }
        return nextSequence++;
    }

    private void accept() {
        int route = random.nextInt(StoreComparison.ROUTES);
        if (store.isOverLimit() || !store.share().canTake(route)) {
            return;
        }
        long sequence = claim();
        if (sequence != SlotRing.NONE_FREE) {
            int bodyBytes = random.nextInt(4) > 0 ? random.nextInt(65) : random.nextInt(9_000);
            bench.fill(sequence, bodyBytes);
            long deadlineNs = bench.nowNs() + 1 + random.nextInt(1_000) * 1_000_000L;
            send(new Message(sequence, bodyBytes, route, deadlineNs));
        }
    }

    private void send(Message message) {
        slots.put(message.sequence, message);
        message.tag = nextTag;
        nextTag += 1 + random.nextInt(3);
    }

    private @Nullable Message anyInRing() {
        List<Message> candidates = List.copyOf(slots.values());
        return candidates.isEmpty() ? null : candidates.get(random.nextInt(candidates.size()));
    }

    private void moveSome() {
        Message message = anyInRing();
        if (message == null) {
            return;
        }
        Slot slot = bench.ring.get(message.sequence);
        StoredMessage real = store.move(message.sequence, slot, message.deadlineNs, message.route);
        assertThat(message.real).as("the same object as before").isIn(null, real);
        if (message.real == null) {
            message.real = real;
            model.messages.add(message);
        }
        bench.clear(slot);
        slots.remove(message.sequence);
        message.sequence = StoredMessage.ABSENT;
        message.state = StoredState.MOVED;
        boolean answered = random.nextInt(3) == 0
                || model.messages.stream()
                                .mapToInt(each -> each.openTags.size())
                                .sum()
                        >= MAX_OPEN_TAGS;
        if (!answered) {
            store.attempts().remember(epoch, message.tag, real);
            message.openTags.add(message.tag);
        }
        long dueNs = bench.nowNs() + random.nextInt(100) * 1_000_000L;
        switch (answered ? random.nextInt(3) : 3 + random.nextInt(3)) {
            case 0 -> end(message, Outcome.REJECTED);
            case 1, 2 -> waitForRetry(message, RetryCause.NACK, dueNs);
            case 3 -> waitForRetry(message, RetryCause.CONFIRM_TIMEOUT, dueNs);
            default -> {
                store.waitForAck(real, dueNs);
                message.state = StoredState.WAITING_ACK;
                message.dueNs = dueNs;
            }
        }
    }

    private void waitForRetry(Message message, RetryCause cause, long dueNs) {
        store.waitForRetry(Objects.requireNonNull(message.real), cause, dueNs);
        message.state = StoredState.WAITING_RETRY;
        message.cause = cause;
        message.dueNs = dueNs;
        message.retries++;
    }

    private void restore() {
        Message expected = model.first(
                each -> each.state == StoredState.WAITING_RETRY && each.dueNs <= bench.nowNs(), each -> each.dueNs);
        StoredMessage real = store.firstDue(bench.nowNs());
        assertThat(real).isSameAs(expected == null ? null : expected.real);
        long sequence = expected == null ? SlotRing.NONE_FREE : claim();
        if (real == null || expected == null || sequence == SlotRing.NONE_FREE) {
            return;
        }
        Slot slot = bench.ring.get(sequence);
        store.restore(real, sequence, slot);
        int from = slot.bodyOffset();
        assertThat(Arrays.copyOfRange(slot.body(), from, from + slot.bodyBytes))
                .isEqualTo(StoreBench.body(expected.number, expected.bodyBytes));
        assertThat(slot.correlationId).isEqualTo(expected.number);
        assertThat(slot.head).isEqualTo("head of " + expected.number);
        expected.state = StoredState.IN_RING;
        expected.sequence = sequence;
        send(expected);
    }

    private void confirmOverdue() {
        Message expected = model.first(
                each -> each.state == StoredState.WAITING_ACK && each.dueNs <= bench.nowNs(), each -> each.dueNs);
        assertThat(store.firstUnconfirmed(bench.nowNs())).isSameAs(expected == null ? null : expected.real);
        if (expected != null && random.nextBoolean()) {
            waitForRetry(expected, RetryCause.CONFIRM_TIMEOUT, bench.nowNs() + random.nextInt(50) * 1_000_000L);
        } else if (expected != null) {
            end(expected, Outcome.TIMED_OUT);
        }
    }

    private void answerOne() {
        long tag = Math.max(0, nextTag - random.nextInt(200));
        boolean ofAnotherEpoch = random.nextInt(8) == 0;
        Message expected = ofAnotherEpoch ? null : model.withOpenTag(tag);
        StoredMessage real = store.attempts().answered(ofAnotherEpoch ? epoch - 1 : epoch, tag);
        assertThat(real).isSameAs(expected == null ? null : expected.real);
        if (expected != null) {
            expected.openTags.remove(tag);
            onAnswer(expected);
        }
    }

    private void answerUpTo() {
        long tag = Math.max(0, nextTag - 50 - random.nextInt(400));
        for (Message expected = model.withLowestOpenTagUpTo(tag);
                expected != null;
                expected = model.withLowestOpenTagUpTo(tag)) {
            assertThat(store.attempts().answeredUpTo(epoch, tag)).isSameAs(expected.real);
            expected.openTags.pollFirst();
            onAnswer(expected);
        }
        assertThat(store.attempts().answeredUpTo(epoch, tag)).isNull();
    }

    private void onAnswer(Message message) {
        if (random.nextInt(4) > 0) {
            end(message, Outcome.CONFIRMED);
        } else if (message.state == StoredState.WAITING_RETRY) {
            store.onNackAgain(Objects.requireNonNull(message.real));
            message.cause = RetryCause.NACK;
        } else if (message.state == StoredState.WAITING_ACK) {
            waitForRetry(message, RetryCause.NACK, bench.nowNs());
        }
    }

    private void confirmInRing() {
        Message message = anyInRing();
        if (message != null && message.real == null) { // the store never knew it
            slots.remove(message.sequence);
            bench.clear(bench.ring.get(message.sequence));
        } else if (message != null) {
            end(message, Outcome.CONFIRMED);
        }
    }

    private void loseEpoch() {
        int expected = model.in(StoredState.WAITING_ACK).size();
        assertThat(store.onEpochLost(message -> {})).isEqualTo(expected);
        for (Message message : model.messages) {
            message.openTags.clear();
            if (message.state == StoredState.WAITING_ACK) {
                message.state = StoredState.WAITING_RETRY;
                message.cause = RetryCause.CHANNEL_CLOSED;
                message.dueNs =
                        LONG_AGO_NS + Objects.requireNonNull(message.real).firstSequence();
            }
        }
        epoch++;
        nextTag = 1;
        List.copyOf(slots.values()).forEach(this::send); // again, on the new connection
    }

    private void end(Message message, Outcome outcome) {
        store.depart(Objects.requireNonNull(message.real), outcome, outcome.toString());
        if (message.state == StoredState.IN_RING) {
            slots.remove(message.sequence);
            bench.clear(bench.ring.get(message.sequence));
        }
        message.state = StoredState.DEPARTED;
        message.openTags.clear();
        departed.add(message);
    }

    private void deliverSome(int most) {
        for (int i = 0; i < most && !departed.isEmpty(); i++) {
            Message expected = departed.removeFirst();
            StoredMessage real = Objects.requireNonNull(store.departures().poll());
            assertThat(real).isSameAs(expected.real);
            assertThat(real.correlationId()).isEqualTo(expected.number);
            assertThat(real.detail()).isEqualTo(real.outcome().toString());
            store.departures().onDelivered(real);
            store.reclaim();
            model.messages.remove(expected);
        }
        assertThat(store.departures().isEmpty()).isEqualTo(departed.isEmpty());
    }

    private Message modelOf(StoredMessage real) {
        return Objects.requireNonNull(
                model.first(each -> each.isLive() && each.real == real, each -> each.number), "unknown " + real);
    }
}
