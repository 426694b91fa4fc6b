package dev.ringpost.faults;

import dev.ringpost.Outcome;
import java.time.Duration;
import java.util.List;

/** What happens to exchanges, queues and permissions, while other routes must not feel it. */
final class EntityFaults {

    private EntityFaults() {}

    /** With all it holds, and what comes is dropped for want of a route. */
    static Fault queueDeleted() {
        return Fault.of(context -> context.site().change(context.site().scene()::deleteDoomedQueue), context -> {
            context.site().change(context.site().scene()::declareDoomedQueue);
            // What was accepted by now may have met no queue.
            context.history().excuse(Route.DOOMED_QUEUE);
        });
    }

    /** Its messages fail with the broker's text until it is there again. */
    static Fault exchangeDeleted() {
        return Fault.of(
                context -> {
                    context.expectations().allow(Route.DOOMED_EXCHANGE, Outcome.FAILED);
                    context.site().change(context.site().scene()::deleteDoomedExchange);
                },
                context -> context.site().change(context.site().scene()::declareDoomedExchange));
    }

    /** Mandatory messages lose their queue for a while and are returned. */
    static Fault unroutable() {
        return Fault.of(
                context -> {
                    context.expectations().allow(Route.MANDATORY, Outcome.RETURNED);
                    context.site().change(context.site().scene()::unbindMandatory);
                },
                context -> context.site().change(context.site().scene()::bindMandatory));
    }

    /** Two queues are full and reject what comes; all of it is tried again until it fits, {@link Route#STRICT} in order. */
    static Fault nackStorm() {
        return Fault.of(
                Duration.ofSeconds(3),
                context -> context.rabbitmqctl(
                        "set_policy", "--apply-to", "queues", "narrow", Scene.NARROW_PATTERN, "{\"max-length\":1}"),
                context -> {
                    context.rabbitmqctl("clear_policy", "narrow");
                    for (Route route : List.of(Route.NARROW, Route.STRICT)) {
                        if (context.history().retries(route) == 0) {
                            throw new AssertionError("no message of " + route + " was nacked and tried again");
                        }
                    }
                });
    }

    /** The broker's user may no longer write to one exchange; connections are closed, as it caches what was allowed. */
    static Fault permissionRevoked() {
        return Fault.of(
                Duration.ofSeconds(2),
                context -> {
                    context.expectations().allow(Route.FORBIDDEN, Outcome.FAILED);
                    context.rabbitmqctl("set_permissions", "guest", ".*", Scene.PERMITTED_PATTERN, ".*");
                    context.rabbitmqctl("close_all_connections", "permissions have changed");
                },
                context -> context.rabbitmqctl("set_permissions", "guest", ".*", ".*", ".*"));
    }
}
