package dev.ringpost.retry;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Messages by a key, the lowest first; of equal keys, the one accepted first. A binary heap whose messages know their
 * places, so that any of them can be taken out: adding and removing O(log n), the first O(1). Keys are times on the lane's
 * clock, or anything else whose differences do not overflow. Garbage only while it grows.
 *
 * <p><b>Threads:</b> the lane only.
 */
final class TimeHeap {

    private static final int INITIAL_SIZE = 64;

    private final int number;
    private long[] keys = new long[INITIAL_SIZE];
    private @Nullable StoredMessage[] messages = new StoredMessage[INITIAL_SIZE];
    private int size;

    /** With its index into {@link StoredMessage#positions}; a message can be in only one heap of each number. */
    TimeHeap(int number) {
        this.number = number;
    }

    int size() {
        return size;
    }

    @Nullable
    StoredMessage first() {
        return size == 0 ? null : messages[0];
    }

    /** Key of the first, or {@link RetryStore#NEVER}. */
    long firstKey() {
        return size == 0 ? RetryStore.NEVER : keys[0];
    }

    /** The first if its key is not above that. */
    @Nullable
    StoredMessage firstUpTo(long key) {
        return size > 0 && keys[0] - key <= 0 ? messages[0] : null;
    }

    /** Makes room for that many in all, so that adding cannot fail for want of memory; if this does, nothing has changed. */
    void reserve(int count) {
        if (count > keys.length) {
            int capacity = Math.max(count, keys.length * 2);
            long[] moreKeys = Arrays.copyOf(keys, capacity);
            messages = Arrays.copyOf(messages, capacity);
            keys = moreKeys;
        }
    }

    void add(StoredMessage message, long key) {
        if (message.positions[number] != StoredMessage.ABSENT) {
            throw new IllegalStateException(message + " is in heap " + number + " already");
        }
        reserve(size + 1);
        moveUp(size++, message, key);
    }

    void remove(StoredMessage message) {
        int hole = message.positions[number];
        if (hole == StoredMessage.ABSENT) {
            throw new IllegalStateException(message + " is not in heap " + number);
        }
        message.positions[number] = StoredMessage.ABSENT;
        StoredMessage last = messages[--size];
        messages[size] = null;
        if (last == null || hole == size) {
            return;
        }
        long key = keys[size];
        int place = moveDown(hole, last, key);
        if (place == hole) {
            moveUp(hole, last, key);
        }
    }

    private void moveUp(int from, StoredMessage message, long key) {
        int place = from;
        while (place > 0) {
            int parent = (place - 1) >>> 1;
            if (!isBefore(key, message, parent)) {
                break;
            }
            copy(parent, place);
            place = parent;
        }
        put(place, message, key);
    }

    private int moveDown(int from, StoredMessage message, long key) {
        int place = from;
        for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
            int right = child + 1;
            if (right < size && isBefore(keys[right], at(right), child)) {
                child = right;
            }
            if (isBefore(key, message, child)) {
                break;
            }
            copy(child, place);
            place = child;
        }
        put(place, message, key);
        return place;
    }

    private boolean isBefore(long key, StoredMessage message, int other) {
        long difference = key - keys[other];
        return difference < 0
                || (difference == 0 && message.firstSequence() < at(other).firstSequence());
    }

    private void copy(int from, int to) {
        put(to, at(from), keys[from]);
    }

    private void put(int place, StoredMessage message, long key) {
        keys[place] = key;
        messages[place] = message;
        message.positions[number] = place;
    }

    private StoredMessage at(int place) {
        StoredMessage message = messages[place];
        if (message == null) {
            throw new IllegalStateException("heap " + number + " has a hole at " + place + " of " + size);
        }
        return message;
    }
}
