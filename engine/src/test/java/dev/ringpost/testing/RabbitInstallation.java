package dev.ringpost.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where an installed RabbitMQ keeps its own scripts. The ones on the PATH may be wrappers that switch user, so the PATH
 * is not asked.
 *
 * @param server the script {@code rabbitmq-server}
 * @param control the script {@code rabbitmqctl}
 * @param epmd Erlang's port mapper
 */
record RabbitInstallation(Path server, Path control, Path epmd) {
    /** System property or environment variable with a directory that has {@code bin/} or {@code sbin/rabbitmq-server}. */
    static final String HOME_VARIABLE = "RINGPOST_RABBITMQ_HOME";

    private static final List<String> USUAL_HOMES = List.of(
            "/usr/lib/rabbitmq",
            "/usr/local/lib/rabbitmq",
            "/opt/rabbitmq",
            "/usr/local/opt/rabbitmq",
            "/opt/homebrew/opt/rabbitmq");
    private static final List<String> USUAL_ERLANG_BINS =
            List.of("/usr/lib/erlang/bin", "/usr/local/lib/erlang/bin", "/opt/homebrew/bin");

    /** The named home if there is one (no other is tried then), else the first usual place that has it. */
    static Optional<RabbitInstallation> find() {
        String named = System.getProperty(HOME_VARIABLE, System.getenv().getOrDefault(HOME_VARIABLE, ""));
        Stream<String> homes = named.isBlank() ? USUAL_HOMES.stream() : Stream.of(named);
        Optional<Path> scripts = homes.flatMap(home -> Stream.of(Path.of(home, "bin"), Path.of(home, "sbin")))
                .filter(bin -> Files.isExecutable(bin.resolve("rabbitmq-server")))
                .findFirst();
        Optional<Path> epmd = Stream.concat(
                        Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "")
                                .split(File.pathSeparator, -1)),
                        USUAL_ERLANG_BINS.stream())
                .map(directory -> Path.of(directory, "epmd"))
                .filter(Files::isExecutable)
                .findFirst();
        return scripts.flatMap(bin -> epmd.map(
                mapper -> new RabbitInstallation(bin.resolve("rabbitmq-server"), bin.resolve("rabbitmqctl"), mapper)));
    }
}
