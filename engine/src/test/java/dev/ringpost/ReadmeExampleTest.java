package dev.ringpost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.embedded.EmbeddedBroker;
import dev.ringpost.testing.DocumentPage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The README's first example runs as it stands there; that all of them compile is shown with the other pages'. */
class ReadmeExampleTest {

    private static final DocumentPage README = new DocumentPage("README.md");

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void compilesAndRuns(@TempDir Path dir) throws Exception {
        Path source = dir.resolve("Quickstart.java");
        Files.writeString(source, README.block("java", 0));
        DocumentPage.compile(source, dir);
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
}
