package dev.ringpost;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Bounds on time against the delivery timeout, the longest that a message waits for anything: a bound that is not below it
 * never takes effect, or only when it helps no message any more.
 *
 * <p>What the application did not set gives way: its default, or half of the delivery timeout where that is shorter, but no
 * less than a second, since brokers take their time however short messages live. Only what was set can be wrong.
 *
 * <p>Two have no rule on purpose. Waiting for room for longer than the delivery timeout is harmless, for by then there is
 * room; and closing within less is a choice, {@link Outcome#ABORTED} says the rest. Nor has the heartbeat: it notices a dead
 * peer on an idle connection, the write timeout and the delivery timeout on one in use.
 */
final class TimeoutRules {

    private static final Duration SHORTEST_DEFAULT = Duration.ofSeconds(1);

    private final Duration delivery;
    private final WrongSettings wrong;

    /** Adds what is wrong to the list. */
    TimeoutRules(Duration delivery, WrongSettings wrong) {
        this.delivery = delivery;
        this.wrong = wrong;
    }

    /**
     * One bound.
     *
     * @param name what it is called
     * @param set what the application set, or {@code null}
     * @param usual the default
     * @param otherwise what would happen with a longer one, as the end of a sentence
     * @return what counts
     */
    Duration belowDelivery(String name, @Nullable Duration set, Duration usual, String otherwise) {
        if (set == null) {
            Duration half = delivery.dividedBy(2);
            Duration given = half.compareTo(SHORTEST_DEFAULT) < 0 ? SHORTEST_DEFAULT : half;
            return given.compareTo(usual) < 0 ? given : usual;
        }
        checkBelowDelivery(name, name, set, otherwise);
        return set;
    }

    /** The same for what is not a setting of the engine's alone, and so has no default here, but an option it came with. */
    void checkBelowDelivery(String option, String name, Duration set, String otherwise) {
        if (set.compareTo(delivery) >= 0) {
            wrong.add(
                    option,
                    "deliveryTimeout",
                    name + " " + set + " is not shorter than deliveryTimeout " + delivery + ", so " + otherwise
                            + ": lower " + name + " or raise deliveryTimeout");
        }
    }
}
