package dev.ringpost.bench.records;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ringpost.QueueType;
import dev.ringpost.bench.contestant.ContestantResult;
import dev.ringpost.bench.contestant.Packing;
import dev.ringpost.bench.machine.MachineState;
import dev.ringpost.bench.machine.MachineWatch;
import dev.ringpost.bench.rabbit.RabbitNode;
import dev.ringpost.bench.rabbit.RunQueue;
import dev.ringpost.bench.records.RecordsSpec.Role;
import dev.ringpost.bench.run.ContestantProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Runs one contestant once, into a fresh queue and in a fresh JVM, both gone before this returns; then compares what the
 * contestant says was confirmed with what the queue has. One thread.
 */
final class RecordsRunner {
    private static final long CONTESTANT_TIMEOUT_S = 120;
    private static final Duration AT_REST_WITHIN = Duration.ofSeconds(20);

    private final RabbitNode node;
    private final int bodyBytes;

    RecordsRunner(RabbitNode node, int bodyBytes) {
        this.node = node;
        this.bodyBytes = bodyBytes;
    }

    /**
     * One run.
     *
     * @param round from 1; 0 is the calibration
     * @param command what was run, with this machine's paths left out
     * @param brokerCpuUsPerRecord the broker's own CPU, from before the warm-up to the last confirm
     * @param inQueue messages that the queue had taken in at the end
     * @param verified in words, what they were compared with
     * @param machine from right before the contestant's start to right after its end
     */
    record Run(
            @JsonProperty("round") int round,
            @JsonProperty("command") String command,
            @JsonProperty("contestant") ContestantResult contestant,
            @JsonProperty("broker_cpu_us_per_record") double brokerCpuUsPerRecord,
            @JsonProperty("in_queue") long inQueue,
            @JsonProperty("verified") String verified,
            @JsonProperty("machine") MachineState machine) {}

    Run run(RecordsSpec spec, int round, long warmupRecords, long records) throws IOException, InterruptedException {
        List<String> mainAndArgs = ContestantProcess.mainAndArgs(
                spec.mainClass(),
                spec.leadingArgs(),
                spec.role() == Role.STREAM_CLIENT ? node.streamPort() : node.amqpPort(),
                warmupRecords,
                records,
                spec.windowRecords(),
                bodyBytes);
        try (RunQueue queue = RunQueue.declare(node, spec.queue())) {
            MachineWatch watch = MachineWatch.start();
            long cpuBeforeNs = node.cpuNs();
            ContestantResult result =
                    ContestantResult.fromJsonLine(ContestantProcess.run(mainAndArgs, CONTESTANT_TIMEOUT_S));
            long cpuNs = node.cpuNs() - cpuBeforeNs;
            MachineState machine = watch.finish();
            if (result.totalConfirmed() != warmupRecords + records) {
                throw new IOException("confirmed " + result.totalConfirmed() + " of " + (warmupRecords + records));
            }
            long expected = expectedInQueue(spec.queue(), result);
            long inQueue = queue.awaitCount(expected);
            if (inQueue != expected) {
                throw new IOException(
                        "confirmed were " + expected + " messages, but the queue has taken in " + inQueue);
            }
            return new Run(
                    round,
                    ContestantProcess.shown(mainAndArgs),
                    result,
                    cpuNs / 1e3 / result.totalConfirmed(),
                    inQueue,
                    spec.queue() == QueueType.STREAM
                            ? "the stream's last offset is that of the last confirmed message"
                            : "the queue's message count is that of the confirmed messages",
                    machine);
        } catch (IOException | TimeoutException e) {
            throw new IOException(spec.title() + ": " + e.getMessage(), e);
        } finally {
            // What this run has left to be done is done before the next one is measured.
            if (!node.awaitRest(AT_REST_WITHIN)) {
                System.err.println("            the broker is still busy with " + spec.title());
            }
        }
    }

    private static long expectedInQueue(QueueType type, ContestantResult result) {
        Packing packing = result.packing();
        if (packing == null) {
            return result.totalConfirmed();
        }
        return type == QueueType.STREAM ? packing.offsets() : packing.messages();
    }
}
