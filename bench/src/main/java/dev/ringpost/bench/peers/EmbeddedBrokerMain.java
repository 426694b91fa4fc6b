package dev.ringpost.bench.peers;

import dev.ringpost.embedded.EmbeddedBroker;
import java.io.IOException;

/**
 * An embedded broker as a process: prints {@code port N} and serves until its stdin ends, so that it cannot outlive its
 * parent.
 */
public final class EmbeddedBrokerMain {
    private EmbeddedBrokerMain() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            System.out.println("port " + broker.port());
            byte[] ignored = new byte[256];
            int readBytes;
            do {
                readBytes = System.in.read(ignored);
            } while (readBytes >= 0);
        }
    }
}
