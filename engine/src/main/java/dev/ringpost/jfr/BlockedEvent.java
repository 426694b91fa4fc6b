package dev.ringpost.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** The broker blocked a lane's connection for a while. Lane and supervisor, under a lock. */
@Name("ringpost.Blocked")
@Label("Blocked")
@Category("Ringpost")
@Description("The broker blocked publishers, as in a memory or disk alarm; told when that is over")
@StackTrace(false)
public final class BlockedEvent extends Event {

    private static final EventSwitch SWITCH = new EventSwitch(BlockedEvent.class);

    @Label("Lane")
    String lane = "";

    @Label("Reason")
    @Description("What the broker says")
    String reason = "";

    private BlockedEvent() {}

    /** The connection is blocked; {@code null} if no recording wants to know. */
    public static @Nullable BlockedEvent begun(String lane, String reason) {
        if (!SWITCH.isOn()) {
            return null;
        }
        BlockedEvent event = new BlockedEvent();
        event.lane = lane;
        event.reason = reason;
        event.begin();
        return event;
    }

    /** It is not blocked any more, or gone. */
    public void ended() {
        commit();
    }
}
