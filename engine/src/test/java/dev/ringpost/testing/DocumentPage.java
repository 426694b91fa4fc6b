package dev.ringpost.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A page of the project's documentation, whose examples are to run as they stand there.
 *
 * @param path from the project's root
 */
public record DocumentPage(String path) {

    /** The text of a block of code, the first one of its language having index 0. */
    public String block(String language, int index) throws IOException {
        List<String> blocks = blocks(language);
        assertThat(blocks).as("%s blocks in %s", language, path).hasSizeGreaterThan(index);
        return blocks.get(index);
    }

    /** The texts of all blocks of code in a language. */
    public List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(text())
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** The text without its blocks of code. */
    public String prose() throws IOException {
        return text().replaceAll("(?s)```.*?```", "");
    }

    private String text() throws IOException {
        return Files.readString(Path.of("..").resolve(path));
    }

    /** Compiles a source file into a folder, with the class path of the tests. */
    public static void compile(Path source, Path target) throws IOException {
        compile(List.of(source), target);
    }

    /** The same with several, which may refer to each other. */
    public static void compile(List<Path> sources, Path target) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, Locale.ROOT, null)) {
            List<String> options =
                    List.of("-d", target.toString(), "-proc:none", "-classpath", System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(
                            null, files, problems, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(compiled).as(problems.getDiagnostics().toString()).isTrue();
        }
    }
}
