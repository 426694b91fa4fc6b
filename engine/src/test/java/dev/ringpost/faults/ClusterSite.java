package dev.ringpost.faults;

import dev.ringpost.testing.Await;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.RabbitNode;
import dev.ringpost.testing.RabbitOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Three nodes in a cluster with quorum queues of three members; a node in a minority pauses itself. The engine knows all
 * three. One directory, AMQP and distribution port each, one cookie and one port mapper for all.
 *
 * <p>A partition is made by cookies: the node that is cut off forgets the one it shared with each of the others and drops its
 * links to them, and none can connect again until it knows it. So Erlang's distribution is parted, and not the network; to
 * RabbitMQ that is the same.
 */
final class ClusterSite implements Site {

    static final Duration CONFIRM_TIMEOUT = Duration.ofSeconds(4);

    private static final int SIZE = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String cookie;
    private final List<RabbitNode> nodes;
    private final boolean[] usable = {true, true, true};
    private final Scene scene = new Scene(Map.of("x-queue-type", "quorum"));

    private ClusterSite(String cookie, List<RabbitNode> nodes) {
        this.cookie = cookie;
        this.nodes = nodes;
    }

    /** Starts it and declares the scene. */
    static ClusterSite start() throws IOException {
        List<RabbitOptions> plans = plans();
        List<RabbitNode> nodes = new ArrayList<>();
        ClusterSite site = new ClusterSite(plans.get(0).cookie(), nodes);
        try {
            for (RabbitOptions plan : plans) {
                nodes.add(RabbitNode.start(plan)); // joins those before it
            }
            site.change(site.scene::declare);
            return site;
        } catch (IOException | RuntimeException e) {
            site.close();
            throw e;
        }
    }

    private static List<RabbitOptions> plans() {
        RabbitOptions first = RabbitOptions.defaults();
        List<RabbitOptions> members = new ArrayList<>(List.of(first));
        while (members.size() < SIZE) {
            members.add(RabbitOptions.defaults());
        }
        List<String> config = new ArrayList<>(List.of(
                "cluster_partition_handling = pause_minority",
                "cluster_formation.peer_discovery_backend = classic_config"));
        for (int i = 0; i < SIZE; i++) {
            config.add("cluster_formation.classic_config.nodes." + (i + 1) + " = "
                    + members.get(i).name());
        }
        return members.stream()
                .map(member -> new RabbitOptions(
                        member.name(),
                        member.port(),
                        member.distPort(),
                        first.epmdPort(),
                        member.name().equals(first.name()),
                        first.cookie(),
                        config,
                        member.plugins()))
                .toList();
    }

    /** How many nodes it has. */
    static int size() {
        return SIZE;
    }

    @Override
    public String engineUri() {
        return nodes.stream().map(RabbitNode::uri).collect(Collectors.joining(";"));
    }

    /** Short, as a queue without a majority answers nothing. */
    @Override
    public Duration confirmTimeout() {
        return CONFIRM_TIMEOUT;
    }

    @Override
    public RabbitNode node() {
        for (int i = 0; i < SIZE; i++) {
            if (usable[i]) {
                return nodes.get(i);
            }
        }
        throw new IllegalStateException("no node of the cluster is up");
    }

    @Override
    public Scene scene() {
        return scene;
    }

    /** The index of the node that leads a queue. */
    int leaderOf(String queue) {
        String answer = node().rabbitmqctl("list_queues", "--quiet", "--no-table-headers", "name", "leader");
        String leader = answer.lines()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length == 2 && fields[0].equals(queue))
                .map(fields -> fields[1])
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no leader of " + queue + " in\n" + answer));
        for (int i = 0; i < SIZE; i++) {
            if (nodes.get(i).name().equals(leader)) {
                return i;
            }
        }
        throw new IllegalStateException(leader + " is no node of this cluster");
    }

    /** Stops a member of a queue that does not lead it; returns its node's name. */
    String stopFollower(String queue) {
        String answer =
                eval("{ok, Q} = rabbit_amqqueue:lookup(" + resource(queue) + "), {Name, Leader} = amqqueue:get_pid(Q), "
                        + "[Follower | _] = maps:get(nodes, amqqueue:get_type_state(Q)) -- [Leader], "
                        + "ok = rpc:call(Follower, ra, stop_server, [quorum_queues, {Name, Follower}]), Follower.");
        return answer.strip();
    }

    /** Starts it again. */
    void startFollower(String queue, String follower) {
        eval("{ok, Q} = rabbit_amqqueue:lookup(" + resource(queue) + "), {Name, _} = amqqueue:get_pid(Q), "
                + "ok = rpc:call(" + follower + ", ra, restart_server, [quorum_queues, {Name, " + follower + "}]).");
    }

    private String eval(String expression) {
        return node().rabbitmqctl("eval", "--quiet", expression);
    }

    private static String resource(String queue) {
        return "rabbit_misc:r(<<\"/\">>, queue, <<\"" + queue + "\">>)";
    }

    /** SIGKILL. */
    void kill(int index) {
        usable[index] = false;
        nodes.get(index).kill();
    }

    /** Stops RabbitMQ on a node and starts it again, in the Erlang VM that goes on running: that saves half of the time. */
    void restartApplication(int index) {
        usable[index] = false;
        nodes.get(index).rabbitmqctl("eval", "ok = rabbit:stop(), ok = rabbit:start().");
        usable[index] = true;
    }

    /** Starts a node that was killed. */
    void restart(int index) {
        Site.restart(nodes.get(index));
        usable[index] = true;
    }

    /** Parts a node from the two others. */
    void cutOff(int index) {
        usable[index] = false;
        nodes.get(index)
                .rabbitmqctl(
                        "eval",
                        "Others = " + othersOf(index) + ", [erlang:set_cookie(N, parted) || N <- Others], "
                                + "[erlang:disconnect_node(N) || N <- Others].");
    }

    /** Joins it with them again; returns once it serves. */
    void join(int index) throws Exception {
        nodes.get(index)
                .rabbitmqctl("eval", "[erlang:set_cookie(N, '" + cookie + "') || N <- " + othersOf(index) + "].");
        Await.until("the node serves again", PATIENCE, () -> serves(nodes.get(index)));
        usable[index] = true;
    }

    private String othersOf(int index) {
        return nodes.stream()
                .filter(node -> node != nodes.get(index))
                .map(node -> "'" + node.name() + "'")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static boolean serves(RabbitNode node) {
        try (BrokerClient client = BrokerClient.connect(node.uri())) {
            return client.channel().isOpen();
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        // The first one has the port mapper, so it goes last.
        for (int i = nodes.size() - 1; i >= 0; i--) {
            nodes.get(i).kill();
            nodes.get(i).close();
        }
    }
}
