package dev.ringpost.bench.rabbit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A RabbitMQ node with streams enabled, all its data in a temporary directory, reached on loopback as {@code guest}.
 *
 * <p>{@link #close} kills it and removes its data. If this JVM ends without that, a shutdown hook does the same, to every
 * process that this JVM has started; if it is killed outright, {@link NodeGuard} does it to the node.
 *
 * <p>Threads: one, and the shutdown hook.
 */
public final class RabbitNode implements AutoCloseable {
    private static final String SERVER_OUTPUT = "server.out";
    private static final long START_TIMEOUT_S = 120;
    private static final long KILL_TIMEOUT_S = 10;
    private static final int CONNECT_TIMEOUT_MS = 2_000;
    private static final long POLL_MS = 50;
    private static final long REST_SAMPLE_MS = 500;
    private static final int SAMPLES_AT_REST = 2;
    private static final double REST_CPU_SHARE = 0.06;
    private static final byte[] AMQP_GREETING = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};

    private final NodeHome home = new NodeHome();
    private final List<Process> processes = new CopyOnWriteArrayList<>();
    private final NodeGuard guard;
    private final Thread exitHook = new Thread(this::endEverything, "end RabbitMQ");

    private RabbitNode() throws IOException {
        guard = NodeGuard.start(home.directory());
        Runtime.getRuntime().addShutdownHook(exitHook);
    }

    /**
     * Starts a node; returns once it answers on both ports.
     *
     * @throws IOException if it does not within two minutes, with the end of its output; nothing is left behind then
     */
    public static RabbitNode start(RabbitInstallation installation) throws IOException, InterruptedException {
        RabbitNode node = new RabbitNode();
        try {
            node.startProcess(
                    "epmd.out",
                    installation.portMapper().toString(),
                    "-port",
                    Integer.toString(node.home.portMapperPort()),
                    "-address",
                    "127.0.0.1");
            Process server =
                    node.startProcess(SERVER_OUTPUT, installation.server().toString());
            node.awaitAnswer(server);
            return node;
        } catch (IOException | InterruptedException | RuntimeException e) {
            node.close();
            throw e;
        }
    }

    /** The port for AMQP. */
    public int amqpPort() {
        return home.amqpPort();
    }

    /** The port for the stream protocol. */
    public int streamPort() {
        return home.streamPort();
    }

    /** CPU that the node has used since its start, user and system time. */
    public long cpuNs() {
        Process server = processes.get(processes.size() - 1);
        return server.toHandle().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /**
     * Waits until the node has next to nothing to do, which after large runs takes seconds: quorum queues go on writing
     * segments of what their log had, and queues that were deleted are cleared away.
     *
     * @return whether it came to rest in that time
     */
    public boolean awaitRest(Duration atMost) throws InterruptedException {
        long deadlineNs = System.nanoTime() + atMost.toNanos();
        int samplesAtRest = 0;
        while (samplesAtRest < SAMPLES_AT_REST) {
            if (System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            long beforeNs = cpuNs();
            Thread.sleep(REST_SAMPLE_MS);
            boolean isAtRest = cpuNs() - beforeNs < TimeUnit.MILLISECONDS.toNanos(REST_SAMPLE_MS) * REST_CPU_SHARE;
            samplesAtRest = isAtRest ? samplesAtRest + 1 : 0;
        }
        return true;
    }

    private Process startProcess(String outputFile, String... command) throws IOException {
        Process process = home.command(outputFile, command).start();
        processes.add(process);
        guard.watch(process);
        return process;
    }

    private void awaitAnswer(Process server) throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_TIMEOUT_S);
        while (!(answersAmqp() && isListening(streamPort()))) {
            if (server.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
                throw new IOException("RabbitMQ ended with code " + server.exitValue() + " as it started:\n"
                        + home.outputTail(SERVER_OUTPUT));
            }
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IOException(
                        "RabbitMQ does not answer after " + START_TIMEOUT_S + " s:\n" + home.outputTail(SERVER_OUTPUT));
            }
        }
    }

    /** It listens a little before it is ready; only then it answers the greeting. */
    private boolean answersAmqp() {
        try (Socket socket = connect(amqpPort())) {
            socket.setSoTimeout(CONNECT_TIMEOUT_MS);
            socket.getOutputStream().write(AMQP_GREETING);
            return socket.getInputStream().read() == 1; // a method frame
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isListening(int port) {
        try (Socket socket = connect(port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Kills it and removes its data; a second call does nothing. */
    @Override
    public void close() {
        endProcesses();
        try {
            Runtime.getRuntime().removeShutdownHook(exitHook);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook does the same as this.
        }
    }

    /** In the hook: contestants that still run would only fail, and after that their output has no reader. */
    private void endEverything() {
        endProcesses();
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    private void endProcesses() {
        guard.close();
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            awaitEnd(process);
        }
        home.delete();
    }

    private static void awaitEnd(Process process) {
        try {
            process.waitFor(KILL_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
