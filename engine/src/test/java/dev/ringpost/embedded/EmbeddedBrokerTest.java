package dev.ringpost.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EmbeddedBrokerTest {
    private static final long CONFIRM_TIMEOUT_MS = 10_000;

    @Test
    void confirmsAPersistentMessageToADurableQueue() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            assertThat(broker.uri()).isEqualTo("amqp://guest:guest@127.0.0.1:" + broker.port() + "/");
            publish(broker, "orders");
            assertThat(depth(broker, "orders")).isOne();
        }
    }

    @Test
    void twoBrokersShareNothing() throws Exception {
        try (EmbeddedBroker one = EmbeddedBroker.start();
                EmbeddedBroker two = EmbeddedBroker.start()) {
            assertThat(one.port()).isNotEqualTo(two.port());
            publish(one, "orders");
            publish(two, "orders");
            publish(two, "orders");
            assertThat(depth(one, "orders")).isOne();
            assertThat(depth(two, "orders")).isEqualTo(2);
        }
    }

    @Test
    void theEndOfOneBrokerLeavesTheOtherAlone() throws Exception {
        try (EmbeddedBroker survivor = EmbeddedBroker.start()) {
            EmbeddedBroker.start().close();
            publish(survivor, "orders");
            assertThat(depth(survivor, "orders")).isOne();
        }
    }

    @Test
    void closeLeavesNoThreadsAndNoFiles() throws Exception {
        Set<Path> filesBefore = files();
        Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
        EmbeddedBroker broker = EmbeddedBroker.start();
        publish(broker, "orders");
        broker.close();
        broker.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !threadsBefore.contains(thread) && thread.isAlive())
                .filteredOn(thread -> !(thread instanceof ForkJoinWorkerThread))
                .filteredOn(EmbeddedBrokerTest::isTheBrokers)
                .isEmpty();
        assertThat(files()).isEqualTo(filesBefore);
    }

    private static boolean isTheBrokers(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group != null && group.getName().startsWith("ringpost-embedded");
    }

    /** What a broker could leave in the working directory, or in the temp directory under a name of Qpid's. */
    private static Set<Path> files() throws Exception {
        Set<Path> found;
        try (Stream<Path> here = Files.list(Path.of(""))) {
            found = here.collect(Collectors.toSet());
        }
        for (String name : List.of("work", "preferences.json", "config.json", "log")) {
            Path file = Path.of(System.getProperty("java.io.tmpdir"), name);
            if (Files.exists(file)) {
                found.add(file);
            }
        }
        return found;
    }

    private static void publish(EmbeddedBroker broker, String queue) throws Exception {
        try (Connection connection = connect(broker);
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            channel.queueDeclare(queue, true, false, false, null);
            channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, new byte[150]);
            channel.waitForConfirmsOrDie(CONFIRM_TIMEOUT_MS);
        }
    }

    private static long depth(EmbeddedBroker broker, String queue) throws Exception {
        try (Connection connection = connect(broker);
                Channel channel = connection.createChannel()) {
            return channel.messageCount(queue);
        }
    }

    private static Connection connect(EmbeddedBroker broker) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.uri());
        return factory.newConnection();
    }
}
