package dev.ringpost.retry;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Attempts that may still be answered though their message is no longer in the slot it was sent from: delivery tag to
 * message, for the one connection that is alive. A message may have several, one for each time it was sent and not
 * answered; any of their acks confirms it. An attempt with record batching may be that of several messages.
 *
 * <p>Arrays in order of tags. Messages leave the ring in about the order they were sent in, so nearly every tag is added
 * at the end: O(1), and O(n) for one that belongs before others. Finding is O(log n); what is taken or forgotten stays as
 * a dead entry until it is at the beginning or the arrays are full, so removing is O(1), amortized. Beyond its limit the
 * oldest attempt is given up: its answer, which nobody heard for the longest time, would be ignored.
 *
 * <p><b>Threads:</b> the lane only.
 */
public final class AttemptIndex {

    private static final int INITIAL_SIZE = 64;
    private static final long NONE = -1;

    private final int limit;
    private long[] tags = new long[INITIAL_SIZE];
    private @Nullable StoredMessage[] messages = new StoredMessage[INITIAL_SIZE];
    private int[] generations = new int[INITIAL_SIZE];
    private boolean[] nacked = new boolean[INITIAL_SIZE];
    private int head;
    private int tail;
    private long scannedTag = NONE; // no attempt under that tag that could be found is before the place below
    private boolean scannedNacked;
    private int scannedUpTo;
    private int liveCount;
    private long epochId;

    /** With the number of attempts it keeps at most. */
    AttemptIndex(int limit) {
        this.limit = limit;
    }

    /** Attempts that it would find. */
    public int liveCount() {
        return liveCount;
    }

    /**
     * An attempt was not answered: its answer, should it come, is this message's. With the first attempt of another
     * connection, those of the one before are forgotten.
     *
     * @param epoch which connection
     * @param deliveryTag under which it was sent there
     * @param message just moved out of its slot
     */
    public void remember(long epoch, long deliveryTag, StoredMessage message) {
        add(epoch, deliveryTag, message, false);
    }

    /** The same for an attempt that was nacked: only a return of it can still say something new. */
    public void rememberNacked(long epoch, long deliveryTag, StoredMessage message) {
        add(epoch, deliveryTag, message, true);
    }

    private void add(long epoch, long deliveryTag, StoredMessage message, boolean isNacked) {
        if (epoch != epochId) {
            clear();
            epochId = epoch;
        }
        makeRoom();
        scannedTag = NONE;
        int place = tail;
        while (place > head && tags[place - 1] > deliveryTag) {
            place--;
        }
        if (place < tail) {
            System.arraycopy(tags, place, tags, place + 1, tail - place);
            System.arraycopy(messages, place, messages, place + 1, tail - place);
            System.arraycopy(generations, place, generations, place + 1, tail - place);
            System.arraycopy(nacked, place, nacked, place + 1, tail - place);
        }
        tags[place] = deliveryTag;
        messages[place] = message;
        generations[place] = message.attemptGeneration;
        nacked[place] = isNacked;
        tail++;
        liveCount++;
        message.openAttempts++;
        message.setLastTag(deliveryTag);
    }

    /**
     * A message that was sent under a tag, if that attempt was unanswered until now: one a call, until it is {@code null}.
     */
    public @Nullable StoredMessage answered(long epoch, long deliveryTag) {
        return next(epoch, deliveryTag, false);
    }

    /** The same for an attempt that came back, which may have been nacked before. */
    public @Nullable StoredMessage returned(long epoch, long deliveryTag) {
        return next(epoch, deliveryTag, true);
    }

    private @Nullable StoredMessage next(long epoch, long deliveryTag, boolean nackedToo) {
        if (epoch != epochId) {
            return null;
        }
        boolean goesOn = deliveryTag == scannedTag && nackedToo == scannedNacked;
        int place = goesOn ? scannedUpTo : firstOf(epoch, deliveryTag);
        StoredMessage found = null;
        while (found == null && place < tail && tags[place] == deliveryTag) {
            found = nacked[place] && !nackedToo ? null : takeAt(place);
            place++;
        }
        scannedTag = deliveryTag;
        scannedNacked = nackedToo;
        scannedUpTo = place;
        return found;
    }

    /** The first place of a tag, or the end if there is none. */
    private int firstOf(long epoch, long deliveryTag) {
        if (liveCount == 0 || epoch != epochId) {
            return tail;
        }
        int place = Arrays.binarySearch(tags, head, tail, deliveryTag);
        if (place < 0) {
            return tail;
        }
        while (place > head && tags[place - 1] == deliveryTag) {
            place--;
        }
        return place;
    }

    /**
     * As {@link #answered} for an answer to all up to a tag: one attempt a call, in order of tags, until there is none.
     * Nacked ones on the way are forgotten.
     */
    public @Nullable StoredMessage answeredUpTo(long epoch, long deliveryTag) {
        if (liveCount == 0 || epoch != epochId) {
            return null;
        }
        while (head < tail && tags[head] <= deliveryTag) {
            boolean wasNacked = nacked[head];
            StoredMessage taken = takeAt(head++);
            if (taken != null && !wasNacked) {
                return taken;
            }
        }
        return null;
    }

    /** Forgets all attempts of a message. */
    void forget(StoredMessage message) {
        liveCount -= message.openAttempts;
        message.openAttempts = 0;
        message.attemptGeneration++;
    }

    /** Forgets all attempts: their connection is gone, nothing will answer them. */
    void clear() {
        for (int place = head; place < tail; place++) {
            takeAt(place);
        }
        head = 0;
        tail = 0;
        scannedTag = NONE;
    }

    private @Nullable StoredMessage takeAt(int place) {
        StoredMessage message = messages[place];
        messages[place] = null;
        if (message == null || message.attemptGeneration != generations[place]) {
            return null;
        }
        liveCount--;
        message.openAttempts--;
        return message;
    }

    private void makeRoom() {
        if (liveCount >= limit) {
            dropOldest();
        }
        if (tail < tags.length) {
            return;
        }
        if (liveCount > tags.length / 2) {
            int size = tags.length * 2;
            tags = Arrays.copyOf(tags, size);
            messages = Arrays.copyOf(messages, size);
            generations = Arrays.copyOf(generations, size);
            nacked = Arrays.copyOf(nacked, size);
        }
        compact();
    }

    private void dropOldest() {
        while (head < tail && takeAt(head++) == null) {
            // dead entries are dropped with it
        }
    }

    private void compact() {
        int to = 0;
        for (int from = head; from < tail; from++) {
            StoredMessage message = messages[from];
            if (message != null && message.attemptGeneration == generations[from]) {
                tags[to] = tags[from];
                generations[to] = generations[from];
                nacked[to] = nacked[from];
                messages[to++] = message;
            }
        }
        Arrays.fill(messages, to, tail, null);
        head = 0;
        tail = to;
    }
}
