package dev.ringpost.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.SettingDefinition;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A message was confirmed late. Completion thread. */
@Name("ringpost.SlowConfirm")
@Label("Slow Confirm")
@Category("Ringpost")
@Description("The slowest of some messages whose confirms were delivered together, up to 256")
@StackTrace(false)
public final class SlowConfirmEvent extends Event {

    private static final EventSwitch SWITCH = new EventSwitch(SlowConfirmEvent.class);

    @Label("Lane")
    String lane = "";

    @Label("Latency")
    @Description("From accepted to the outcome's delivery; up to 100 ms too much, when the lane was held up")
    @Timespan
    long latencyNs;

    @Label("Route")
    @Description("The message's exchange and routing key")
    String route = "";

    private SlowConfirmEvent() {}

    /** Whether a recording wants to know of slow ones. */
    public static boolean isOn() {
        return SWITCH.isOn();
    }

    /** Tells, if it was slower than the recording's latency setting. */
    public static void tell(String lane, long latencyNs, Object route) {
        SlowConfirmEvent event = new SlowConfirmEvent();
        event.latencyNs = latencyNs;
        if (event.shouldCommit()) {
            event.lane = lane;
            event.route = route.toString();
            event.commit();
        }
    }

    @SettingDefinition
    @Name("latency")
    @Label("Latency")
    @Description("Confirms are slow from this time on: a number and ms or s, one second if it is not set")
    boolean latency(LatencySetting setting) {
        return latencyNs >= setting.thresholdNs();
    }
}
