package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ChildJvm;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.TcpProxy;
import dev.ringpost.testing.TcpProxy.Direction;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What an engine costs that has nothing to do. */
@IntegrationTest
class IdleCpuIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final double MOST_OF_EACH = 0.02;
    private static final int ENGINES = 3;

    @Test
    void enginesAtRestUseNextToNoCpu(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.EMBEDDED);
                TcpProxy proxy = TcpProxy.to(brokers.port(BrokerKind.EMBEDDED));
                ChildJvm child = ChildJvm.start(
                        IdleMain.class,
                        List.of("-Xmx128m"),
                        brokers.uri(BrokerKind.EMBEDDED),
                        proxy.uri(),
                        client.queue("idle"))) {
            child.awaitOutput("READY", PATIENCE);
            proxy.stall(Direction.TO_CLIENT);
            child.tell("go");
            child.awaitOutput("DONE", PATIENCE);
            Matcher cpu = Pattern.compile("CPU (\\d+) us of (\\d+);").matcher(child.output());
            assertThat(cpu.find()).isTrue();
            double share = Double.parseDouble(cpu.group(1)) / Double.parseDouble(cpu.group(2));
            System.out.printf("IDLE three engines at rest: %.2f %% of a core%n", share * 100);
            assertThat(share).as(child.output()).isLessThan(MOST_OF_EACH * ENGINES);
            assertThat(child.output()).contains("OUTCOME null").doesNotContain("SEQUENCE -1");
            proxy.resume();
            child.tell("end");
            assertThat(child.awaitEnd(PATIENCE)).as(child.output()).isZero();
        }
    }
}
