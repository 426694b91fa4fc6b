package dev.ringpost.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A Chromium without a window, of those that this machine has. Whoever needs one is skipped, and says so, without. */
public final class HeadlessBrowser {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final long LIMIT_S = 90;

    private final Path executable;

    private HeadlessBrowser(Path executable) {
        this.executable = executable;
    }

    /** The first on the path. */
    public static HeadlessBrowser find() {
        String[] folders = Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1);
        Optional<Path> found = NAMES.stream()
                .flatMap(name -> Arrays.stream(folders).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            String message = "SKIPPED: the live page in a browser. To run it: apt-get install chromium";
            System.err.println(message);
            Assumptions.abort(message);
        }
        return new HeadlessBrowser(found.orElseThrow());
    }

    /**
     * What a page has become after 2.5 seconds of its own time, in which it broke no policy and threw nothing.
     *
     * @param directory where the browser may leave its files
     */
    public String dom(String url, Path directory) throws IOException, InterruptedException {
        Path out = directory.resolve("dom.html");
        Path log = directory.resolve("browser.log");
        Process process = new ProcessBuilder(
                        executable.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--enable-logging=stderr",
                        "--user-data-dir=" + directory.resolve("profile"),
                        "--virtual-time-budget=2500",
                        "--dump-dom",
                        url)
                .redirectOutput(out.toFile())
                .redirectError(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(LIMIT_S, TimeUnit.SECONDS))
                    .as("the browser ends")
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(Files.readString(log)).doesNotContain("Content Security Policy", "Uncaught");
        return Files.readString(out);
    }
}
