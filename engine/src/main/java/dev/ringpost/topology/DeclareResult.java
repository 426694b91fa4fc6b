package dev.ringpost.topology;

import dev.ringpost.Queue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a lane's request.
 *
 * @param channel the connection it is about
 * @param declarations what was requested
 * @param serverNames the names of the server-named queues among them
 * @param forgetCount {@link ControlAgent#forgetCount()} before it was done
 * @param failure why the broker refused, for people, or {@code null}
 */
public record DeclareResult(
        ControlChannel channel,
        Declarations declarations,
        Map<Queue, String> serverNames,
        long forgetCount,
        @Nullable String failure) {}
