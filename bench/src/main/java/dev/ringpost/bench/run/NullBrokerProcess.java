package dev.ringpost.bench.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.bench.nullbroker.NullBrokerMain;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A null broker in a JVM of its own, for one run or benchmark. One thread. */
public final class NullBrokerProcess implements AutoCloseable {
    /** The same for every run. */
    public static final List<String> JVM_ARGS = List.of("-Xms64m", "-Xmx64m", "-XX:+UseSerialGC");

    private static final long TIMEOUT_S = 20;
    private static final String PORT = "port ";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ChildJvm child;
    private final int port;

    private NullBrokerProcess(ChildJvm child, int port) {
        this.child = child;
        this.port = port;
    }

    /** Returns once it listens; {@code args} are those of {@link NullBrokerMain}. */
    public static NullBrokerProcess start(String... args) throws IOException, InterruptedException {
        List<String> mainAndArgs = new ArrayList<>(List.of(NullBrokerMain.class.getName()));
        mainAndArgs.addAll(List.of(args));
        ChildJvm child = ChildJvm.start(JVM_ARGS, mainAndArgs);
        try {
            String line = child.awaitLine(PORT, TIMEOUT_S);
            return new NullBrokerProcess(child, Integer.parseInt(line.substring(PORT.length())));
        } catch (IOException | InterruptedException | RuntimeException e) {
            child.close();
            throw e;
        }
    }

    /** Its port on loopback. */
    public int port() {
        return port;
    }

    /** Its address. */
    public String uri() {
        return "amqp://guest:guest@127.0.0.1:" + port;
    }

    /** Ends it in good order; everybody has closed their connections. */
    public BrokerCounts finish() throws IOException, InterruptedException {
        child.closeStdin();
        BrokerCounts counts = JSON.readValue(child.awaitLine("{", TIMEOUT_S), BrokerCounts.class);
        child.awaitExit(TIMEOUT_S);
        return counts;
    }

    @Override
    public void close() throws IOException {
        child.close();
    }
}
