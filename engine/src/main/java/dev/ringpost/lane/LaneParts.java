package dev.ringpost.lane;

import dev.ringpost.confirm.SlotStates;
import dev.ringpost.metrics.LaneMetrics;
import dev.ringpost.ring.Inlet;
import dev.ringpost.ring.LaneClock;
import dev.ringpost.ring.Signal;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.topology.ControlAgent;

/** What the agents of one lane share. */
record LaneParts(
        SlotRing ring,
        Inlet inlet,
        SlotStates states,
        LaneClock clock,
        Signal laneSignal,
        Signal completionSignal,
        LaneMetrics metrics,
        ControlAgent control) {}
