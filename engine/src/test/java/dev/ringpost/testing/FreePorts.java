package dev.ringpost.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports a server can be given before it starts. They lie below the range that systems take outgoing connections' ports
 * from, so a port stays free while its node is down between a kill and a restart.
 */
final class FreePorts {
    private static final int LOWEST = 20_000;
    private static final int BOUND = 32_000;
    private static final int ATTEMPTS = 1_000;

    private FreePorts() {}

    /** Different ports on 127.0.0.1 that nobody listens on now. */
    static int[] pick(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int attempt = 0; held.size() < count && attempt < ATTEMPTS; attempt++) {
                int port = ThreadLocalRandom.current().nextInt(LOWEST, BOUND);
                try {
                    held.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
                } catch (IOException taken) {
                    // Another one, then.
                }
            }
            if (held.size() < count) {
                throw new IllegalStateException("No free ports between " + LOWEST + " and " + BOUND);
            }
            return held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
        } finally {
            held.forEach(FreePorts::close);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
