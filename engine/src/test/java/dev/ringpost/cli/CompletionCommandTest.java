package dev.ringpost.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {

    @Test
    void bashTakesTheScriptAndCompletesCommandsAndOptions(@TempDir Path directory) throws Exception {
        CommandRun run = CommandRun.of("completion");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash on this machine");
        Path script = directory.resolve("ringpost.bash");
        Files.write(script, run.out());
        assertThat(completions(script, directory, "ringpost", "pub")).containsExactly("publish");
        assertThat(completions(script, directory, "ringpost", "publish", "--interval-s"))
                .containsExactlyInAnyOrder("--interval-start", "--interval-step");
        assertThat(completions(script, directory, "ringpost", "doctor", "--tls-c"))
                .containsExactlyInAnyOrder("--tls-ca", "--tls-cert");
    }

    /** What bash would offer for the last of these words. */
    private static List<String> completions(Path script, Path directory, String... words) throws Exception {
        String program = """
                set -e
                source "$1"; shift
                compopt() { :; } # works while bash completes, which is not now
                COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
                _complete_ringpost "$1" "${!#}" "${@: -2:1}"
                printf '%s\\n' "${COMPREPLY[@]}"
                """;
        List<String> command = new ArrayList<>(List.of("/bin/bash", "-c", program, "bash", script.toString()));
        command.addAll(List.of(words));
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        List<String> lines = Files.readAllLines(out, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as("%s", lines).isZero();
        return lines;
    }
}
