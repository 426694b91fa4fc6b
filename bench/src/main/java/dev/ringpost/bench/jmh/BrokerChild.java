package dev.ringpost.bench.jmh;

import dev.ringpost.bench.nullbroker.NullBrokerMain;
import dev.ringpost.bench.run.ChildJvm;
import java.io.IOException;
import java.util.List;

/** A null broker in a JVM of its own, for as long as one benchmark runs. It goes with this JVM, however that ends. */
final class BrokerChild implements AutoCloseable {
    private static final List<String> JVM_ARGS = List.of("-Xms64m", "-Xmx64m", "-XX:+UseSerialGC");
    private static final String PORT_LINE = "port ";
    private static final long TIMEOUT_S = 20;

    private final ChildJvm process;
    private final int port;

    private BrokerChild(ChildJvm process, int port) {
        this.process = process;
        this.port = port;
    }

    static BrokerChild start() throws IOException, InterruptedException {
        ChildJvm process = ChildJvm.start(JVM_ARGS, List.of(NullBrokerMain.class.getName()));
        try {
            String line = process.awaitLine(PORT_LINE, TIMEOUT_S);
            return new BrokerChild(process, Integer.parseInt(line.substring(PORT_LINE.length())));
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    String uri() {
        return "amqp://guest:guest@127.0.0.1:" + port;
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
