package dev.ringpost.bench.contestant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcFilesTest {
    private static final String IO = """
            rchar: 323934931
            wchar: 323929600
            syscr: 632687
            syscw: 632675
            read_bytes: 0
            """;

    private static final String STATUS = """
            Name:	java
            VmPeak:	 5242880 kB
            VmHWM:	  123456 kB
            VmRSS:	  100000 kB
            """;

    @Test
    void readsTheNumberBehindAName() {
        assertThat(ProcFiles.number(IO, "syscw:")).isEqualTo(632_675);
        assertThat(ProcFiles.number(STATUS, "VmHWM:")).isEqualTo(123_456);
    }

    @Test
    void knowsNothingOfWhatIsNotThere() {
        assertThat(ProcFiles.number("", "syscw:")).isEqualTo(ResourceProbe.UNKNOWN);
        assertThat(ProcFiles.number(STATUS, "syscw:")).isEqualTo(ResourceProbe.UNKNOWN);
        assertThat(ProcFiles.number("syscw: many\n", "syscw:")).isEqualTo(ResourceProbe.UNKNOWN);
        assertThat(ProcFiles.number("syscw:\n", "syscw:")).isEqualTo(ResourceProbe.UNKNOWN);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void countsThisProcessesWrites(@TempDir Path directory) throws IOException {
        long before = ProcFiles.writeSyscalls();
        try (OutputStream out = Files.newOutputStream(directory.resolve("file"))) {
            for (int i = 0; i < 1_000; i++) {
                out.write('x');
            }
        }
        assertThat(ProcFiles.writeSyscalls() - before).isBetween(1_000L, 1_500L);
        assertThat(ProcFiles.peakRssBytes()).isGreaterThan(10_000_000);
    }
}
