package dev.ringpost.cli;

import java.time.Duration;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command's options for the live page. */
final class DashboardOptions {

    private static final int MAX_PORT = 65_535;

    @Option(
            names = "--dashboard",
            paramLabel = "PORT",
            arity = "0..1",
            parameterConsumer = PortIfNumber.class,
            description =
                    "Serve a live page of the run at http://127.0.0.1:PORT/, with /metrics for Prometheus and /health, "
                            + "until it ends; 0 is any free port. Default port: " + LivePage.USUAL_PORT
                            + ", or if that is taken any free one.")
    private @Nullable String port;

    @Option(
            names = "--dashboard-host",
            paramLabel = "HOST",
            description =
                    "Serve it at this address of the machine, as 0.0.0.0 for all: to everybody who can reach it, without "
                            + "a login. /metrics and /health may be asked for by any host name then, the page by IP "
                            + "address or by HOST. Default: 127.0.0.1, for this machine only.")
    private @Nullable String host;

    @Option(
            names = "--dashboard-linger",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description =
                    "How long to serve it after the run, for a last look or scrape; Ctrl-C ends it. Default: 0, but "
                            + "an open page is told of the end.")
    private @Nullable Duration linger;

    /** Takes the next word as the port only if it is a number, or behind an equals sign: otherwise it is the file. */
    static final class PortIfNumber implements IParameterConsumer {

        @Override
        public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
            boolean isNumber = !words.isEmpty() && words.peek().matches("[0-9]+");
            if (!isNumber && !words.isEmpty() && isAttached(words.peek(), command)) {
                throw new ParameterException(command.commandLine(), noPort("--dashboard=" + words.peek()));
            }
            option.setValue(isNumber ? words.pop() : "");
        }

        /** The words do not tell whether there was an equals sign; the arguments as they were given do. */
        private static boolean isAttached(String word, CommandSpec command) {
            return command.commandLine().getParseResult().originalArgs().contains("--dashboard=" + word);
        }
    }

    private static String noPort(String given) {
        return given + " is no port: give 0 to " + MAX_PORT;
    }

    /** What is given; {@code null} if there shall be no page. */
    LivePage.@Nullable Place place() {
        if (port == null) {
            if (host != null || linger != null) {
                throw CommandFailure.usage((host != null ? "--dashboard-host" : "--dashboard-linger")
                        + " needs --dashboard: add it, or leave this out");
            }
            return null;
        }
        return new LivePage.Place(
                host == null ? "127.0.0.1" : host, number(port), linger == null ? Duration.ZERO : linger);
    }

    private static @Nullable Integer number(String port) {
        if (port.isEmpty()) {
            return null;
        }
        if (port.length() > 5 || Integer.parseInt(port) > MAX_PORT) {
            throw CommandFailure.usage(noPort("--dashboard " + port));
        }
        return Integer.parseInt(port);
    }
}
