package dev.ringpost.config;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a builder says of its settings, in the words of those who set them otherwise. */
public final class Wording {

    private static final Pattern DURATION =
            Pattern.compile("\\bPT(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:[.][0-9]+)?S)?\\b");
    private static final Pattern CAMEL = Pattern.compile("\\b(?:Tls\\.)?([a-z]+(?:[A-Z][a-z0-9]+)+)\\b");

    private Wording() {}

    /**
     * Its names of several words, and its durations, as they are in a file.
     *
     * @param text what it says
     * @param nameOf from an option's name in the file, without its group, to that to be shown
     */
    public static String of(String text, UnaryOperator<String> nameOf) {
        String named = CAMEL.matcher(text).replaceAll(match -> name(match, nameOf));
        return DURATION.matcher(named).replaceAll(match -> Quantities.show(Duration.parse(match.group())));
    }

    /** The builder's {@code retryPolicy.intervalStart} is the file's {@code retry-policy.interval-start}. */
    public static String key(String method) {
        return Nearest.dashed(method);
    }

    private static String name(MatchResult match, UnaryOperator<String> nameOf) {
        String dashed = Nearest.dashed(match.group(1));
        boolean isOption = Stream.of(EngineOptions.TABLE, ProducerOptions.TABLE)
                .flatMap(table -> table.options().stream())
                .map(Option::key)
                .anyMatch(key -> key.equals(dashed) || key.endsWith("." + dashed));
        return isOption || EngineOptions.TABLE.isGroup(dashed) ? nameOf.apply(dashed) : match.group();
    }
}
