package dev.ringpost.cli;

import dev.ringpost.cli.base.Numbers;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The report for people: short, aligned, without what is zero. */
final class Summary {

    private static final double BYTES_PER_MB = 1e6;

    private final PrintStream out;
    private final Paint paint;

    Summary(Console console) {
        this.out = console.out();
        this.paint = console.paint();
    }

    void print(RunReport report, PublishPlan plan) {
        String unit = plan.packing().unit();
        line("lines", Numbers.grouped(report.lines()));
        lineIfBad("rejected lines", report.rejectedLines());
        lineIfAny("blank lines", report.blankLines());
        line("accepted", Numbers.grouped(report.accepted()));
        String confirmed = Numbers.grouped(report.confirmed());
        line("confirmed", report.isAllWell() ? paint.good(confirmed) : confirmed);
        lineIfBad("returned", report.returned());
        lineIfBad("rejected", report.rejected());
        lineIfBad("timed out", report.timedOut());
        lineIfBad("failed", report.failed());
        lineIfBad("aborted", report.aborted());
        lineIfAny("retries", report.retries());
        lineIfAny("resends", report.resends());
        if (report.confirmed() > 0) {
            double megabytes = report.seconds() > 0 ? report.bytes() / report.seconds() / BYTES_PER_MB : 0;
            line(
                    "rate",
                    Numbers.grouped(report.messagesPerSecond()) + " " + unit + "s/s, " + Numbers.grouped(megabytes)
                            + " MB/s, " + String.format(Locale.ROOT, "%.2f s", report.seconds()));
            line(
                    "CPU",
                    String.format(Locale.ROOT, "%.2f us a " + unit, report.cpuUsPerMessage())
                            + (plan.engine().isEmbedded() ? ", the embedded broker's included" : ""));
            line("latency", latency(report.confirmLatencyUs()));
        }
        if (report.amqpMessages() > 0 && plan.packing().isAny()) {
            line("AMQP messages", amqpMessages(report, plan.packing()));
        }
        if (report.queue() != null) {
            line(
                    "queue depth",
                    depth(report.queueDepth()) + plan.packing().depthUnit() + " in \"" + report.queue() + "\"");
        }
        line(
                "sent to",
                plan.destinationText() + " at " + report.broker()
                        + (plan.engine().isEmbedded() ? " (embedded: gone with this process)" : ""));
    }

    private static String amqpMessages(RunReport report, Packing packing) {
        return Numbers.grouped(report.amqpMessages())
                + (packing.batching() == null
                        ? ""
                        : " of " + Numbers.grouped(report.recordsPerMessage()) + " records, "
                                + packing.batching().format())
                + (packing.compression() == null
                        ? ""
                        : String.format(Locale.ROOT, ", %s %.1f:1", packing.compression(), report.compressionRatio()))
                + ", " + Numbers.bytes(report.wireBytes()) + " written";
    }

    private static String latency(RunReport.Latency latency) {
        return "p50 " + Numbers.micros(latency.p50()) + ", p90 " + Numbers.micros(latency.p90()) + ", p99 "
                + Numbers.micros(latency.p99()) + ", p99.9 " + Numbers.micros(latency.p999()) + ", max "
                + Numbers.micros(latency.max());
    }

    private static String depth(@Nullable Long depth) {
        return depth == null ? "unknown (the broker does not tell)" : Numbers.grouped(depth);
    }

    private void lineIfBad(String what, long count) {
        if (count > 0) {
            line(what, paint.bad(Numbers.grouped(count)));
        }
    }

    private void lineIfAny(String what, long count) {
        if (count > 0) {
            line(what, Numbers.grouped(count));
        }
    }

    private void line(String what, String value) {
        out.printf(Locale.ROOT, "%-15s %s%n", what, value);
    }
}
