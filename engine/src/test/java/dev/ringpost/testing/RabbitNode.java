package dev.ringpost.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A private RabbitMQ node: the installed server in a process of its own, with its own name, ports, cookie, data, log
 * and port mapper, all on 127.0.0.1 and below one temp directory. User and password are {@code guest}; no plug-ins unless asked for.
 *
 * <p><b>Life.</b> {@link #start} → ({@link #kill} → {@link #restart})* → {@link #close}. A shutdown hook kills the node
 * and its port mapper if the JVM ends first (not if the JVM itself is killed with SIGKILL).
 *
 * <p><b>Threads.</b> Methods may be called from any thread; they exclude each other. Every wait is bounded; an
 * interrupt ends it with {@link IllegalStateException} and stays set.
 */
public final class RabbitNode implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2); // 8 s on a machine that is not busy
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CONTROL_TIMEOUT = Duration.ofSeconds(60);
    private static final long POLL_MS = 20;
    private static final byte[] AMQP_HEADER = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};

    private final RabbitInstallation installation;
    private final RabbitOptions options;
    private final NodeHome home;
    private final Thread shutdownHook = new Thread(this::endAtExit, "ringpost-rabbit-node-exit");
    private volatile @Nullable Process epmd;
    private volatile @Nullable Process server;
    private boolean closed;

    private RabbitNode(RabbitInstallation installation, RabbitOptions options) {
        this.installation = installation;
        this.options = options;
        this.home = new NodeHome(options);
    }

    /** Whether this machine has RabbitMQ; see {@link RabbitInstallation#find}. */
    public static boolean isInstalled() {
        return RabbitInstallation.find().isPresent();
    }

    /** {@link #start(RabbitOptions)} with {@link RabbitOptions#defaults()}. */
    public static RabbitNode start() {
        return start(RabbitOptions.defaults());
    }

    /**
     * Starts a node and returns once it answers AMQP.
     *
     * @throws IllegalStateException if RabbitMQ is not installed or does not answer within 2 minutes (with the end of its
     *     output); nothing is left running then
     */
    public static RabbitNode start(RabbitOptions options) {
        RabbitInstallation installation = RabbitInstallation.find()
                .orElseThrow(() -> new IllegalStateException("RabbitMQ is not installed on this machine."));
        RabbitNode node = new RabbitNode(installation, options);
        Runtime.getRuntime().addShutdownHook(node.shutdownHook);
        try {
            node.startProcesses();
            return node;
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    /** {@code amqp://guest:guest@127.0.0.1:PORT/%2f}, the same over restarts. */
    public String uri() {
        return "amqp://guest:guest@127.0.0.1:" + options.port() + "/%2f";
    }

    /** The AMQP port, the same over restarts. */
    public int port() {
        return options.port();
    }

    /** The node's name, {@code NAME@localhost}. */
    public String name() {
        return options.name();
    }

    /** The temp directory with data, log and {@code server.out}. */
    public Path directory() {
        return home.directory();
    }

    /** The process ids that are alive of: the Erlang VM of this node, its port mapper. */
    public List<Long> pids() {
        List<Long> pids = new ArrayList<>();
        for (Process process : new Process[] {server, epmd}) {
            if (process != null && process.isAlive()) {
                pids.add(process.pid());
            }
        }
        return pids;
    }

    /** SIGKILL to this node's Erlang VM and its helper processes; returns when the VM is dead. Data stays. */
    public synchronized void kill() {
        Process running = server;
        if (running != null) {
            List<ProcessHandle> helpers = running.descendants().toList();
            running.destroyForcibly();
            helpers.forEach(ProcessHandle::destroyForcibly);
            await(running, KILL_TIMEOUT);
        }
    }

    /** Starts it again on the same ports and data; stops it first if it runs. Errors as {@link #start}. */
    public synchronized void restart() {
        if (closed) {
            throw new IllegalStateException("The node is closed.");
        }
        stopServer();
        startProcesses();
    }

    /** Asks the node to stop (SIGTERM), kills it after 20 s; data stays, {@link #restart} works. */
    public synchronized void stop() {
        stopServer();
    }

    /**
     * Runs the package's {@code rabbitmqctl} against this node.
     *
     * @return what it printed on both outputs
     * @throws IllegalStateException if it fails (with its output) or takes more than 60 s
     */
    public synchronized String rabbitmqctl(String... arguments) {
        List<String> command = new ArrayList<>(List.of(installation.control().toString()));
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile(home.directory(), "ctl-", ".out");
            ProcessBuilder builder = home.command(command, output);
            String port = Integer.toString(FreePorts.pick(1)[0]);
            builder.environment().put("RABBITMQ_CTL_DIST_PORT_MIN", port);
            builder.environment().put("RABBITMQ_CTL_DIST_PORT_MAX", port);
            Process process = builder.start();
            boolean ended;
            try {
                ended = await(process, CONTROL_TIMEOUT);
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            String text = Files.readString(output, StandardCharsets.UTF_8);
            if (!ended || process.exitValue() != 0) {
                throw new IllegalStateException(command + (ended ? " failed:\n" : " took too long:\n") + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@link #stop}, then ends the port mapper and deletes the temp directory. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            stopServer();
        } finally {
            endAtExit();
            try {
                Runtime.getRuntime().removeShutdownHook(shutdownHook);
            } catch (IllegalStateException shuttingDown) {
                // The hook runs now and finds nothing to end.
            }
        }
    }

    private void startProcesses() {
        Path output = home.directory().resolve("server.out");
        try {
            Process mapper = epmd;
            if (options.ownEpmd() && (mapper == null || !mapper.isAlive())) {
                String port = Integer.toString(options.epmdPort());
                List<String> command = List.of(installation.epmd().toString(), "-port", port, "-address", "127.0.0.1");
                epmd = home.command(command, home.directory().resolve("epmd.out"))
                        .start();
                awaitPort(Optional.empty(), options.epmdPort(), false);
            }
            Process started = home.command(List.of(installation.server().toString()), output)
                    .start();
            server = started;
            if (!awaitPort(Optional.of(started), options.port(), true)) {
                String state = started.isAlive() ? "does not answer" : "ended with code " + started.exitValue();
                kill();
                throw new IllegalStateException("RabbitMQ " + state + ":\n" + NodeHome.tail(output));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stopServer() {
        Process running = server;
        if (running != null && running.isAlive()) {
            running.destroy();
            if (!await(running, STOP_TIMEOUT)) {
                kill();
            }
        }
    }

    /** Kills what is left and deletes the directory; takes no lock, because it also runs in the shutdown hook. */
    private void endAtExit() {
        for (Process process : new Process[] {server, epmd}) {
            if (process != null) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                await(process, KILL_TIMEOUT);
            }
        }
        home.delete();
    }

    /** Waits until somebody listens on the port (and greets, if {@code amqp}); false on timeout or the process's end. */
    private static boolean awaitPort(Optional<Process> process, int port, boolean amqp) {
        long deadlineNs = System.nanoTime() + START_TIMEOUT.toNanos();
        while (System.nanoTime() - deadlineNs < 0) {
            if (answers(port, amqp)) {
                return true;
            }
            if (process.isPresent() && await(process.get(), Duration.ofMillis(POLL_MS))) {
                return false;
            }
        }
        return false;
    }

    private static boolean answers(int port, boolean amqp) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(2_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
            if (amqp) {
                socket.getOutputStream().write(AMQP_HEADER);
                return socket.getInputStream().read() == 1;
            }
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static boolean await(Process process, Duration timeout) {
        try {
            return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a RabbitMQ process.", e);
        }
    }
}
