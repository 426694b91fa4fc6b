package dev.ringpost.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.bench.scaling.Dimension.Point;
import dev.ringpost.bench.wire.BenchMessage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Points and options, and one point of each dimension for a moment against the null broker. */
class ScalingBenchTest {
    @ParameterizedTest
    @EnumSource
    @Timeout(60)
    void measuresEachDimension(Dimension dimension) throws Exception {
        List<Point> points = dimension.points(2_000);
        // In flight the least, since it is kept in another way; of the others the most.
        Point point = dimension == Dimension.IN_FLIGHT ? points.get(0) : points.get(points.size() - 1);
        ScalingResult result = new ScalingRunner(0.2, 0.1).run(point);
        assertThat(result.intervals()).hasSize(dimension == Dimension.MESSAGES ? 20 : 3);
        assertThat(result.totalConfirmed()).isGreaterThan(result.messages());
        if (dimension == Dimension.MESSAGES) {
            assertThat(result.messages()).isEqualTo(2_000);
        }
    }

    @Test
    void endsTheCountsWithTheLongRun() {
        assertThat(Dimension.MESSAGES.points(3_000_000))
                .extracting(Point::value)
                .containsExactly(1_000L, 10_000L, 100_000L, 1_000_000L, 3_000_000L);
        assertThat(Dimension.MESSAGES.points(1_000_000_000))
                .extracting(Point::value)
                .endsWith(100_000_000L, 1_000_000_000L);
    }

    @Test
    void givesAllRoutesKeysOfTheUsualLength() {
        assertThat(IntStream.range(0, 10_000)
                        .mapToObj(ScalingPublish::routingKey)
                        .distinct())
                .hasSize(10_000)
                .allMatch(key -> key.length() == BenchMessage.ROUTING_KEY.length());
    }

    @Test
    void dealsOutAllMessages() {
        assertThat(IntStream.range(0, 16).mapToLong(caller -> ScalingPublish.share(1_000_003, caller, 16)))
                .containsOnly(62_500L, 62_501L);
        assertThat(IntStream.range(0, 16)
                        .mapToLong(caller -> ScalingPublish.share(1_000_003, caller, 16))
                        .sum())
                .isEqualTo(1_000_003);
    }

    @ParameterizedTest
    @CsvSource({
        "--only width, 'is none of body, in-flight, lanes, callers, routes, messages'",
        "--messages 0, is not positive",
        "--seconds -1, is not positive",
        "--broker rabbitmq, rabbitmq",
        "--json /there/is/no/such/directory/file.json, no directory to write it to",
    })
    void refusesWhatMakesNoSense(String arguments, String reason) {
        StringWriter errors = new StringWriter();
        int exitCode =
                ScalingBench.commandLine().setErr(new PrintWriter(errors, true)).execute(arguments.split(" ", -1));
        assertThat(exitCode).isEqualTo(2);
        assertThat(errors.toString()).contains(reason);
    }
}
