package dev.ringpost.testing;

import java.util.List;
import java.util.UUID;

/**
 * What distinguishes one node from another. The defaults make a node that shares nothing; nodes of one cluster would
 * share {@code cookie} and {@code epmdPort}.
 *
 * @param name Erlang node name, {@code NAME@localhost}
 * @param port AMQP port on 127.0.0.1
 * @param distPort Erlang distribution port on 127.0.0.1
 * @param epmdPort port of Erlang's port mapper
 * @param ownEpmd whether the node starts and ends the port mapper; false = it is already running
 * @param cookie Erlang cookie
 * @param config further lines of {@code rabbitmq.conf}, default none
 * @param plugins plug-ins that are enabled, default none
 */
public record RabbitOptions(
        String name,
        int port,
        int distPort,
        int epmdPort,
        boolean ownEpmd,
        String cookie,
        List<String> config,
        List<String> plugins) {

    /** Copies the lists. */
    public RabbitOptions {
        config = List.copyOf(config);
        plugins = List.copyOf(plugins);
    }

    /** A node of its own: fresh name and cookie, three ports that are free now. */
    public static RabbitOptions defaults() {
        String id = UUID.randomUUID().toString().replace("-", "");
        int[] ports = FreePorts.pick(3);
        return new RabbitOptions(
                "ringpost-" + id.substring(0, 8) + "@localhost",
                ports[0],
                ports[1],
                ports[2],
                true,
                id,
                List.of(),
                List.of());
    }

    /** The same with these lines in {@code rabbitmq.conf}. */
    public RabbitOptions withConfig(String... lines) {
        return new RabbitOptions(name, port, distPort, epmdPort, ownEpmd, cookie, List.of(lines), plugins);
    }

    /** The same with these plug-ins. */
    public RabbitOptions withPlugins(String... names) {
        return new RabbitOptions(name, port, distPort, epmdPort, ownEpmd, cookie, config, List.of(names));
    }
}
