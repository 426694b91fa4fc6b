package dev.ringpost.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ringpost.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bad file has the errors that stand in the text file beside it: all of them, one a line, and no password. */
class BadFilesTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "config", "bad");

    private static Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - ".yaml".length()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void thereAreEnough() throws IOException {
        assertThat(names()).hasSizeGreaterThan(30);
    }

    @ParameterizedTest
    @MethodSource("names")
    void allErrorsAtOnce(String name) throws IOException {
        Path file = FOLDER.resolve(name + ".yaml");
        ConfigException error = catchThrowableOfType(ConfigException.class, () -> Configs.load(file));
        assertThat(error).as("it loads").isNotNull();
        List<String> lines = error.problems().stream()
                .map(problem ->
                        problem.toString().replace(FOLDER + file.getFileSystem().getSeparator(), ""))
                .toList();
        assertThat(lines)
                .containsExactlyElementsOf(Files.readAllLines(FOLDER.resolve(name + ".txt")))
                .allSatisfy(line -> assertThat(line).startsWith(name + ".yaml").doesNotContain("secret", "sec#ret"));
        assertThat(error).hasMessageContaining(file.toString());
        error.problems().forEach(problem -> assertThat(error).hasMessageContaining(problem.toString()));
    }

    @Test
    void aFileThatCannotBeRead(@TempDir Path folder) throws IOException {
        assertThat(errors(folder.resolve("none.yaml"))).containsExactly("does not exist: check the name");
        assertThat(errors(folder)).containsExactly("is a directory: name the file in it");
        Path large = Files.write(folder.resolve("large.yaml"), new byte[FileText.MAX_BYTES + 1]);
        assertThat(errors(large)).containsExactly("is over 1MiB, which no configuration is: check the name");
    }

    /** Ten lists of references to one another would be a thousand million words. */
    @Test
    void aliasesAreBounded(@TempDir Path folder) {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 30; i++) {
            String before = "*a" + (i - 1);
            text.append("a" + i + ": &a" + i + " [" + before + ", " + before + "]\n");
        }
        assertThat(errors(Configs.write(folder, text.toString())))
                .singleElement()
                .asString()
                .startsWith("is no configuration: Number of aliases");
    }

    private static List<String> errors(Path file) {
        ConfigException error = catchThrowableOfType(ConfigException.class, () -> Configs.load(file));
        return error.problems().stream().map(ConfigException.Problem::text).toList();
    }
}
