package dev.ringpost.bench.rabbit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** A node's directory below the system's temporary one, its ports on loopback, and the environment that says so. */
final class NodeHome {
    private static final int OUTPUT_TAIL_LINES = 30;
    private static final int DELETE_ATTEMPTS = 5;

    private static final String ADVANCED_CONFIG = "advanced.config";
    private static final Path NOTHING = Path.of("/dev/null");

    private final Path directory;
    private final String nodeName;
    private final int[] ports = freePorts(4);

    NodeHome() throws IOException {
        String id = UUID.randomUUID().toString().replace("-", "");
        nodeName = "ringpost-bench-" + id.substring(0, 8) + "@localhost";
        directory = Files.createTempDirectory("ringpost-bench-rabbitmq-");
        Path cookie = Files.writeString(directory.resolve(".erlang.cookie"), id);
        Files.setPosixFilePermissions(cookie, PosixFilePermissions.fromString("r--------"));
        Files.writeString(directory.resolve("plugins"), "[rabbitmq_stream].\n");
        // Else a segment also ends after 256,000 chunks, and begins with an entry that takes an offset.
        Files.writeString(directory.resolve(ADVANCED_CONFIG), "[{osiris, [{max_segment_size_chunks, 100000000}]}].\n");
        // A run that meets the limit is blocked, and fails by its time limit, before it fills the disk.
        Files.writeString(
                directory.resolve("rabbitmq.conf"),
                "stream.listeners.tcp.1 = 127.0.0.1:" + streamPort() + "\ndisk_free_limit.absolute = 1GB\n");
    }

    Path directory() {
        return directory;
    }

    int amqpPort() {
        return ports[0];
    }

    int streamPort() {
        return ports[1];
    }

    int portMapperPort() {
        return ports[2];
    }

    /** A command with this node's environment and without input; both its outputs go to one file here. */
    ProcessBuilder command(String outputFile, String... command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(NOTHING.toFile()))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(outputFile).toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("RABBITMQ_") || name.startsWith("ERL_"));
        environment.putAll(Map.ofEntries(
                Map.entry("HOME", directory.toString()),
                Map.entry("LANG", "C.UTF-8"),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("ERL_EPMD_PORT", Integer.toString(portMapperPort())),
                Map.entry("ERL_CRASH_DUMP", inHere("crash.dump")),
                Map.entry("RABBITMQ_NODENAME", nodeName),
                Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_NODE_PORT", Integer.toString(amqpPort())),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(ports[3])),
                Map.entry("RABBITMQ_MNESIA_BASE", inHere("data")),
                Map.entry("RABBITMQ_LOG_BASE", inHere("log")),
                Map.entry("RABBITMQ_PID_FILE", inHere("pid")),
                Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", inHere("plugins")),
                Map.entry("RABBITMQ_CONFIG_FILE", inHere("rabbitmq.conf")),
                Map.entry("RABBITMQ_ADVANCED_CONFIG_FILE", inHere(ADVANCED_CONFIG)),
                // A file that is not there, so that nothing of an installed node's is read.
                Map.entry("RABBITMQ_CONF_ENV_FILE", inHere("env.conf")),
                Map.entry(
                        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                        "-kernel inet_dist_use_interface {127,0,0,1} -start_epmd false"),
                // By this the script becomes the Erlang VM, instead of being its parent.
                Map.entry("RUNNING_UNDER_SYSTEMD", "true")));
        return builder;
    }

    /** The end of what a command wrote. */
    String outputTail(String outputFile) {
        try {
            List<String> lines = Files.readAllLines(directory.resolve(outputFile), StandardCharsets.ISO_8859_1);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - OUTPUT_TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "no output to be read: " + e;
        }
    }

    /** Deletes the directory. Files may still come and go as the node dies, so it is tried a few times. */
    void delete() {
        for (int attempt = 0; attempt < DELETE_ATTEMPTS && Files.exists(directory); attempt++) {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            } catch (IOException | UncheckedIOException e) {
                // Something went away between listing and reading: the next attempt does not see it.
            }
        }
    }

    private String inHere(String name) {
        return directory.resolve(name).toString();
    }

    /** Ports that nobody listens on; another program could take one before the node does, which then says so. */
    private static int[] freePorts(int count) throws IOException {
        List<ServerSocket> taken = new ArrayList<>();
        try {
            int[] ports = new int[count];
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                taken.add(socket);
                ports[i] = socket.getLocalPort();
            }
            return ports;
        } finally {
            for (ServerSocket socket : taken) {
                socket.close();
            }
        }
    }
}
