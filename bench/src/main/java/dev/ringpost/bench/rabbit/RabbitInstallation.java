package dev.ringpost.bench.rabbit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where this machine has RabbitMQ. Programs on the PATH may be a package's wrappers that change the user, so the server is
 * looked for where packages keep its own scripts.
 *
 * @param server the script {@code rabbitmq-server}
 * @param portMapper Erlang's {@code epmd}
 */
public record RabbitInstallation(Path server, Path portMapper) {
    /** Environment variable: a directory whose {@code bin} or {@code sbin} has {@code rabbitmq-server}. */
    public static final String HOME_VARIABLE = "RINGPOST_RABBITMQ_HOME";

    private static final String SERVER = "rabbitmq-server";
    private static final String PORT_MAPPER = "epmd";
    private static final List<String> PREFIXES =
            List.of("/usr/lib", "/usr/local/lib", "/opt", "/usr/local/opt", "/opt/homebrew/opt");

    /** The one that the environment names, or else the first found. */
    public static Optional<RabbitInstallation> find() {
        String named = System.getenv(HOME_VARIABLE);
        Stream<Path> homes = named == null || named.isBlank()
                ? PREFIXES.stream().map(prefix -> Path.of(prefix, "rabbitmq"))
                : Stream.of(Path.of(named));
        String path = System.getenv("PATH");
        Stream<Path> programs = Stream.concat(
                Stream.of((path == null ? "" : path).split(File.pathSeparator, -1))
                        .map(Path::of),
                PREFIXES.stream().map(prefix -> Path.of(prefix, "erlang", "bin")));
        Optional<Path> server =
                executable(homes.flatMap(home -> Stream.of(home.resolve("bin"), home.resolve("sbin"))), SERVER);
        Optional<Path> portMapper = executable(programs, PORT_MAPPER);
        return server.flatMap(script -> portMapper.map(epmd -> new RabbitInstallation(script, epmd)));
    }

    /** What to tell a user who has none. */
    public static String howToInstall() {
        return "RabbitMQ 3.9 or newer is needed, and was not found. On Debian: apt-get install rabbitmq-server (only its "
                + "programs are used; the service may stay off). If it is somewhere else, set " + HOME_VARIABLE
                + " to the directory whose bin or sbin has " + SERVER + "; Erlang's " + PORT_MAPPER
                + " must be on the PATH.";
    }

    private static Optional<Path> executable(Stream<Path> directories, String program) {
        return directories
                .map(directory -> directory.resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
