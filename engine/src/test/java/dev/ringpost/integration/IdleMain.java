package dev.ringpost.integration;

import com.sun.management.OperatingSystemMXBean;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Receipt;
import dev.ringpost.lane.Lane;
import dev.ringpost.ring.Inlet;
import dev.ringpost.ring.Slot;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Three engines at rest in one process, whose CPU time is measured: one idle, one with an unconfirmed message, one with a
 * slot that was claimed and never published. Arguments: URI, URI of the proxy that will hold acks back, queue.
 */
final class IdleMain {

    private static final long WARM_UP_MS = 2_000;
    private static final long MEASURED_MS = 5_000;

    private IdleMain() {}

    public static void main(String[] arguments) throws Exception {
        BufferedReader parent = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PublishOptions route = PublishOptions.builder().routingKey(arguments[2]).build();
        try (PublisherEngine idle =
                        PublisherEngine.builder().uri(arguments[0]).name("idle").start();
                PublisherEngine waiting = PublisherEngine.builder()
                        .uri(arguments[1])
                        .name("waiting")
                        .start();
                PublisherEngine claimed = PublisherEngine.builder()
                        .uri(arguments[0])
                        .name("claimed")
                        .start()) {
            // All of them warm, so that what is measured is rest.
            for (PublisherEngine engine : List.of(idle, waiting, claimed)) {
                Producer producer = engine.producer(route);
                for (int i = 0; i < 1_000; i++) {
                    producer.publish("warm up");
                }
                engine.flush(Duration.ofSeconds(10));
            }
            System.out.println("READY");
            parent.readLine();
            Receipt unconfirmed = waiting.producer(route).publish("unconfirmed");
            Inlet inlet = inletOf(claimed);
            long sequence = inlet.ring().tryClaim();
            Slot slot = inlet.ring().get(sequence);

            CountDownLatch never = new CountDownLatch(1);
            never.await(WARM_UP_MS, TimeUnit.MILLISECONDS);
            long beforeNs = processCpuNs();
            never.await(MEASURED_MS, TimeUnit.MILLISECONDS);
            long usedNs = processCpuNs() - beforeNs;
            System.out.println("OUTCOME " + unconfirmed.outcome() + " SEQUENCE " + sequence);
            Thread.getAllStackTraces()
                    .keySet()
                    .forEach(thread -> System.out.println("THREAD " + thread.getName() + " "
                            + ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId()) / 1_000
                            + " us in all"));
            System.out.println("CPU " + usedNs / 1_000 + " us of " + MEASURED_MS * 1_000 + ";");
            System.out.println("DONE");
            parent.readLine();
            inlet.publishVoid(sequence, slot);
        }
    }

    private static long processCpuNs() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static Inlet inletOf(PublisherEngine engine) throws ReflectiveOperationException {
        Field lanes = engine.getClass().getDeclaredField("lanes");
        lanes.setAccessible(true);
        return ((Lane) ((List<?>) lanes.get(engine)).get(0)).inlet();
    }
}
