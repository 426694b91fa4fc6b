package dev.ringpost.cli;

import dev.ringpost.BrokerRefusedException;
import dev.ringpost.BrokerUnreachableException;
import dev.ringpost.RingpostException;
import dev.ringpost.embedded.EmbeddedBrokerException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code ringpost}: its entry, and what its errors look like, namely one line and an exit code. */
@Command(
        name = "ringpost",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {"Publishes to RabbitMQ, fast, with every message confirmed.", ""},
        footer = {
            "",
            "Examples:",
            "  ringpost publish config/samples/ticks.ndjson",
            "  ringpost publish --uri amqp://localhost --queue orders --report run.json orders.txt",
            "",
            "ringpost COMMAND --help says more."
        })
final class RingpostCommand implements Runnable {

    private static final String LOGBACK_CONFIG = "logback.configurationFile";

    @Spec
    private @Nullable CommandSpec spec;

    private RingpostCommand() {}

    /** The process's entry. */
    public static void main(String[] arguments) {
        if (System.getProperty(LOGBACK_CONFIG) == null) {
            // Under a name of its own, so that it never becomes the configuration of an application with this jar.
            System.setProperty(LOGBACK_CONFIG, "ringpost-cli-logback.xml");
        }
        Console console = Console.ofProcess();
        StopRequest stop = new StopRequest();
        Signals.listen((name, number) -> {
            if (!stop.requestBySignal(name, number)) {
                // Nothing to wait for yet, or the third time: leave now.
                Runtime.getRuntime().exit(ExitCodes.SIGNAL_BASE + number);
            }
        });
        int exitCode = commandLine(console, stop).execute(arguments);
        console.out().flush();
        System.exit(exitCode);
    }

    /** The command with its error handling, for {@link #main} and for tests. */
    static CommandLine commandLine(Console console, StopRequest stop) {
        CommandLine line = new CommandLine(new RingpostCommand())
                .addSubcommand(new PublishCommand(console, stop))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler((error, arguments) -> {
            console.error(
                    error.getMessage() + ": see "
                            + error.getCommandLine().getCommandSpec().qualifiedName() + " --help",
                    error);
            return ExitCodes.USAGE;
        });
        line.setExecutionExceptionHandler((error, failed, arguments) -> {
            console.error(message(error), error);
            return exitCode(error);
        });
        return line;
    }

    private static String message(Exception error) {
        boolean isForPeople = error instanceof CommandFailure
                || error instanceof RingpostException
                || error instanceof EmbeddedBrokerException;
        return isForPeople
                ? String.valueOf(error.getMessage())
                : "unexpected error: " + error + "; please report it, with RINGPOST_DEBUG=1 for the stack trace";
    }

    private static int exitCode(Exception error) {
        if (error instanceof CommandFailure failure) {
            return failure.exitCode();
        }
        if (error instanceof BrokerUnreachableException || error instanceof EmbeddedBrokerException) {
            return ExitCodes.UNREACHABLE;
        }
        if (error instanceof BrokerRefusedException || error instanceof IllegalArgumentException) {
            return ExitCodes.USAGE;
        }
        return ExitCodes.NOT_ALL_CONFIRMED;
    }

    /** Without a subcommand there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "no command; the one there is is publish");
    }
}
