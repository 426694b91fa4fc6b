package dev.ringpost.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** A batch was written to the socket. Lane. */
@Name("ringpost.BatchWrite")
@Label("Batch Write")
@Category("Ringpost")
@Description("A batch of messages was written to the connection; long if the broker or the network takes nothing")
@StackTrace(false)
@Threshold("10 ms")
public final class BatchWriteEvent extends Event {

    private static final EventSwitch SWITCH = new EventSwitch(BatchWriteEvent.class);

    @Label("Lane")
    String lane = "";

    @Label("Messages")
    int messages;

    @Label("AMQP Messages")
    @Description("Fewer than messages where records share one")
    int amqpMessages;

    @Label("Bytes")
    @Description("Frames, without TLS")
    @DataAmount
    long bytes;

    private BatchWriteEvent() {}

    /** A write begins; {@code null} if no recording wants to know. */
    public static @Nullable BatchWriteEvent begun() {
        if (!SWITCH.isOn()) {
            return null;
        }
        BatchWriteEvent event = new BatchWriteEvent();
        event.begin();
        return event;
    }

    /** The write has ended, well or not. */
    public void ended(String ofLane, int messageCount, int amqpMessageCount, long frameBytes) {
        end();
        if (shouldCommit()) {
            lane = ofLane;
            messages = messageCount;
            amqpMessages = amqpMessageCount;
            bytes = frameBytes;
            commit();
        }
    }
}
