package dev.ringpost.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Meter;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplerTest {

    private final FixedMeters meters = new FixedMeters(1).with(0, Meter.RING_SIZE, 100);
    private final Sampler sampler = new Sampler();

    @Test
    void anIntervalIsTheDifferenceOfItsEnds() {
        meters.with(0, Meter.CONFIRMED, 50).timed(0, 1_000_000);
        sampler.sample(10_000, meters);
        assertThat(sampler.since(0)).as("an interval has two ends").isEmpty();
        meters.with(0, Meter.CONFIRMED, 250)
                .with(0, Meter.WIRE_BYTES, 4_000)
                .with(0, Meter.IN_FLIGHT, 3)
                .with(0, Meter.RING_REMAINING, 75)
                .timed(0, 8_000);
        sampler.sample(12_000, meters);
        assertThat(sampler.since(0)).singleElement().satisfies(point -> {
            assertThat(point.confirmedPerSecond()).isEqualTo(100);
            assertThat(point.bytesPerSecond()).isEqualTo(2_000);
            assertThat(point.inFlight()).isEqualTo(3);
            assertThat(point.ringUsed()).isEqualTo(0.25);
            assertThat(point.confirmUs()).isNotNull();
            assertThat(point.confirmUs().max()).as("of this interval alone").isBetween(7.9, 8.1);
        });
        sampler.sample(13_000, meters);
        Sampler.Point idle = sampler.since(1).get(0);
        assertThat(idle.confirmedPerSecond()).isZero();
        assertThat(idle.confirmUs()).as("nothing was confirmed").isNull();
    }

    @Test
    void thePastIsBounded() {
        for (int i = 0; i <= Sampler.MAX_POINTS + 10; i++) {
            sampler.sample(1_000L * (i + 1), meters);
        }
        List<Sampler.Point> all = sampler.since(0);
        assertThat(all).hasSize(Sampler.MAX_POINTS);
        assertThat(all.get(0).number()).isEqualTo(11);
        assertThat(sampler.since(Sampler.MAX_POINTS + 9)).hasSize(1);
        sampler.sample(1, meters); // the calendar was put back
        assertThat(sampler.since(Sampler.MAX_POINTS + 10)).isEmpty();
    }
}
