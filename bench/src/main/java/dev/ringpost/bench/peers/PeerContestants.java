package dev.ringpost.bench.peers;

import dev.ringpost.bench.engine.EnginePublish;
import dev.ringpost.bench.engine.QueuePublish;
import dev.ringpost.bench.peer.BasicPublish;
import dev.ringpost.bench.peer.PerfTestRun;
import dev.ringpost.bench.peer.SpringBatching;
import dev.ringpost.bench.peer.SpringCorrelated;
import dev.ringpost.bench.peer.SpringInvoke;
import dev.ringpost.bench.peer.StreamPublish;
import dev.ringpost.bench.peer.VertxPublish;
import dev.ringpost.bench.peer.WaitForConfirms;
import dev.ringpost.bench.peer.WireLimit;
import dev.ringpost.bench.peers.PeerSpec.Kind;
import dev.ringpost.bench.run.ContestantSpec;
import dev.ringpost.bench.run.Program;
import dev.ringpost.bench.run.Protocol;
import java.util.ArrayList;
import java.util.List;

/**
 * All contestants, in the order of the report. Calibration takes another number of messages where a broker stores them: each
 * is enough for about a second.
 */
final class PeerContestants {
    static final String ENGINE = "engine bytes";
    static final String ENGINE_TLS = "engine bytes TLS";
    static final String ASYNC = "amqp-client async";

    /** The engine's default ring. */
    private static final int WINDOW_MESSAGES = 16_384;

    private static final List<Integer> PERF_TEST_WINDOWS = List.of(100, 1_000, 10_000);

    private final boolean isNull;
    private final List<PeerSpec> specs = new ArrayList<>();

    private PeerContestants(boolean isNull) {
        this.isNull = isNull;
    }

    /** Those that publish to an exchange by AMQP; some by TLS, and a limit, which make sense on the null broker only. */
    static List<PeerSpec> amqp(BrokerKind broker, List<PythonClient> pythonClients) {
        PeerContestants table = new PeerContestants(broker == BrokerKind.NULL);
        table.add("wire limit", Kind.LIMIT, WireLimit.class, 20_000_000, 0);
        table.addOurs();
        table.addAmqpClient();
        for (int windowMessages : PERF_TEST_WINDOWS) {
            table.add(
                    "PerfTest window " + windowMessages,
                    Kind.PERF_TEST,
                    PerfTestRun.class,
                    List.of(),
                    windowMessages,
                    300_000,
                    120_000);
        }
        table.add("Spring correlated", Kind.PEER, SpringCorrelated.class, 60_000, 30_000);
        table.add("Spring invoke, confirms per 100", Kind.PEER, SpringInvoke.class, 60_000, 20_000);
        table.add("Spring batching template, 100", Kind.PEER, SpringBatching.class, 400_000, 300_000);
        table.add("Vert.x publisher", Kind.PEER, VertxPublish.class, 30_000, 15_000);
        pythonClients.forEach(table::add);
        return List.copyOf(table.specs);
    }

    /** Those that publish to a stream; the stream client by its own protocol. */
    static List<PeerSpec> stream() {
        PeerContestants table = new PeerContestants(false);
        table.add(ENGINE, Kind.OURS, EnginePublish.class, List.of("bytes"), WINDOW_MESSAGES, 0, 60_000);
        table.add(ASYNC, Kind.PEER, BasicPublish.class, 0, 40_000);
        table.addStreamClient(1, 200_000);
        table.addStreamClient(100, 500_000);
        return List.copyOf(table.specs);
    }

    private void addOurs() {
        add(ENGINE, Kind.OURS, EnginePublish.class, List.of("bytes"), WINDOW_MESSAGES, 6_000_000, 60_000);
        add("engine receipt", Kind.OURS, EnginePublish.class, List.of("receipt"), WINDOW_MESSAGES, 4_000_000, 60_000);
        add("engine json", Kind.OURS, EnginePublish.class, List.of("json"), WINDOW_MESSAGES, 1_000_000, 60_000);
        add("ArrayBlockingQueue, no ring", Kind.VARIANT, QueuePublish.class, 2_000_000, 60_000);
        addTls(ENGINE_TLS, Kind.OURS, EnginePublish.class, List.of("bytes"), 2_000_000);
    }

    private void addAmqpClient() {
        add("amqp-client individual", Kind.PEER, WaitForConfirms.class, List.of("1"), 1, 15_000, 2_000);
        add("amqp-client batch-100", Kind.PEER, WaitForConfirms.class, List.of("100"), 100, 80_000, 20_000);
        add(ASYNC, Kind.PEER, BasicPublish.class, 150_000, 40_000);
        add(
                "amqp-client async Netty",
                Kind.PEER,
                BasicPublish.class,
                List.of("netty"),
                WINDOW_MESSAGES,
                600_000,
                60_000);
        addTls("amqp-client async TLS", Kind.PEER, BasicPublish.class, List.of(), 100_000);
    }

    private void add(String name, Kind kind, Class<?> main, long onNull, long onQueue) {
        add(name, kind, main, List.of(), WINDOW_MESSAGES, onNull, onQueue);
    }

    private void add(
            String name, Kind kind, Class<?> main, List<String> args, int windowMessages, long onNull, long onQueue) {
        add(kind, name, Program.ofMain(main.getName(), args), Protocol.AMQP, windowMessages, isNull ? onNull : onQueue);
    }

    private void addTls(String name, Kind kind, Class<?> main, List<String> args, long onNull) {
        add(kind, name, Program.ofMain(main.getName(), args), Protocol.AMQPS, WINDOW_MESSAGES, onNull);
    }

    private void addStreamClient(int subEntryRecords, long calibrationMessages) {
        String name = "stream-client sub-entry " + subEntryRecords;
        Program program = Program.ofMain(StreamPublish.class.getName(), List.of(String.valueOf(subEntryRecords)));
        add(Kind.PEER, name, program, Protocol.STREAM, WINDOW_MESSAGES, calibrationMessages);
    }

    /** Both wait for each confirm. */
    private void add(PythonClient client) {
        add(Kind.PYTHON, client.title(), client.program(), Protocol.AMQP, 1, isNull ? 8_000 : 1_500);
    }

    private void add(
            Kind kind, String name, Program program, Protocol protocol, int windowMessages, long calibrationMessages) {
        specs.add(new PeerSpec(
                new ContestantSpec(name, role(kind), program, protocol, windowMessages, calibrationMessages), kind));
    }

    private static ContestantSpec.Role role(Kind kind) {
        return switch (kind) {
            case LIMIT -> ContestantSpec.Role.LIMIT;
            case PERF_TEST -> ContestantSpec.Role.PERF_TEST;
            default -> ContestantSpec.Role.OTHER;
        };
    }
}
