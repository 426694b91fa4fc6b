package dev.ringpost.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The command's options for what is read, and how fast. */
final class InputOptions {

    @Option(
            names = "--format",
            paramLabel = "lines|ndjson|csv",
            description =
                    "What the input is. Default: by the file's ending, ndjson for .ndjson and .jsonl, csv for .csv; "
                            + "else lines.")
    private @Nullable Format format;

    @Option(
            names = "--csv-separator",
            paramLabel = "C",
            description = "What stands between two values, one character or the word tab. Default: a comma.")
    private @Nullable String csvSeparator;

    @Option(
            names = "--csv-types",
            description =
                    "Send values of csv that read as a JSON number, true, false or null as that, and empty ones as "
                            + "null. Default: every value is a text.")
    private boolean csvTypes;

    @Option(names = "--rate", paramLabel = "N", description = "At most N messages a second, evenly. Default: no limit.")
    private @Nullable Double rate;

    @Option(names = "--repeat", paramLabel = "N", description = "Publish the file N times. Default: 1.")
    private int repeat = 1;

    @Option(names = "--strict", description = "Stop at the first rejected line.")
    private boolean strict;

    /** What is read from this input, and how. */
    PublishPlan.Reading reading(Input input, String fileName) {
        Format lineFormat = format == null ? Format.ofFileName(fileName) : format;
        if (repeat < 1) {
            throw CommandFailure.usage("--repeat " + repeat + " is less than 1: give how often to publish the file");
        }
        if (repeat > 1 && !input.isRepeatable()) {
            throw CommandFailure.usage(
                    "--repeat needs a file that can be read again, and " + input + " cannot: save it to a file");
        }
        if (rate != null && !(rate > 0 && rate <= Integer.MAX_VALUE)) {
            throw CommandFailure.usage("--rate " + rate + " is not above 0: give messages a second");
        }
        if (lineFormat != Format.CSV && (csvTypes || csvSeparator != null)) {
            throw CommandFailure.usage(
                    (csvTypes ? "--csv-types" : "--csv-separator") + " is for CSV: add --format csv, or leave it out");
        }
        return new PublishPlan.Reading(
                input, lineFormat, new CsvReading.Dialect(separator(), csvTypes), repeat, strict, rate);
    }

    private char separator() {
        if (csvSeparator == null) {
            return ',';
        }
        if (csvSeparator.toLowerCase(Locale.ROOT).equals("tab")) {
            return '\t';
        }
        if (csvSeparator.length() != 1 || "\"\r\n".contains(csvSeparator)) {
            throw CommandFailure.usage("--csv-separator \"" + csvSeparator
                    + "\" is not one character, or is a quote: write it as --csv-separator ';' or as tab");
        }
        return csvSeparator.charAt(0);
    }
}
