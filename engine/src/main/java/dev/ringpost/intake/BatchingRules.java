package dev.ringpost.intake;

import dev.ringpost.Batching;
import dev.ringpost.EngineSettings;
import dev.ringpost.InvalidMessageException;
import dev.ringpost.PublishOptions;
import dev.ringpost.ring.SlotRing;

/**
 * What an engine's settings allow record batching.
 *
 * @param callersSlots slots of a lane that callers may have
 * @param maxMessageBytes largest body of an AMQP message
 * @param deliveryTimeoutNs after which a record that still lingers would time out
 */
record BatchingRules(int callersSlots, int maxMessageBytes, long deliveryTimeoutNs) {

    static BatchingRules of(EngineSettings settings) {
        return new BatchingRules(
                settings.ringSize() - SlotRing.RESERVED_SLOTS,
                settings.maxMessageBytes(),
                Nanos.of(settings.timeouts().delivery()));
    }

    /**
     * Checks the batching of complete options.
     *
     * @throws InvalidMessageException naming the settings that do not go together
     */
    void check(Batching batching, PublishOptions complete) {
        if (batching.maxRecords() > callersSlots) {
            throw new InvalidMessageException("batching: maxRecords " + batching.maxRecords()
                    + " is more than callers have slots, " + callersSlots + " (ringSize less " + SlotRing.RESERVED_SLOTS
                    + "): no AMQP message would ever be full");
        }
        if (batching.maxBytes() > maxMessageBytes) {
            throw new InvalidMessageException("batching: maxBytes " + batching.maxBytes()
                    + " is over the engine's limit for a message, " + maxMessageBytes + " (maxMessageBytes)");
        }
        if (Nanos.of(batching.linger()) >= deliveryTimeoutNs) {
            throw new InvalidMessageException("batching: linger " + batching.linger()
                    + " is not below the deliveryTimeout: records would time out before they are sent");
        }
        if (complete.isMessageIdNumbered() && !batching.format().carriesMessageIds()) {
            throw new InvalidMessageException("batching: the format " + batching.format()
                    + " has no place for the message ids of records; use withoutMessageId() or length-prefixed");
        }
    }
}
