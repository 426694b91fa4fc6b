package dev.ringpost.testing;

import java.util.concurrent.atomic.AtomicLong;

/** One direction of all connections of a {@link TcpProxy}: whether bytes pass, and how many until a cut. Any thread. */
final class ProxyFlow extends ProxyGate {

    private static final long NO_CUT = Long.MAX_VALUE;

    private final AtomicLong bytesToCut = new AtomicLong(NO_CUT);

    /** A cut behind that many more bytes; {@link Long#MAX_VALUE} for none. */
    void cutAfter(long bytes) {
        bytesToCut.set(bytes);
    }

    /** How many of these bytes may pass; fewer mean a cut behind them, which happens once. */
    int take(int size) {
        while (true) {
            long left = bytesToCut.get();
            if (left == NO_CUT) {
                return size;
            }
            boolean cut = left < size;
            if (bytesToCut.compareAndSet(left, cut ? NO_CUT : left - size)) {
                return cut ? (int) left : size;
            }
        }
    }
}
