package dev.ringpost.cli;

import dev.ringpost.ConfigException;
import dev.ringpost.ConfigException.Problem;
import dev.ringpost.config.LoadedConfig;
import dev.ringpost.config.Wording;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/**
 * What an engine's settings were called by who gave them: options of the command, or keys of the configuration. Says what an
 * engine finds wrong in these words, and where what is no option stands.
 *
 * @param config what counts where no option was given
 * @param options the command's options by the keys that they go before; for some keys, several together
 * @param given the arguments
 */
record SettingNames(LoadedConfig config, Map<String, List<String>> options, ParseResult given) {

    /** The failure of a command whose settings are wrong. */
    CommandFailure failure(ConfigException error) {
        String text = error.problems().stream().map(this::text).collect(Collectors.joining("; "));
        return new CommandFailure(ExitCodes.USAGE, text, error);
    }

    private String text(Problem problem) {
        String key = Wording.key(problem.key());
        String with = Wording.key(problem.conflictsWith());
        String said = problem.text().replace(" of retryPolicy", ""); // its name alone says that
        if (!problem.key().isEmpty() && said.startsWith(problem.key())) {
            said = name(key) + said.substring(problem.key().length());
        }
        said = Wording.of(said, word -> name(qualified(word)));
        return with.isEmpty() ? said + place(key, "") + ": correct it" : said + place(key, said) + place(with, said);
    }

    /** With its group, which the builder's texts leave out. */
    private String qualified(String word) {
        return options.keySet().stream()
                .filter(key -> key.endsWith("." + word))
                .findFirst()
                .orElse(word);
    }

    private String name(String key) {
        String option = givenOption(key);
        if (option != null || config.isSet(key)) {
            return option == null ? key : option;
        }
        List<String> known = options.get(key);
        return known == null ? key : known.get(0);
    }

    private @Nullable String givenOption(String key) {
        List<String> matched = options.getOrDefault(key, List.of()).stream()
                .filter(given::hasMatchedOption)
                .toList();
        return matched.isEmpty() ? null : String.join(" and ", matched);
    }

    /** Where the value of a setting comes from, unless its name says that. */
    private String place(String key, String said) {
        if (key.isEmpty() || givenOption(key) != null) {
            return "";
        }
        String where = config.whereSet(key);
        if (where != null) {
            return " (" + key + ": " + where + ")";
        }
        return said.contains(name(key)) ? " (" + name(key) + " is not given)" : "";
    }
}
