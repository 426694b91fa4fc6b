package dev.ringpost.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Python that can import Kombu. Distributions install it for their own interpreter, so that one is asked before the one on
 * the PATH.
 *
 * @param command how it is called
 * @param missing serializers and compressions that its Kombu lacks, because their libraries are not installed
 */
public record KombuPython(String command, List<String> missing) {
    /** System property or environment variable with the interpreter to use; no other is tried then. */
    static final String PYTHON_VARIABLE = "RINGPOST_KOMBU_PYTHON";

    /** What Debian calls everything that the tests need. */
    static final String PACKAGES = "python3-kombu python3-msgpack python3-yaml python3-brotli python3-zstandard";

    private static final List<String> USUAL_PYTHONS = List.of("/usr/bin/python3", "python3");
    private static final int COMPLETE = 0;
    private static final int SOMETHING_MISSING = 3;
    private static final long CHECK_TIMEOUT_S = 30;

    /** Searched once: it starts an interpreter or two. */
    private static final class Search {
        static final Optional<KombuPython> FOUND = search();
    }

    /** The first complete one, else the first that has Kombu at all. */
    public static Optional<KombuPython> find() {
        return Search.FOUND;
    }

    /** The script that it runs. */
    static Path script() {
        URL resource = Objects.requireNonNull(KombuPython.class.getResource("/interop/kombu_peer.py"));
        try {
            return Path.of(resource.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no path: " + resource, e);
        }
    }

    private static Optional<KombuPython> search() {
        String named = System.getProperty(PYTHON_VARIABLE, System.getenv().getOrDefault(PYTHON_VARIABLE, ""));
        List<KombuPython> found = new ArrayList<>();
        for (String command : named.isBlank() ? USUAL_PYTHONS : List.of(named)) {
            check(command).ifPresent(found::add);
        }
        return found.stream()
                .filter(python -> python.missing().isEmpty())
                .findFirst()
                .or(() -> found.stream().findFirst());
    }

    private static Optional<KombuPython> check(String command) {
        try {
            Path output = Files.createTempFile("ringpost-kombu-check-", ".out");
            Process process = new ProcessBuilder(command, script().toString(), "--check")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                if (!process.waitFor(CHECK_TIMEOUT_S, TimeUnit.SECONDS)) {
                    return Optional.empty();
                }
                List<String> missing = Files.readString(output, StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isBlank())
                        .toList();
                int code = process.exitValue();
                return code == COMPLETE || code == SOMETHING_MISSING
                        ? Optional.of(new KombuPython(command, missing))
                        : Optional.empty();
            } finally {
                process.destroyForcibly();
                Files.deleteIfExists(output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + command + " was asked for Kombu.", e);
        } catch (UncheckedIOException | IOException noSuchProgram) {
            return Optional.empty();
        }
    }
}
