package dev.ringpost.ring;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The lane's memory for bodies that do not fit a slot: a bounded number of bytes, in buffers of power-of-two sizes that
 * are used again.
 *
 * <p><b>Threads:</b> callers take, the completion thread gives back, the lane may do both; a short lock guards it, which
 * is small against the copy of the body that goes with it. <b>Guarantee:</b> taken and kept buffers together never exceed
 * the limit, except for what {@link #takeAnyway} took.
 */
public final class ByteBudget {

    private static final int SMALLEST_SHIFT = 10;
    private static final int LARGEST_POOLED_SHIFT = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final long limitBytes;

    @SuppressWarnings({"unchecked", "rawtypes"})
    private final ArrayDeque<byte[]>[] free = new ArrayDeque[LARGEST_POOLED_SHIFT - SMALLEST_SHIFT + 1];

    private long takenBytes;
    private long keptBytes;

    /** With a limit in bytes. */
    public ByteBudget(long limitBytes) {
        this.limitBytes = limitBytes;
        for (int i = 0; i < free.length; i++) {
            free[i] = new ArrayDeque<>();
        }
    }

    /** A buffer of at least that many bytes, or {@code null} if the budget has no room for it now. */
    public byte @Nullable [] tryTake(int bytes) {
        return take(bytes, false);
    }

    /** A buffer of at least that many bytes, over the limit if need be: for the lane, which must not wait. */
    public byte[] takeAnyway(int bytes) {
        return Objects.requireNonNull(take(bytes, true));
    }

    private byte @Nullable [] take(int bytes, boolean overLimit) {
        int sizeClass = sizeClass(bytes);
        int capacity = sizeClass < free.length ? 1 << (sizeClass + SMALLEST_SHIFT) : bytes;
        lock.lock();
        try {
            if (sizeClass < free.length) {
                byte[] kept = free[sizeClass].pollLast();
                if (kept != null) {
                    keptBytes -= kept.length;
                    takenBytes += kept.length;
                    return kept;
                }
            }
            if (takenBytes + capacity > limitBytes && !overLimit && !(takenBytes == 0 && bytes <= limitBytes)) {
                return null;
            }
            dropKeptFor(capacity);
            takenBytes += capacity;
        } finally {
            lock.unlock();
        }
        try {
            return new byte[capacity]; // outside the lock: clearing a megabyte takes a while
        } catch (OutOfMemoryError e) {
            forget(capacity);
            throw e;
        }
    }

    private void forget(int capacity) {
        lock.lock();
        try {
            takenBytes -= capacity;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the limit is reached or, through {@link #takeAnyway}, passed. */
    public boolean isExhausted() {
        return takenBytes() >= limitBytes;
    }

    /** Gives a buffer back. */
    public void giveBack(byte[] buffer) {
        int sizeClass = sizeClass(buffer.length);
        lock.lock();
        try {
            takenBytes -= buffer.length;
            boolean pooled = sizeClass < free.length && buffer.length == 1 << (sizeClass + SMALLEST_SHIFT);
            if (pooled && takenBytes + keptBytes + buffer.length <= limitBytes) {
                free[sizeClass].addLast(buffer);
                keptBytes += buffer.length;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The limit. */
    public long limitBytes() {
        return limitBytes;
    }

    /** Bytes in use right now. */
    public long takenBytes() {
        lock.lock();
        try {
            return takenBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Makes room for a new buffer by dropping kept ones of other sizes, the largest first. */
    private void dropKeptFor(int capacity) {
        for (int i = free.length - 1; i >= 0 && takenBytes + keptBytes + capacity > limitBytes; i--) {
            while (takenBytes + keptBytes + capacity > limitBytes) {
                byte[] dropped = free[i].pollFirst();
                if (dropped == null) {
                    break;
                }
                keptBytes -= dropped.length;
            }
        }
    }

    private static int sizeClass(int bytes) {
        int shift = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, bytes) - 1);
        return Math.max(0, shift - SMALLEST_SHIFT);
    }
}
