package dev.ringpost.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** The broker was asked about an exchange, a queue or a binding. Control thread. */
@Name("ringpost.Declare")
@Label("Declare")
@Category("Ringpost")
@Description("An exchange, queue or binding was declared, looked for or deleted, with the wait for the broker's answer")
@StackTrace(false)
public final class DeclareEvent extends Event {

    private static final EventSwitch SWITCH = new EventSwitch(DeclareEvent.class);

    @Label("Lane")
    String lane = "";

    @Label("Entity")
    String entity = "";

    @Label("Failure")
    @Description("The broker's refusal, or why there was no answer; empty if all is well")
    String failure = "";

    private DeclareEvent() {}

    /** The broker is about to be asked; {@code null} if no recording wants to know. */
    public static @Nullable DeclareEvent begun() {
        if (!SWITCH.isOn()) {
            return null;
        }
        DeclareEvent event = new DeclareEvent();
        event.begin();
        return event;
    }

    /** It answered, or did not. */
    public void ended(String ofLane, String what, String why) {
        end();
        if (shouldCommit()) {
            lane = ofLane;
            entity = what;
            failure = why;
            commit();
        }
    }
}
