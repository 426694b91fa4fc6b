package dev.ringpost.cli;

import static dev.ringpost.cli.CommandRun.SAMPLE;
import static dev.ringpost.cli.CommandRun.SAMPLE_LINES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own, with the embedded broker in it. */
@Tag("slow")
class CommandProcessIT {
    private static final long LIMIT_S = 60;
    private static final long POLL_MS = 50;
    private static final int SIGINT = 2;

    @TempDir
    private Path directory = Path.of("");

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endWhatATestLeft() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void theSampleIsConfirmedAndNothingIsSaidOnStandardError() throws Exception {
        Process process = start("--report", report().toString(), SAMPLE.toString());
        assertThat(exitCode(process)).isZero();
        JsonNode json = CommandRun.report(report());
        for (String name : List.of("lines", "confirmed", "queue_depth")) {
            assertThat(json.get(name).asLong()).as(name).isEqualTo(SAMPLE_LINES);
        }
        assertThat(err()).isEmpty();
    }

    @Test
    void ctrlCStopsReadingDrainsAndReports() throws Exception {
        Process process =
                start("--rate", "500", "--repeat", "100000", "--report", report().toString(), SAMPLE.toString());
        awaitProgress(process);
        signal(process, "INT");
        assertThat(exitCode(process)).isEqualTo(130);
        JsonNode json = CommandRun.report(report());
        assertThat(json.get("lines").asLong())
                .isPositive()
                .isEqualTo(json.get("accepted").asLong());
        assertThat(json.get("confirmed").asLong())
                .isEqualTo(json.get("accepted").asLong());
        assertThat(json.get("queue_depth").asLong())
                .isEqualTo(json.get("confirmed").asLong());
        assertThat(json.get("stopped").asText()).isEqualTo("stopped by SIGINT");
    }

    @Test
    void sigtermEndsARunThatWaitsForStandardInput() throws Exception {
        Process process = start("--report", report().toString());
        OutputStream stdin = process.getOutputStream(); // stays open
        stdin.write("one\ntwo\nthr".getBytes(StandardCharsets.UTF_8));
        stdin.flush();
        awaitProgress(process);
        signal(process, "TERM");
        assertThat(exitCode(process)).isEqualTo(143);
        assertThat(CommandRun.report(report()).get("confirmed").asLong()).isEqualTo(2);
    }

    private Path report() {
        return directory.resolve("report.json");
    }

    private List<String> err() throws Exception {
        return Files.readAllLines(directory.resolve("err"));
    }

    private Process start(String... arguments) throws Exception {
        // Surefire and failsafe put the class path into a jar's manifest, which a child can use as well.
        List<String> call = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                RingpostCommand.class.getName(),
                "publish"));
        call.addAll(List.of(arguments));
        Process process = new ProcessBuilder(call)
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
        started.add(process);
        return process;
    }

    /** Waits for the line that a run says every five seconds. */
    private void awaitProgress(Process process) throws Exception {
        for (long i = 0; i < TimeUnit.SECONDS.toMillis(LIMIT_S) / POLL_MS && process.isAlive(); i++) {
            if (err().stream().anyMatch(line -> line.contains(" in flight, "))) {
                return;
            }
            Thread.sleep(POLL_MS);
        }
        throw new AssertionError("no progress: " + err());
    }

    private static void signal(Process process, String name) throws Exception {
        // A shell starts its background jobs with SIGINT ignored, and that is inherited down to here.
        String ignored = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow()
                .substring("SigIgn:".length())
                .strip();
        boolean intIgnored = (Long.parseUnsignedLong(ignored, 16) & (1L << (SIGINT - 1))) != 0;
        assumeFalse(name.equals("INT") && intIgnored, "SIGINT is ignored by whoever started the tests");
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private static int exitCode(Process process) throws Exception {
        assertThat(process.waitFor(LIMIT_S, TimeUnit.SECONDS)).as("ended").isTrue();
        return process.exitValue();
    }
}
