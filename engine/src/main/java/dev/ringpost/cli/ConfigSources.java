package dev.ringpost.cli;

import dev.ringpost.ConfigException;
import dev.ringpost.config.ConfigLoader;
import dev.ringpost.config.LoadedConfig;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What configures an engine before the command's options do: the file of {@code --config} and, with it or without, what
 * overrides it. Immutable.
 *
 * @param environment variables by their names
 * @param properties system properties by theirs
 */
record ConfigSources(Map<String, String> environment, Map<String, String> properties) {

    /** Those of this process. */
    static ConfigSources ofProcess() {
        return new ConfigSources(System.getenv(), ConfigLoader.systemProperties());
    }

    /**
     * Everything that is wrong, one by one; warnings are said.
     *
     * @throws ConfigException naming all of it
     */
    LoadedConfig check(@Nullable Path file, Console console) {
        LoadedConfig loaded = ConfigLoader.load(file, environment, properties);
        loaded.warnings().forEach(console::say);
        return loaded;
    }

    /**
     * The same for commands that can say one thing about it; without a file, as if that were empty.
     *
     * @throws CommandFailure with the first error, and where to see the others, or with those said
     */
    LoadedConfig load(@Nullable Path file, Console console) {
        try {
            return check(file, console);
        } catch (ConfigException e) {
            int count = e.problems().size();
            String others = count == 1 ? "" : "; ringpost config check " + file + " shows all " + count + " errors";
            if (file == null) { // no command would show them
                e.problems().subList(1, count).forEach(problem -> console.say(problem.toString()));
                throw new CommandFailure(ExitCodes.USAGE, e.problems().get(0).toString(), e);
            }
            throw new CommandFailure(ExitCodes.USAGE, e.problems().get(0) + others, e);
        }
    }
}
