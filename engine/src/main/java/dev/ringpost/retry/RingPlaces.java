package dev.ringpost.retry;

import org.jspecify.annotations.Nullable;

/** Which slots hold messages of the store that went back into the ring. The lane only. */
final class RingPlaces {

    private final @Nullable StoredMessage[] bySlot;
    private int count;

    RingPlaces(int ringSize) {
        bySlot = new StoredMessage[ringSize];
    }

    int count() {
        return count;
    }

    void add(StoredMessage message, long sequence) {
        bySlot[index(sequence)] = message;
        message.setSequence(sequence);
        count++;
    }

    void remove(StoredMessage message) {
        bySlot[index(message.sequence())] = null;
        message.setSequence(StoredMessage.ABSENT);
        count--;
    }

    @Nullable
    StoredMessage at(long sequence) {
        StoredMessage message = count == 0 ? null : bySlot[index(sequence)];
        return message != null && message.sequence() == sequence ? message : null;
    }

    private int index(long sequence) {
        return (int) sequence & (bySlot.length - 1);
    }
}
