package dev.ringpost.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The temp directory that holds everything of one node, and the environment that points RabbitMQ at it. */
final class NodeHome {
    private static final int TAIL_LINES = 40;

    private final Path directory;
    private final RabbitOptions options;

    /** Creates the directory with cookie and configuration. */
    NodeHome(RabbitOptions options) {
        this.options = options;
        try {
            directory = Files.createTempDirectory("ringpost-rabbit-");
            Path cookie = Files.writeString(directory.resolve(".erlang.cookie"), options.cookie());
            Files.setPosixFilePermissions(cookie, PosixFilePermissions.fromString("r--------"));
            Files.writeString(directory.resolve("enabled_plugins"), "[" + String.join(",", options.plugins()) + "].\n");
            Files.write(directory.resolve("rabbitmq.conf"), options.config());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory() {
        return directory;
    }

    /** A command in this directory and environment, both outputs into the file {@code output}, no input. */
    ProcessBuilder command(List<String> command, Path output) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("RABBITMQ_") || name.startsWith("ERL_"));
        environment.putAll(variables());
        return builder;
    }

    private Map<String, String> variables() {
        String loopback = "-kernel inet_dist_use_interface {127,0,0,1}";
        return Map.ofEntries(
                Map.entry("HOME", directory.toString()),
                Map.entry("LANG", "C.UTF-8"),
                Map.entry("ERL_CRASH_DUMP", path("erl_crash.dump")),
                Map.entry("ERL_EPMD_PORT", Integer.toString(options.epmdPort())),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_NODENAME", options.name()),
                Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_NODE_PORT", Integer.toString(options.port())),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(options.distPort())),
                Map.entry("RABBITMQ_MNESIA_BASE", path("mnesia")),
                Map.entry("RABBITMQ_LOG_BASE", path("log")),
                Map.entry("RABBITMQ_CONFIG_FILE", path("rabbitmq.conf")),
                Map.entry("RABBITMQ_CONF_ENV_FILE", path("none.conf")),
                Map.entry("RABBITMQ_ADVANCED_CONFIG_FILE", path("none.config")),
                Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", path("enabled_plugins")),
                Map.entry("RABBITMQ_PID_FILE", path("pid")),
                Map.entry("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", loopback + " -start_epmd false"),
                Map.entry("RABBITMQ_CTL_ERL_ARGS", loopback),
                // The script then replaces itself by the Erlang VM, so the child's pid is the node's pid.
                Map.entry("RUNNING_UNDER_SYSTEMD", "true"));
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    /** The end of an output file, for messages. */
    static String tail(Path output) {
        try {
            List<String> lines = Files.readAllLines(output, StandardCharsets.ISO_8859_1);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(no output: " + e + ")";
        }
    }

    /** Removes the directory; what a dying process still holds or adds is left, without an error. */
    void delete() {
        for (int attempt = 0; attempt < 3 && Files.exists(directory); attempt++) {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            } catch (IOException | UncheckedIOException retried) {
                // A file came or went meanwhile: the next walk sees it.
            }
        }
    }
}
