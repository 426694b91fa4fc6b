package dev.ringpost.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ringpost.EngineStats;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What became of a run; the components are the members of the report file. It always holds that {@code lines = accepted
 * + rejected_lines} and {@code accepted = confirmed + returned + rejected + timed_out + failed + aborted}.
 *
 * @param lines lines read, blank ones of ndjson left out, over all repeats
 * @param rejectedLines lines that were not published
 * @param blankLines blank lines of ndjson, passed over
 * @param accepted messages that the engine took; with batching each record is one, here and in what follows
 * @param confirmed messages that the broker confirmed
 * @param returned mandatory messages that no queue took
 * @param rejected messages that the broker refused (nack)
 * @param timedOut messages without an answer within the delivery timeout
 * @param failed messages that could not be sent
 * @param aborted messages without an answer when the run ended
 * @param retries messages published again after a nack
 * @param resends messages written again after a connection was lost
 * @param bytes bytes of the accepted bodies
 * @param amqpMessages AMQP messages written, repeats included; with batching fewer than records
 * @param recordsPerMessage messages, or records, of one AMQP message on the average
 * @param wireBytes bytes written for them, without TLS
 * @param compressionRatio how many times smaller compression made the bodies; 1 without
 * @param seconds from the first line to the last outcome
 * @param messagesPerSecond confirmed messages in a second of that
 * @param cpuUsPerMessage processor time of this process for one accepted message, the embedded broker's included
 * @param queueDepth AMQP messages in the queue at the end, or {@code null} without a queue or if it cannot be read
 * @param confirmLatencyUs from accepted to confirmed
 * @param broker where to, without the password
 * @param exchange the exchange; empty for the default one
 * @param queue the queue of {@code queueDepth}, if there is one
 * @param stopped why the run ended before its input did, if so
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record RunReport(
        long lines,
        long rejectedLines,
        long blankLines,
        long accepted,
        long confirmed,
        long returned,
        long rejected,
        long timedOut,
        long failed,
        long aborted,
        long retries,
        long resends,
        long bytes,
        long amqpMessages,
        double recordsPerMessage,
        long wireBytes,
        double compressionRatio,
        double seconds,
        double messagesPerSecond,
        double cpuUsPerMessage,
        @Nullable Long queueDepth,
        Latency confirmLatencyUs,
        String broker,
        String exchange,
        @Nullable String queue,
        @Nullable String stopped) {

    private static final double NS_PER_SECOND = 1e9;
    private static final double NS_PER_US = 1e3;
    private static final double THOUSANDTHS = 1e3;

    /** Percentiles in microseconds; all 0 if nothing was confirmed. */
    record Latency(double p50, double p90, double p99, double p999, double max) {

        static Latency of(Histogram ns) {
            return new Latency(at(ns, 50), at(ns, 90), at(ns, 99), at(ns, 99.9), ns.getMaxValue() / NS_PER_US);
        }

        private static double at(Histogram ns, double percentile) {
            return ns.getValueAtPercentile(percentile) / NS_PER_US;
        }
    }

    /** What the reader counted. */
    record Reading(long lines, long rejected, long blank, long bytes) {}

    /** What it took. */
    record Cost(long elapsedNs, long cpuNs) {}

    /** Where it went and how it ended. */
    record Setting(
            String broker,
            Destination destination,
            @Nullable Long queueDepth,
            @Nullable String stopped) {}

    static RunReport of(Reading reading, EngineStats stats, Cost cost, Setting setting) {
        double seconds = cost.elapsedNs() / NS_PER_SECOND;
        return new RunReport(
                reading.lines(),
                reading.rejected(),
                reading.blank(),
                stats.accepted(),
                stats.confirmed(),
                stats.returned(),
                stats.rejected(),
                stats.timedOut(),
                stats.failed(),
                stats.aborted(),
                stats.retries(),
                stats.resends(),
                reading.bytes(),
                stats.amqpMessages(),
                rounded(stats.recordsPerMessage()),
                stats.wireBytes(),
                rounded(stats.compressionRatio()),
                rounded(seconds),
                seconds > 0 ? Math.round(stats.confirmed() / seconds) : 0,
                stats.accepted() > 0 ? rounded(cost.cpuNs() / NS_PER_US / stats.accepted()) : 0,
                setting.queueDepth(),
                Latency.of(stats.confirmLatencyNs()),
                setting.broker(),
                setting.destination().exchange(),
                setting.destination().queue(),
                setting.stopped());
    }

    private static double rounded(double value) {
        return Math.round(value * THOUSANDTHS) / THOUSANDTHS;
    }

    /** Whether every line was published, every message confirmed, and the input read to its end. */
    @JsonIgnore
    boolean isAllWell() {
        return confirmed == accepted && rejectedLines == 0 && stopped == null;
    }
}
