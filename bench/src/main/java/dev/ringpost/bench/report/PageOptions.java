package dev.ringpost.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of a command that writes a page and a picture, as a mixin for picocli, which fills it once. */
public final class PageOptions {
    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write a page with charts, tables and all the above here")
    private @Nullable Path html;

    @Option(names = "--png", paramLabel = "FILE", description = "Write the chart of the rates here, as a picture")
    private @Nullable Path png;

    /** Whether there is something to write. */
    public boolean isAsked() {
        return html != null || png != null;
    }

    /**
     * Said before minutes of measuring, and not after.
     *
     * @throws ParameterException if a file's directory is not there or cannot be written
     */
    public void check(CommandSpec command) {
        check(command, "--html", html);
        check(command, "--png", png);
    }

    /** The same for another file that a command is to write, under the name of its option. */
    public static void check(CommandSpec command, String option, @Nullable Path file) {
        Path directory = file == null ? null : file.toAbsolutePath().getParent();
        Usage.refuseIf(
                command,
                directory != null && !Files.isWritable(directory),
                option + " " + file + ": there is no directory to write it to");
    }

    /** Writes what was asked for; says so on standard error if there can be no picture. */
    public void write(Supplier<HtmlReport> page, Supplier<BarChart> headline) throws IOException {
        if (html != null) {
            page.get().write(html);
        }
        if (png != null && !ChartPng.write(headline.get(), png)) {
            System.err.println(png + " is not written: " + ChartFonts.HOW_TO_INSTALL);
        }
    }
}
