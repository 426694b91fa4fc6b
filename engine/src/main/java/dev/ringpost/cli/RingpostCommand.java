package dev.ringpost.cli;

import dev.ringpost.BrokerRefusedException;
import dev.ringpost.BrokerUnreachableException;
import dev.ringpost.RingpostException;
import dev.ringpost.embedded.EmbeddedBrokerException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

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
            "@|bold Examples|@",
            "",
            "A thousand messages to a broker inside this process, gone with it:",
            "  ringpost publish config/samples/ticks.ndjson",
            "Lines of a file, each a message in queue \"orders\":",
            "  ringpost publish --uri amqp://localhost --queue orders --report run.json orders.txt",
            "Every option of the engine in a file, to edit, check and publish with:",
            "  ringpost config reference > ringpost.yaml && ringpost config check ringpost.yaml",
            "What is wrong with this broker, or slow, for a publisher:",
            "  ringpost doctor --uri amqp://localhost",
            "",
            "ringpost COMMAND --help says more, with examples."
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
        int exitCode = commandLine(console, ConfigSources.ofProcess(), stop).execute(arguments);
        console.out().flush();
        System.exit(exitCode);
    }

    /** The command with its error handling, for {@link #main} and for tests. */
    static CommandLine commandLine(Console console, ConfigSources sources, StopRequest stop) {
        CommandLine line = new CommandLine(new RingpostCommand())
                .addSubcommand(new PublishCommand(console, sources, stop))
                .addSubcommand(new DoctorCommand(console, sources, stop))
                .addSubcommand(new ConfigCommand(console, sources))
                .addSubcommand(new CompletionCommand(console))
                .setColorScheme(console.paint().helpColors())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler((error, arguments) -> {
            console.error(
                    usage(error) + ": see "
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

    /** What is wrong, and what may have been meant. */
    private static String usage(ParameterException error) {
        CommandLine where = error.getCommandLine();
        if (!(error instanceof UnmatchedArgumentException unmatched)) {
            return String.valueOf(error.getMessage());
        }
        String first = unmatched.getUnmatched().isEmpty()
                ? ""
                : unmatched.getUnmatched().get(0);
        boolean isCommand = where.getParent() == null && !first.startsWith("-");
        String what = isCommand
                ? "there is no command \"" + first + "\", there are "
                        + String.join(", ", where.getSubcommands().keySet())
                : String.valueOf(error.getMessage());
        List<String> meant = first.startsWith("-") || isCommand ? unmatched.getSuggestions() : List.of();
        return what + (meant.isEmpty() ? "" : "; did you mean " + String.join(" or ", meant) + "?");
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
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        throw new ParameterException(
                line,
                "no command, there are "
                        + String.join(", ", line.getSubcommands().keySet()));
    }
}
