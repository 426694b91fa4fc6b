package dev.ringpost.bench.nullbroker;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ByteChannel;

/** Where clients come in. {@link #accept} on one thread, {@link #close} from any. */
interface Listener extends Closeable {
    int port();

    /**
     * Waits for a client.
     *
     * @throws IOException also when this is closed
     */
    ByteChannel accept() throws IOException;
}
