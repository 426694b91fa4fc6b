package dev.ringpost.retry;

/**
 * How much a {@link RetryStore} holds.
 *
 * @param retryLimit messages from which on callers are told FULL
 * @param ringSize slots of the ring, a power of two; so many more messages may come after that
 * @param inlineBytes body bytes that a slot holds itself
 * @param bytesLimit bytes of stored bodies from which on callers are told FULL
 */
public record RetryLimits(int retryLimit, int ringSize, int inlineBytes, long bytesLimit) {

    private static final int ONE_ROUTE_SHARE = 2;

    /** Checks what would not work. */
    public RetryLimits {
        if (retryLimit < 1 || bytesLimit < 1 || Integer.bitCount(ringSize) != 1) {
            throw new IllegalArgumentException("a retry store needs limits of at least 1 and a ring of a power of two: "
                    + retryLimit + " messages, " + bytesLimit + " bytes, " + ringSize + " slots");
        }
    }

    /** Messages that can be in the store, or back in the ring, or on their way to the completion thread. */
    int capacity() {
        return Math.addExact(retryLimit, ringSize);
    }

    /** Messages of one route from which on its callers are told FULL. */
    int routeCountLimit() {
        return Math.max(1, retryLimit / ONE_ROUTE_SHARE);
    }

    /** The same in bytes. */
    long routeBytesLimit() {
        return Math.max(1, bytesLimit / ONE_ROUTE_SHARE);
    }
}
