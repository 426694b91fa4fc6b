package dev.ringpost.cli.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.ringpost.EngineHealth;
import dev.ringpost.EngineMeters;
import dev.ringpost.LaneHealth;
import dev.ringpost.LaneState;
import dev.ringpost.Meter;
import dev.ringpost.Timing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the page is told of one moment; its components are the members of the JSON.
 *
 * @param state starting, running or over
 * @param why why it is over, if there is a reason
 * @param nowMs the machine's calendar
 * @param startedMs when the page was opened: another one is another run
 * @param run what does not change, or {@code null} before the engine has started
 * @param progress how far the reading is
 * @param meters every {@link Meter} by its name in small letters, summed over the lanes
 * @param confirmUs confirm latency since the start
 * @param callUs publish calls since the start
 * @param lanes each lane
 * @param verdict where the time goes, or {@code null} if that is not known or the run is over
 * @param points what happened in the last seconds, those that were asked for
 */
record Snapshot(
        String state,
        @Nullable String why,
        long nowMs,
        long startedMs,
        LiveRun.@Nullable Facts run,
        LiveRun.@Nullable Progress progress,
        Map<String, Long> meters,
        Sampler.@Nullable Percentiles confirmUs,
        Sampler.@Nullable Percentiles callUs,
        List<Lane> lanes,
        Verdicts.@Nullable Verdict verdict,
        List<Sampler.Point> points) {

    private static final ObjectMapper JSON =
            new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    /**
     * How a lane is.
     *
     * @param lane its name
     * @param state in small letters
     * @param sinceMs when that began
     * @param cause why, or {@code null}
     * @param address of the broker, or {@code null}
     */
    record Lane(
            String lane,
            String state,
            long sinceMs,
            @Nullable String cause,
            @Nullable String address) {

        static Lane of(LaneHealth health) {
            return new Lane(
                    health.lane(),
                    text(health.state()),
                    health.since().toEpochMilli(),
                    health.cause(),
                    health.address());
        }
    }

    /**
     * What {@code /health} answers.
     *
     * @param state that of the lane that is worst off
     * @param up whether every lane is open
     * @param lanes each lane
     */
    record Health(String state, boolean up, List<Lane> lanes) {

        static Health of(EngineHealth health) {
            return new Health(
                    text(health.state()),
                    health.isUp(),
                    health.lanes().stream().map(Lane::of).toList());
        }
    }

    static Map<String, Long> values(EngineMeters meters) {
        Map<String, Long> values = new LinkedHashMap<>();
        Meter[] all = Meter.values();
        for (int i = all.length - 1; i >= 0; i--) { // so that there are never more outcomes than messages accepted
            values.put(all[i].name().toLowerCase(Locale.ROOT), meters.value(all[i]));
        }
        return values;
    }

    static Sampler.@Nullable Percentiles percentiles(EngineMeters meters, Timing timing) {
        return Sampler.Percentiles.of(meters.timesNs(timing));
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts are JSON", e);
        }
    }

    private static String text(LaneState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
