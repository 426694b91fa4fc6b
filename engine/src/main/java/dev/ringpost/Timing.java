package dev.ringpost;

/** Everything that an engine times: read by {@link EngineMeters#timesNs(Timing)}. */
public enum Timing {
    /**
     * From accepted to the outcome's delivery, for confirmed messages: every message while an engine is not busy, one of
     * eight while it is.
     */
    CONFIRM_LATENCY(
            "rabbitmq.publisher.confirm.latency", "Time from accepted to the delivery of the outcome CONFIRMED"),

    /**
     * How long calls of {@code publish} and {@code tryPublish} take whose message is accepted, waiting for room included:
     * one call every 50 µs at the most, so every call while an engine is not busy.
     */
    PUBLISH_CALL("rabbitmq.publisher.publish.call", "Time that publish calls take, waiting for room included");

    private final String meterName;
    private final String description;

    Timing(String meterName, String description) {
        this.meterName = meterName;
        this.description = description;
    }

    /** The name by Micrometer's conventions, without a unit. */
    public String meterName() {
        return meterName;
    }

    /** What is timed, in a few words. */
    public String description() {
        return description;
    }

    /** The name for Prometheus, in seconds: that of a histogram, as the command's live page has it. */
    public String prometheusName() {
        return Meter.prometheusName(meterName, Meter.Unit.NANOSECONDS.baseUnit());
    }
}
