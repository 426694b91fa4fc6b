package dev.ringpost.bench.peers;

import dev.ringpost.bench.run.ChildProcess;
import dev.ringpost.bench.run.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A publisher in Python that this machine has. Distributions install such for their own interpreter, so that one is asked
 * before the one on the PATH.
 *
 * @param title its name
 * @param version what it says of itself, and of its interpreter
 * @param program publishes by it
 */
record PythonClient(String title, String version, Program program) {
    /** What there may be: name, the script's argument, Debian's package. */
    enum Candidate {
        KOMBU("Kombu", "kombu", "python3-kombu"),
        PIKA("pika", "pika", "python3-pika");

        private final String title;
        private final String argument;
        private final String debianPackage;

        Candidate(String title, String argument, String debianPackage) {
            this.title = title;
            this.argument = argument;
            this.debianPackage = debianPackage;
        }

        String title() {
            return title;
        }

        /** What to do about a missing one. */
        String howToInstall() {
            return "neither " + String.join(" nor ", PYTHONS) + " can import " + argument
                    + "; on Debian: apt-get install " + debianPackage;
        }
    }

    private static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");
    private static final String SCRIPT = "publish.py";
    private static final long CHECK_TIMEOUT_S = 30;

    /** Copies the script to a directory, where interpreters find it. */
    static Path copyScript(Path directory) throws IOException {
        Path copy = directory.resolve(SCRIPT);
        try (InputStream script = Objects.requireNonNull(PythonClient.class.getResourceAsStream(SCRIPT), SCRIPT)) {
            Files.copy(script, copy);
        }
        return copy;
    }

    /** Asks the interpreters for a client. */
    static Optional<PythonClient> find(Candidate candidate, Path script) throws InterruptedException {
        for (String python : PYTHONS) {
            Optional<String> version = version(candidate, python, script);
            if (version.isPresent()) {
                Program program = Program.ofScript(python, script, List.of(candidate.argument));
                return Optional.of(new PythonClient(candidate.title, version.get(), program));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> version(Candidate candidate, String python, Path script)
            throws InterruptedException {
        List<String> command = List.of(python, script.toString(), candidate.argument, "--check");
        try (ChildProcess check = ChildProcess.ofCommand(command)) {
            String version = check.awaitLine(candidate.title, CHECK_TIMEOUT_S);
            check.awaitExit(CHECK_TIMEOUT_S);
            return Optional.of(version);
        } catch (IOException e) {
            return Optional.empty(); // no such interpreter, or it has no such client
        }
    }
}
