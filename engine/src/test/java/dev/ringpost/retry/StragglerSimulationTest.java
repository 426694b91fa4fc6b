package dev.ringpost.retry;

import static dev.ringpost.retry.StragglerSimulation.latency;
import static dev.ringpost.retry.StragglerSimulation.rate;
import static dev.ringpost.retry.StragglerSimulation.twoKinds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.ring.SlotRing;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the numbers in {@link StragglerRule} come from; see there. */
class StragglerSimulationTest {

    private static final long MS = 1_000_000;
    private static final long CONFIRM_TIMEOUT_NS = 5_000 * MS;
    private static final long WARM_UP_NS = 1_000 * MS;
    private static final long MEASURE_NS = 1_000 * MS;
    private static final double SILENT_PART = 0.01;
    private static final int DEFAULT_WINDOW = 16_384 - SlotRing.RESERVED_SLOTS;

    private static double rateOf(int window, Supplier<StragglerSimulation.Broker> broker, double silent, boolean rule) {
        return new StragglerSimulation(window, broker.get(), silent, rule, CONFIRM_TIMEOUT_NS)
                .ratePerSecond(WARM_UP_NS, MEASURE_NS);
    }

    private static Arguments of(String name, int window, Supplier<StragglerSimulation.Broker> broker, double least) {
        return Arguments.of(name, window, broker, least);
    }

    static Stream<Arguments> brokers() {
        return Stream.of(
                of("the broker's speed, default ring", DEFAULT_WINDOW, () -> rate(36_000, MS), 0.98),
                of("the broker's speed, small ring", 960, () -> rate(50_000, MS), 0.98),
                of("the broker's speed, smallest ring", 64, () -> rate(20_000, MS), 0.95),
                of("the window, always 10 ms", 960, () -> latency(10 * MS, 0), 0.8),
                of("the window, always 2 ms", 960, () -> latency(2 * MS, 0), 0.8),
                of("the window, 7 to 13 ms", 960, () -> latency(10 * MS, 0.3), 0.8),
                of("the window, 1 to 19 ms", 960, () -> latency(10 * MS, 0.9), 0.8),
                of("the window, smallest ring", 64, () -> latency(10 * MS, 0.3), 0.8),
                of(
                        "a fast and a slow broker's speed",
                        4_032,
                        () -> twoKinds(rate(45_000, MS), rate(5_000, 5 * MS), 0.1),
                        0.95),
                of(
                        "the window, a tenth to slow queues",
                        960,
                        () -> twoKinds(latency(MS, 0.2), latency(20 * MS, 0.2), 0.1),
                        1),
                of(
                        "the window, half to slow queues",
                        960,
                        () -> twoKinds(latency(5 * MS, 0.2), latency(20 * MS, 0.2), 0.5),
                        1));
    }

    @ParameterizedTest(name = "limited by {0}")
    @MethodSource("brokers")
    void oneInAHundredNeverConfirmedLeavesTheOthersTheirRate(
            String name, int window, Supplier<StragglerSimulation.Broker> broker, double least) {
        double healthy = rateOf(window, broker, 0, false);
        double withSilent = rateOf(window, broker, SILENT_PART, true);
        assertThat(withSilent / healthy).as("part of the healthy rate").isGreaterThanOrEqualTo(least);
        assertThat(rateOf(window, broker, 0, true) / healthy)
                .as("the rule itself costs nothing")
                .isGreaterThan(0.98);
    }

    @Test
    void withoutTheRuleLittleIsLeft() {
        StragglerSimulation simulation =
                new StragglerSimulation(DEFAULT_WINDOW, rate(36_000, MS), SILENT_PART, false, CONFIRM_TIMEOUT_NS);
        // Each ring of messages waits for its first silent one.
        double left = simulation.ratePerSecond(CONFIRM_TIMEOUT_NS, 2 * CONFIRM_TIMEOUT_NS) / 36_000;
        assertThat(left).isBetween(0.08, 0.1);
    }

    @Test
    void hardlyAnyMessageOfOneKindOfQueueIsMovedForNothing() {
        for (double spread : new double[] {0, 0.3, 0.9}) {
            StragglerSimulation simulation =
                    new StragglerSimulation(960, latency(10 * MS, spread), 0, true, CONFIRM_TIMEOUT_NS);
            double confirmed = simulation.ratePerSecond(WARM_UP_NS, MEASURE_NS) * MEASURE_NS / 1e9;
            assertThat(simulation.movedCount() / confirmed)
                    .as("moved, spread %s", spread)
                    .isLessThan(0.01);
        }
    }
}
