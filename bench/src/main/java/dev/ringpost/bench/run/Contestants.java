package dev.ringpost.bench.run;

import dev.ringpost.bench.engine.EnginePublish;
import dev.ringpost.bench.peer.BasicPublish;
import dev.ringpost.bench.peer.PerfTestRun;
import dev.ringpost.bench.peer.WireLimit;
import dev.ringpost.bench.run.ContestantSpec.Role;
import java.util.List;

/** All contestants, in the order of the report. A new one is a new row here, nothing else. */
final class Contestants {
    /** What the names of this engine's rows begin with. */
    static final String OURS = "engine ";

    /** The engine's default ring, and wide enough for any broker. */
    private static final int WINDOW_MESSAGES = 16_384;

    private static final List<String> NO_ARGS = List.of();

    static final List<ContestantSpec> ALL = List.of(
            row("wire limit", Role.LIMIT, WireLimit.class, NO_ARGS, WINDOW_MESSAGES, 20_000_000),
            row("engine bytes", Role.OTHER, EnginePublish.class, List.of("bytes"), WINDOW_MESSAGES, 6_000_000),
            row("engine watched", Role.OTHER, EnginePublish.class, List.of("watched"), WINDOW_MESSAGES, 6_000_000),
            row("engine receipt", Role.OTHER, EnginePublish.class, List.of("receipt"), WINDOW_MESSAGES, 4_000_000),
            row("engine json", Role.OTHER, EnginePublish.class, List.of("json"), WINDOW_MESSAGES, 1_000_000),
            row("engine headers", Role.OTHER, EnginePublish.class, List.of("headers"), WINDOW_MESSAGES, 2_000_000),
            row("engine options", Role.OTHER, EnginePublish.class, List.of("options"), WINDOW_MESSAGES, 1_000_000),
            row("engine 1% nacked", Role.OTHER, EnginePublish.class, List.of("nacked"), WINDOW_MESSAGES, 3_000_000),
            row(
                    "engine single acks",
                    Role.OTHER,
                    EnginePublish.class,
                    List.of("single_acks"),
                    WINDOW_MESSAGES,
                    2_000_000),
            row("engine 1% silent", Role.OTHER, EnginePublish.class, List.of("silent"), WINDOW_MESSAGES, 2_000_000),
            row("basicPublish", Role.OTHER, BasicPublish.class, NO_ARGS, WINDOW_MESSAGES, 150_000),
            row("basicPublish netty", Role.OTHER, BasicPublish.class, List.of("netty"), WINDOW_MESSAGES, 600_000),
            row("PerfTest window 1000", Role.PERF_TEST, PerfTestRun.class, NO_ARGS, 1_000, 300_000),
            row("PerfTest window 10000", Role.PERF_TEST, PerfTestRun.class, NO_ARGS, 10_000, 300_000));

    private Contestants() {}

    private static ContestantSpec row(
            String name, Role role, Class<?> main, List<String> args, int windowMessages, long calibrationMessages) {
        return new ContestantSpec(name, role, main.getName(), args, windowMessages, calibrationMessages);
    }
}
