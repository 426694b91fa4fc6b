package dev.ringpost.cli;

import dev.ringpost.ConfigException;
import dev.ringpost.config.LoadedConfig.Effective;
import dev.ringpost.config.Reference;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringpost config}: checks a configuration file, or prints one with everything in it. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {"Checks a configuration file, or prints one with every option and its default.", ""},
        footer = {
            "",
            "Examples:",
            "  ringpost config reference > ringpost.yaml",
            "  ringpost config check ringpost.yaml",
            "  RINGPOST_ENGINE_RING_SIZE=65536 ringpost config check ringpost.yaml"
        })
final class ConfigCommand implements Runnable {

    private final Console console;
    private final ConfigSources sources;

    @Spec
    private @Nullable CommandSpec spec;

    ConfigCommand(Console console, ConfigSources sources) {
        this.console = console;
        this.sources = sources;
    }

    /** Without a subcommand there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "no command; there are check and reference");
    }

    /** {@code ringpost config check FILE}. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = {
                "Reads a configuration file as an engine would, with its overrides in the environment, and connects to "
                        + "nothing. Prints ok, and each option with its value and where that comes from; passwords are "
                        + "masked. If anything is wrong, all of it goes to standard error, a line each; the exit code is 2.",
                ""
            })
    int check(@Parameters(paramLabel = "FILE", description = "The file.") Path file) {
        List<Effective> effective;
        try {
            effective = sources.check(file, console).effective();
        } catch (ConfigException e) {
            e.problems().forEach(problem -> console.say(problem.toString()));
            return ExitCodes.USAGE;
        }
        int pathChars = longest(effective.stream().map(Effective::path).toList());
        int valueChars = longest(effective.stream().map(Effective::value).toList());
        console.out().println("ok");
        for (Effective option : effective) {
            console.out()
                    .println(pad(option.path(), pathChars) + "  " + pad(option.value(), valueChars) + "  "
                            + option.origin());
        }
        return ExitCodes.ALL_CONFIRMED;
    }

    /** {@code ringpost config reference}. */
    @Command(
            name = "reference",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = {
                "Prints a configuration file with every option: its unit, what is allowed, the default, and what follows "
                        + "from it.",
                ""
            })
    int reference() {
        console.out().print(Reference.text());
        console.out().flush();
        return ExitCodes.ALL_CONFIRMED;
    }

    private static int longest(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String pad(String text, int chars) {
        return text + " ".repeat(chars - text.length());
    }
}
