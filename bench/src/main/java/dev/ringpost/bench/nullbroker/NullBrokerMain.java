package dev.ringpost.bench.nullbroker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A null broker as a process, with {@code --tls KEY_STORE} one that speaks TLS: prints {@code port N}, serves until its stdin ends, then prints its counts as one JSON
 * line. Whoever started it ends it by closing that pipe, so it cannot outlive its parent.
 */
public final class NullBrokerMain {
    private NullBrokerMain() {}

    public static void main(String[] args) throws IOException {
        try (NullBroker broker = start(args)) {
            System.out.println("port " + broker.port());
            awaitEndOfInput();
            System.out.println(new ObjectMapper().writeValueAsString(toJson(broker.report())));
        }
    }

    private static NullBroker start(String... args) throws IOException {
        boolean isTls = args.length == 2 && args[0].equals("--tls");
        return isTls ? NullBroker.startTls(Path.of(args[1])) : NullBroker.start();
    }

    private static void awaitEndOfInput() throws IOException {
        byte[] ignored = new byte[256];
        int readBytes;
        do {
            readBytes = System.in.read(ignored);
        } while (readBytes >= 0);
    }

    private static Map<String, Object> toJson(BrokerReport report) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("messages", report.messages());
        json.put("body_bytes", report.bodyBytes());
        json.put("wire_bytes", report.wireBytes());
        json.put("connections", report.connections());
        json.put("reads", report.reads());
        json.put("cpu_seconds", system.getProcessCpuTime() / (double) TimeUnit.SECONDS.toNanos(1));
        json.put("faults", report.faults());
        return json;
    }
}
