package dev.ringpost.bench.machine;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.stream.LongStream;

/**
 * How the machine was in one round. Immutable.
 *
 * @param coreToCoreBeforeNs one way of a cache line between two cores, right before the run; negative if unknown
 * @param coreToCoreAfterNs the same right after it
 * @param stolenPercent share of all cores' time in the run that the hypervisor gave to others; negative if unknown
 */
public record MachineState(
        @JsonProperty("core_to_core_before_ns") long coreToCoreBeforeNs,
        @JsonProperty("core_to_core_after_ns") long coreToCoreAfterNs,
        @JsonProperty("stolen_percent") double stolenPercent) {
    /** What the system does not tell. */
    public static final long UNKNOWN = -1;

    /** The end of a round's line, such as {@code "  cores 34-170 ns apart, 12 % stolen"}; empty if nothing is known. */
    public String suffix() {
        LongSummaryStatistics coreToCoreNs = knownNs().summaryStatistics();
        List<String> known = new ArrayList<>();
        if (coreToCoreNs.getCount() > 0) {
            known.add("cores " + range(coreToCoreNs.getMin(), coreToCoreNs.getMax(), "-") + " ns apart");
        }
        if (stolenPercent >= 0) {
            known.add(Math.round(stolenPercent) + " % stolen");
        }
        return known.isEmpty() ? "" : "  " + String.join(", ", known);
    }

    /** A sentence on how much rounds differed and what that means; empty if nothing is known of them. */
    public static String rangeText(Collection<MachineState> rounds) {
        LongSummaryStatistics coreToCoreNs =
                rounds.stream().flatMapToLong(MachineState::knownNs).summaryStatistics();
        DoubleSummaryStatistics stolen = rounds.stream()
                .mapToDouble(MachineState::stolenPercent)
                .filter(percent -> percent >= 0)
                .summaryStatistics();
        List<String> known = new ArrayList<>();
        if (coreToCoreNs.getCount() > 0) {
            known.add(String.format(
                    Locale.ROOT,
                    "a cache line took %s ns from core to core",
                    range(coreToCoreNs.getMin(), coreToCoreNs.getMax(), " to ")));
        }
        if (stolen.getCount() > 0) {
            known.add(String.format(
                    Locale.ROOT,
                    "the hypervisor took %s %% of the cores' time",
                    range(Math.round(stolen.getMin()), Math.round(stolen.getMax()), " to ")));
        }
        return known.isEmpty()
                ? ""
                : "in these rounds " + String.join(" and ", known) + ": compare only rows measured under the same";
    }

    /** The same as a line of a report; nothing if it is empty. */
    public static String rangeLine(Collection<MachineState> rounds) {
        String range = rangeText(rounds);
        return range.isEmpty() ? range : range + '\n';
    }

    private LongStream knownNs() {
        return LongStream.of(coreToCoreBeforeNs, coreToCoreAfterNs).filter(ns -> ns >= 0);
    }

    private static String range(long least, long most, String to) {
        return least == most ? String.valueOf(least) : least + to + most;
    }
}
