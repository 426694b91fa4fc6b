package dev.ringpost.retry;

import java.util.ArrayDeque;

/** Message objects that are used again; as many as there ever were at a time. The lane only. */
final class MessagePool {

    private final ArrayDeque<StoredMessage> free = new ArrayDeque<>();
    private int madeCount;

    StoredMessage take() {
        StoredMessage message = free.pollLast();
        if (message == null) {
            message = new StoredMessage();
            madeCount++;
        }
        return message;
    }

    void giveBack(StoredMessage message) {
        free.addLast(message);
    }

    /** Objects made so far. */
    int madeCount() {
        return madeCount;
    }

    /** Objects not in use. */
    int freeCount() {
        return free.size();
    }
}
