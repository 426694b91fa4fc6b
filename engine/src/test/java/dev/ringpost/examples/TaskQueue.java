package dev.ringpost.examples;

import dev.ringpost.Exchange;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Queue;
import dev.ringpost.Receipt;
import java.util.List;
import java.util.Map;

/** Sends tasks to queues of three priorities, which are declared here, so that workers may start later. */
public final class TaskQueue {

    private static final Exchange TASKS = Exchange.of("tasks", Exchange.DIRECT);
    private static final List<Queue> QUEUES = List.of(queue("hipri"), queue("midpri"), queue("lopri"));
    private static final Map<String, String> ROUTING_KEYS = Map.of("high", "hipri", "mid", "midpri", "low", "lopri");

    private TaskQueue() {}

    /** Takes the broker's URI. */
    public static void main(String[] args) throws InterruptedException {
        try (PublisherEngine engine = PublisherEngine.builder().uri(args[0]).start()) {
            Producer producer = engine.producer(PublishOptions.builder()
                    .exchange(TASKS)
                    .declare(QUEUES)
                    .serializer("json")
                    .compression("bzip2")
                    .build());
            sendAsTask(producer, "hello", List.of("Kombu"), "high");
            sendAsTask(producer, "hello", List.of("world"), "low");
        } // closing waits for the confirms
    }

    private static Receipt sendAsTask(Producer producer, String function, List<?> arguments, String priority)
            throws InterruptedException {
        Map<String, Object> payload = Map.of("fun", function, "args", arguments, "kwargs", Map.of());
        String routingKey = ROUTING_KEYS.getOrDefault(priority, "midpri");
        return producer.publish(
                payload, PublishOptions.builder().routingKey(routingKey).build());
    }

    private static Queue queue(String name) {
        return Queue.builder(name).exchange(TASKS).routingKey(name).build();
    }
}
