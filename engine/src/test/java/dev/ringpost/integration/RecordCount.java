package dev.ringpost.integration;

import dev.ringpost.testing.ProxyWitness;
import dev.ringpost.testing.TcpProxy.Direction;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the TLS records that one connection sends to the broker. */
final class RecordCount implements ProxyWitness {

    private static final int HEAD_BYTES = 5;

    private final AtomicLong records = new AtomicLong();
    private int headBytes;
    private int length;
    private int bodyLeft;

    long toBroker() {
        return records.get();
    }

    @Override
    public void onBytes(int connection, Direction direction, byte[] bytes, int size) {
        if (direction != Direction.TO_BROKER) {
            return;
        }
        for (int i = 0; i < size; i++) {
            if (bodyLeft > 0) {
                bodyLeft--;
                continue;
            }
            length = (length << 8 | (bytes[i] & 0xff)) & 0xffff;
            if (++headBytes == HEAD_BYTES) {
                headBytes = 0;
                bodyLeft = length;
                records.incrementAndGet();
            }
        }
    }
}
