package dev.ringpost.jfr;

import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Whether some recording wants an event, asked before the event is made: one read where no recording ever ran. Asking the
 * event itself would need one, and asking for its type would start Flight Recorder, which takes a tenth of a second.
 */
final class EventSwitch {

    private final Class<? extends Event> event;
    private volatile @Nullable EventType type;

    EventSwitch(Class<? extends Event> event) {
        this.event = event;
    }

    /** Any thread. */
    boolean isOn() {
        return FlightRecorder.isInitialized() && isEnabled();
    }

    private boolean isEnabled() {
        EventType known = type;
        try {
            if (known == null) {
                known = EventType.getEventType(event);
                type = known;
            }
            return known.isEnabled();
        } catch (RuntimeException e) {
            return false; // a recorder that does not know it records none; nothing of the engine is to end of that
        }
    }
}
