package dev.ringpost.faults;

import com.rabbitmq.client.Channel;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.RabbitNode;
import java.io.IOException;
import java.time.Duration;

/** A broker to hurt. Used by one thread. */
interface Site extends AutoCloseable {

    /** How long a client is patient. */
    Duration CONNECT_WITHIN = Duration.ofMinutes(1);

    /** A change of what is declared. */
    interface Change {
        /** Makes it. */
        void on(Channel channel) throws IOException;
    }

    /** What the engine connects to. */
    String engineUri();

    /** How long the engine waits for the answer to one message, see {@link dev.ringpost.EngineBuilder#confirmTimeout}. */
    default Duration confirmTimeout() {
        return Duration.ofSeconds(30);
    }

    /** A node that runs, for {@code rabbitmqctl}. */
    RabbitNode node();

    /** The exchanges and queues. */
    Scene scene();

    /** A client straight to a node; tried again for a while, as a broker may be slow to let anybody in after a fault. */
    default BrokerClient client() {
        long startNs = System.nanoTime();
        while (true) {
            try {
                return BrokerClient.connect(node().uri());
            } catch (IllegalStateException notYet) {
                if (System.nanoTime() - startNs > CONNECT_WITHIN.toNanos()) {
                    throw notYet;
                }
            }
        }
    }

    /** Starts a node again; once more if it does not come up, as it does on a machine that is too busy. */
    static void restart(RabbitNode node) {
        try {
            node.restart();
        } catch (IllegalStateException notUp) {
            System.out.println("restarting once more: "
                    + String.valueOf(notUp.getMessage()).lines().findFirst().orElse(""));
            node.restart();
        }
    }

    /** Makes a change on a connection of its own, straight to a node. */
    default void change(Change change) throws IOException {
        try (BrokerClient client = client()) {
            change.on(client.channel());
        }
    }

    /** Ends every process. */
    @Override
    void close();
}
