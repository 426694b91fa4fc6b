package dev.ringpost.retry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How much of the store each route holds, so that one bad destination cannot use it up: once a route holds half of what
 * the store takes before callers are stopped, callers of that route are stopped, and all others go on.
 *
 * <p>So are callers of a route of which some messages are to be sent again before any new one ({@link #hold}).
 *
 * <p>Routes are told apart by a hash, in {@value #BUCKETS} buckets; two routes of one bucket share one share.
 *
 * <p><b>Writer:</b> the lane. <b>Readers besides:</b> callers, of {@link #canTake}, who may see a change a little late:
 * the store has room for what is in the ring besides.
 */
public final class RouteShare {

    private static final int BUCKET_BITS = 12;
    private static final int BUCKETS = 1 << BUCKET_BITS;
    private static final int SPREAD = 0x9E3779B9;
    private static final VarHandle FULL = MethodHandles.arrayElementVarHandle(byte[].class);

    private final int countLimit;
    private final long bytesLimit;
    private final int[] counts = new int[BUCKETS];
    private final long[] bytes = new long[BUCKETS];
    private final int[] held = new int[BUCKETS];
    private final byte[] full = new byte[BUCKETS];

    RouteShare(int countLimit, long bytesLimit) {
        this.countLimit = countLimit;
        this.bytesLimit = bytesLimit;
    }

    /** Whether more messages of a route may be accepted. Any thread. */
    public boolean canTake(int routeHash) {
        return (byte) FULL.getOpaque(full, bucket(routeHash)) == 0;
    }

    /** So many more, or fewer, of a route's messages are to be sent before any new one is accepted. Lane. */
    public void hold(int routeHash, int count) {
        int bucket = bucket(routeHash);
        held[bucket] += count;
        publish(bucket);
    }

    void add(int routeHash, int count, long heldBytes) {
        int bucket = bucket(routeHash);
        counts[bucket] += count;
        bytes[bucket] += heldBytes;
        publish(bucket);
    }

    private void publish(int bucket) {
        boolean isFull = held[bucket] > 0 || counts[bucket] >= countLimit || bytes[bucket] >= bytesLimit;
        byte now = (byte) (isFull ? 1 : 0);
        if (full[bucket] != now) {
            FULL.setOpaque(full, bucket, now);
        }
    }

    /** Messages of a route's bucket. */
    int count(int routeHash) {
        return counts[bucket(routeHash)];
    }

    private static int bucket(int routeHash) {
        return (routeHash * SPREAD) >>> (Integer.SIZE - BUCKET_BITS);
    }
}
