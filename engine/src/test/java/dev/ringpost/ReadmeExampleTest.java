package dev.ringpost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.embedded.EmbeddedBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The README's examples compile as they stand there, and the first one runs. */
class ReadmeExampleTest {

    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void compilesAndRuns(@TempDir Path dir) throws Exception {
        Path source = dir.resolve("Quickstart.java");
        Files.writeString(source, block(0));
        compile(source, dir);
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                URLClassLoader loader = new URLClassLoader(
                        new URL[] {dir.toUri().toURL()}, getClass().getClassLoader())) {
            Method main = loader.loadClass("Quickstart").getMethod("main", String[].class);
            assertThat(printedBy(() -> main.invoke(null, (Object) new String[] {broker.uri()})))
                    .contains("confirmed: true")
                    .contains("CONFIRMED");
        }
    }

    private static String printedBy(Callable<?> action) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            action.call();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theFragmentBelowItCompiles(@TempDir Path dir) throws Exception {
        Path source = dir.resolve("Fragment.java");
        Files.writeString(
                source,
                "import dev.ringpost.*;\nclass Fragment {\nstatic void log(Object what) {}\n"
                        + "static void run(PublisherEngine engine) throws Exception {\n" + block(1) + "}\n}\n");
        compile(source, dir);
    }

    private static String block(int index) throws IOException {
        Matcher blocks = JAVA_BLOCK.matcher(Files.readString(Path.of("..", "README.md")));
        for (int i = 0; i <= index; i++) {
            assertThat(blocks.find()).as("java block %s in the README", i).isTrue();
        }
        return blocks.group(1);
    }

    private static void compile(Path source, Path target) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, Locale.ROOT, null)) {
            boolean compiled = compiler.getTask(
                            null,
                            files,
                            problems,
                            List.of(
                                    "-d",
                                    target.toString(),
                                    "-proc:none",
                                    "-classpath",
                                    System.getProperty("java.class.path")),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as(problems.getDiagnostics().toString()).isTrue();
        }
    }
}
