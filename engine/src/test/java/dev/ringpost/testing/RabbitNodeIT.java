package dev.ringpost.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

@RabbitTest
class RabbitNodeIT {
    private static final long CONFIRM_TIMEOUT_MS = 10_000;

    @Test
    void theSharedNodeConfirmsAndAnswersRabbitmqctl(RabbitNode node) throws Exception {
        publishOne(node, "shared-confirm");
        assertThat(node.rabbitmqctl("list_queues", "name", "messages", "--quiet"))
                .contains("shared-confirm\t1");
        assertThat(Files.readString(node.directory().resolve("pid")).trim())
                .isEqualTo(Long.toString(node.pids().get(0)));
    }

    @Test
    void theNodeIsTheSameForAllTests(RabbitNode one, RabbitNode two) {
        assertThat(one).isSameAs(two);
    }

    @Test
    void aKilledNodeKeepsPersistentMessagesAndCloseLeavesNothing() throws Exception {
        RabbitNode node = RabbitNode.start();
        List<Long> firstPids = node.pids();
        assertThat(firstPids).hasSize(2);
        Path directory = node.directory();
        try (node) {
            publishOne(node, "durable");
            node.rabbitmqctl("eval", "mnesia:sync_log()."); // or the queue, made so shortly before, may be forgotten
            node.kill();
            assertThat(node.pids()).as("only the port mapper lives").isEqualTo(firstPids.subList(1, 2));

            node.restart();
            assertThat(node.pids()).hasSize(2).isNotEqualTo(firstPids);
            try (Connection connection = connect(node);
                    Channel channel = connection.createChannel()) {
                assertThat(channel.basicGet("durable", true).getBody()).isEqualTo(bytes());
            }
        }
        assertThat(node.pids()).isEmpty();
        assertThat(firstPids).noneMatch(pid -> isRunning(pid, directory));
        assertThat(ProcessHandle.allProcesses()
                        .filter(process -> isRunning(process.pid(), directory))
                        .toList())
                .isEmpty();
        assertThat(directory).doesNotExist();
    }

    /** Whether a process runs in that directory or names it; a zombie that nobody reaped yet does neither. */
    private static boolean isRunning(long pid, Path directory) {
        try {
            String commandLine = Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
            return commandLine.contains(directory.toString())
                    || Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd")).startsWith(directory);
        } catch (IOException gone) {
            return false;
        }
    }

    private static void publishOne(RabbitNode node, String queue) throws Exception {
        try (Connection connection = connect(node);
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            channel.queueDeclare(queue, true, false, false, null);
            channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, bytes());
            channel.waitForConfirmsOrDie(CONFIRM_TIMEOUT_MS);
        }
    }

    private static Connection connect(RabbitNode node) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(node.uri());
        return factory.newConnection();
    }

    private static byte[] bytes() {
        return "hello".getBytes(StandardCharsets.UTF_8);
    }
}
