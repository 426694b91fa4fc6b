package dev.ringpost.bench.contestant;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux tells a process of itself below {@code /proc/self}.
 *
 * <p>Write system calls are {@code syscw}: {@code write}, {@code writev} and their like, by which the JDK's sockets and
 * Netty's NIO transport write, and by which a selector is woken; not {@code send}, which others use.
 */
final class ProcFiles {
    private static final Path IO = Path.of("/proc/self/io");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long BYTES_PER_KIB = 1024;

    private ProcFiles() {}

    /** Since the start of the process; {@link ResourceProbe#UNKNOWN} where that is not told. */
    static long writeSyscalls() {
        return number(read(IO), "syscw:");
    }

    /** Since the start of the process; {@link ResourceProbe#UNKNOWN} where that is not told. */
    static long peakRssBytes() {
        long kib = number(read(STATUS), "VmHWM:");
        return kib < 0 ? ResourceProbe.UNKNOWN : kib * BYTES_PER_KIB;
    }

    /** The number behind a name at the start of a line. */
    static long number(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip().split("\\s", -1)[0])
                .filter(value -> value.chars().allMatch(Character::isDigit) && !value.isEmpty())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(ResourceProbe.UNKNOWN);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // another system, or one that does not let it be read
        }
    }
}
