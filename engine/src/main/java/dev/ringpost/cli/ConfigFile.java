package dev.ringpost.cli;

import dev.ringpost.ConfigException;
import dev.ringpost.config.ConfigLoader;
import dev.ringpost.config.LoadedConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file of {@code --config}, for commands that can say one thing about it. */
final class ConfigFile {

    private ConfigFile() {}

    /**
     * Reads it, with its overrides; {@code null} if there is none.
     *
     * @throws CommandFailure with the first error, and where to see the others
     */
    static @Nullable LoadedConfig load(@Nullable Path file) {
        try {
            return file == null ? null : ConfigLoader.load(file);
        } catch (ConfigException e) {
            int count = e.problems().size();
            String others = count == 1 ? "" : "; ringpost config check " + file + " shows all " + count + " errors";
            throw new CommandFailure(ExitCodes.USAGE, e.problems().get(0) + others, e);
        }
    }
}
