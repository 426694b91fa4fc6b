package dev.ringpost.faults;

import java.time.Duration;

/** One fault of one round: made afresh for each, so it may remember between its two steps what it did. */
interface Fault {

    /** Breaks something; returns once it is broken. */
    void inject(FaultContext context) throws Exception;

    /** How long it stays broken. */
    default Duration hold(FaultContext context) {
        return context.between(Duration.ofMillis(500), Duration.ofSeconds(2));
    }

    /** Mends it; returns once everything works again. Called even if {@link #inject} threw. */
    void heal(FaultContext context) throws Exception;

    /** A step of a fault. */
    interface Step {
        /** Does it. */
        void take(FaultContext context) throws Exception;
    }

    /** A fault of two steps. */
    static Fault of(Step inject, Step heal) {
        return new Fault() {
            @Override
            public void inject(FaultContext context) throws Exception {
                inject.take(context);
            }

            @Override
            public void heal(FaultContext context) throws Exception {
                heal.take(context);
            }
        };
    }

    /** The same, held that long. */
    static Fault of(Duration hold, Step inject, Step heal) {
        return new Fault() {
            @Override
            public void inject(FaultContext context) throws Exception {
                inject.take(context);
            }

            @Override
            public Duration hold(FaultContext context) {
                return hold;
            }

            @Override
            public void heal(FaultContext context) throws Exception {
                heal.take(context);
            }
        };
    }
}
