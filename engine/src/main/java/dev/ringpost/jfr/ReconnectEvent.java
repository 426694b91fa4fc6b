package dev.ringpost.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A lane was without a connection for a while. Supervisor. */
@Name("ringpost.Reconnect")
@Label("Reconnect")
@Category("Ringpost")
@Description("From the loss of a lane's connection until there was another one, or the engine was closed")
@StackTrace(false)
public final class ReconnectEvent extends Event {

    private static final EventSwitch SWITCH = new EventSwitch(ReconnectEvent.class);

    @Label("Lane")
    String lane = "";

    @Label("Cause")
    @Description("Why the connection was lost")
    String cause = "";

    @Label("Address")
    @Description("The broker that is connected now; empty if the engine was closed before there was one")
    String address = "";

    @Label("Failed Rounds")
    @Description("Rounds over all brokers without success")
    int failedRounds;

    private ReconnectEvent() {}

    /** A connection was lost; {@code null} if no recording wants to know. */
    public static @Nullable ReconnectEvent begun(String lane, String cause) {
        if (!SWITCH.isOn()) {
            return null;
        }
        ReconnectEvent event = new ReconnectEvent();
        event.lane = lane;
        event.cause = cause;
        event.begin();
        return event;
    }

    /** There is another one, or with an empty address there will be none. */
    public void ended(String newAddress, int rounds) {
        address = newAddress;
        failedRounds = rounds;
        commit();
    }
}
