package dev.ringpost.config;

import dev.ringpost.EngineSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Files for these tests, loaded without the environment of the process. */
final class Configs {

    /** The repository's; tests run in the module's directory. */
    static final Path FOLDER = Path.of("..", "config");

    private Configs() {}

    static LoadedConfig load(Path file) {
        return ConfigLoader.load(file, Map.of(), Map.of());
    }

    static LoadedConfig load(Path folder, String text) {
        return load(write(folder, text));
    }

    static EngineSettings settings(Path folder, String text) {
        return load(folder, text).newBuilder().buildSettings();
    }

    static Path write(Path folder, String text) {
        try {
            return Files.writeString(folder.resolve("ringpost.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A key with dots as lines of a file. */
    static String yaml(String section, String key, String value) {
        String group = OptionTable.group(key);
        String name = key.substring(key.indexOf('.') + 1);
        return section + ":\n" + (group.isEmpty() ? "  " : "  " + group + ":\n    ") + name + ": " + value + "\n";
    }
}
