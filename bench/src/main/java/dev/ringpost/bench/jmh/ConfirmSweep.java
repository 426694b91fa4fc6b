package dev.ringpost.bench.jmh;

import dev.ringpost.confirm.AckLog;
import dev.ringpost.confirm.DeliveryTags;
import dev.ringpost.confirm.SlotStates;
import java.util.Collections;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * From publish to confirm as far as book-keeping goes: {@value #IN_FLIGHT_COUNT} messages are registered, then the broker's
 * acks are taken in until none is left. All on one thread, so without what the hand-over between two costs.
 *
 * <p>Baselines: a {@code ConcurrentSkipListMap} of tag to body, as RabbitMQ's tutorial has it, and a synchronized
 * {@code TreeSet} of tags, as amqp-client itself has it.
 */
public class ConfirmSweep extends MicroBenchmark {
    static final int IN_FLIGHT_COUNT = 4_096;
    private static final int RING_SIZE = 16_384;
    private static final int LOG_ENTRIES = 4 * RING_SIZE;

    /** How a broker answers. */
    public enum Answers {
        /** Each message by itself, in order. */
        SINGLE,

        /** 64 at once. */
        MULTIPLE,

        /** Each by itself, in no order. */
        OUT_OF_ORDER
    }

    /** The broker's acks of one round. */
    @State(Scope.Thread)
    public static class Acks {
        private static final int AT_ONCE = 64;
        private static final long SEED = 42;

        @Param
        Answers answers = Answers.SINGLE;

        boolean isMultiple;

        /** Each is the number of a message in its round, from 0. */
        int[] offsets;

        /** Draws up the answers. */
        @Setup
        public void prepare() {
            isMultiple = answers == Answers.MULTIPLE;
            offsets = IntStream.range(0, IN_FLIGHT_COUNT)
                    .filter(offset -> !isMultiple || offset % AT_ONCE == AT_ONCE - 1)
                    .toArray();
            if (answers == Answers.OUT_OF_ORDER) {
                shuffle(new SplittableRandom(SEED));
            }
        }

        private void shuffle(SplittableRandom random) {
            for (int i = offsets.length - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int swapped = offsets[i];
                offsets[i] = offsets[other];
                offsets[other] = swapped;
            }
        }
    }

    /** What an epoch of the engine has. */
    @State(Scope.Thread)
    public static class EngineTags {
        final AckLog log = new AckLog(LOG_ENTRIES);
        final DeliveryTags tags = new DeliveryTags(new SlotStates(RING_SIZE), RING_SIZE);
        long sequence;
        long settledCount;
        final DeliveryTags.Settler settler = (settled, outcome) -> settledCount++;
    }

    /** What an application has. */
    @State(Scope.Thread)
    public static class Unconfirmed {
        final ConcurrentSkipListMap<Long, byte[]> bodies = new ConcurrentSkipListMap<>();
        final SortedSet<Long> tags = Collections.synchronizedSortedSet(new TreeSet<>());
        final byte[] body = new byte[BODY_BYTES];
        long lastTag;
    }

    /** The lane's way, with the log that the I/O thread appends to. */
    @Benchmark
    @OperationsPerInvocation(IN_FLIGHT_COUNT)
    public long deliveryTags(Acks acks, EngineTags engine) {
        long first = engine.tags.next();
        for (int i = 0; i < IN_FLIGHT_COUNT; i++) {
            engine.tags.register(engine.sequence++);
        }
        engine.tags.onWrite();
        for (int offset : acks.offsets) {
            engine.log.offerConfirm(first + offset, acks.isMultiple, true);
        }
        for (long entry = engine.log.poll(); entry != AckLog.EMPTY; entry = engine.log.poll()) {
            engine.tags.apply(entry, engine.settler);
        }
        requireNone(engine.sequence - engine.settledCount);
        return engine.settledCount;
    }

    /** The way of RabbitMQ's tutorial. */
    @Benchmark
    @OperationsPerInvocation(IN_FLIGHT_COUNT)
    public long baselineSkipListMap(Acks acks, Unconfirmed unconfirmed) {
        ConcurrentSkipListMap<Long, byte[]> bodies = unconfirmed.bodies;
        long first = unconfirmed.lastTag + 1;
        for (int i = 0; i < IN_FLIGHT_COUNT; i++) {
            bodies.put(++unconfirmed.lastTag, unconfirmed.body);
        }
        for (int offset : acks.offsets) {
            if (acks.isMultiple) {
                bodies.headMap(first + offset, true).clear();
            } else {
                bodies.remove(first + offset);
            }
        }
        requireNone(bodies.isEmpty() ? 0 : 1);
        return unconfirmed.lastTag;
    }

    /** The way of amqp-client. */
    @Benchmark
    @OperationsPerInvocation(IN_FLIGHT_COUNT)
    public long baselineTreeSet(Acks acks, Unconfirmed unconfirmed) {
        SortedSet<Long> tags = unconfirmed.tags;
        long first = unconfirmed.lastTag + 1;
        for (int i = 0; i < IN_FLIGHT_COUNT; i++) {
            tags.add(++unconfirmed.lastTag);
        }
        for (int offset : acks.offsets) {
            if (acks.isMultiple) {
                tags.headSet(first + offset + 1).clear();
            } else {
                tags.remove(first + offset);
            }
        }
        requireNone(tags.size());
        return unconfirmed.lastTag;
    }

    private static void requireNone(long leftCount) {
        if (leftCount != 0) {
            throw new IllegalStateException("messages are left that the broker has answered");
        }
    }
}
