package dev.ringpost.bench.run;

import com.sun.management.OperatingSystemMXBean;
import dev.ringpost.bench.machine.MachineState;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a reader must know of the machine and the class path to judge the numbers; no paths, no host names. */
public final class Environment {
    private static final Pattern VERSIONED_JAR = Pattern.compile("(.+?)-(\\d[^/]*)\\.jar");
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Environment() {}

    /**
     * Settings, machine, JDK and versions, to which a command adds what it measured.
     *
     * @param rounds how the machine was in each, where that was watched
     */
    public static Map<String, Object> facts(Map<String, Object> settings, Collection<MachineState> rounds) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("settings", settings);
        facts.put("machine", machine(rounds));
        facts.put("jdk", jdk());
        facts.put("versions", versions());
        return facts;
    }

    private static Map<String, Object> machine(Collection<MachineState> rounds) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("cpu", cpuModel());
        machine.put("processors", system.getAvailableProcessors());
        machine.put("memory_bytes", system.getTotalMemorySize());
        machine.put("os", system.getName() + " " + system.getVersion() + " " + system.getArch());
        machine.put("load_average_at_end", system.getSystemLoadAverage());
        String range = MachineState.rangeText(rounds);
        if (!range.isEmpty()) {
            machine.put("rounds", range);
        }
        return machine;
    }

    private static Map<String, Object> jdk() {
        Map<String, Object> jdk = new LinkedHashMap<>();
        jdk.put("version", System.getProperty("java.vm.version"));
        jdk.put("vm", System.getProperty("java.vm.name"));
        jdk.put("vendor", System.getProperty("java.vendor"));
        return jdk;
    }

    /** Artifact to version, from the names of the jars on the class path; two groups may have one artifact's name. */
    private static Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        for (String entry : System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1)) {
            Matcher jar = VERSIONED_JAR.matcher(new File(entry).getName());
            if (jar.matches()) {
                versions.merge(jar.group(1), jar.group(2), (one, other) -> one + ", " + other);
            }
        }
        return versions;
    }

    private static String cpuModel() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
