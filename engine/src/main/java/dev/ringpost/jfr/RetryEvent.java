package dev.ringpost.jfr;

import dev.ringpost.RetryCause;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A message is to be tried again. Lane. */
@Name("ringpost.Retry")
@Label("Retry")
@Category("Ringpost")
@Description("A message is to be tried again, after a nack or the confirm timeout")
@StackTrace(false)
public final class RetryEvent extends Event {

    private static final EventSwitch SWITCH = new EventSwitch(RetryEvent.class);

    @Label("Lane")
    String lane = "";

    @Label("Cause")
    String cause = "";

    @Label("Detail")
    String detail = "";

    @Label("Retries Before")
    int retriesBefore;

    @Label("Wait")
    @Description("Until the retry is due")
    @Timespan
    long waitNs;

    private RetryEvent() {}

    /** Tells, if a recording wants to know. */
    public static void tell(String lane, RetryCause cause, String detail, int retriesBefore, long waitNs) {
        if (SWITCH.isOn()) {
            RetryEvent event = new RetryEvent();
            event.lane = lane;
            event.cause = cause.name();
            event.detail = detail;
            event.retriesBefore = retriesBefore;
            event.waitNs = waitNs;
            event.commit();
        }
    }
}
