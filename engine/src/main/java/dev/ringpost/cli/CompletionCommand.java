package dev.ringpost.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ringpost completion}: prints what makes a shell complete the command's words. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        description = {"Prints a script that makes bash, or zsh, complete commands and options of ringpost.", ""},
        footer = {
            "",
            "@|bold Examples|@",
            "",
            "For this shell:",
            "  source <(scripts/ringpost completion)",
            "For every new bash:",
            "  scripts/ringpost completion > ~/.local/share/bash-completion/completions/ringpost"
        })
final class CompletionCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    private final Console console;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        CommandSpec root = Objects.requireNonNull(spec).root();
        console.out().print(AutoComplete.bash(root.name(), root.commandLine()));
        console.out().println();
    }
}
