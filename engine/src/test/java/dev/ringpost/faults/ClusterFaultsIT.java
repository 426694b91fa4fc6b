package dev.ringpost.faults;

import dev.ringpost.testing.CleanEngine;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.RabbitTest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault of a cluster once. */
@Tag("slow")
@RabbitTest
@CleanEngine
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(400)
class ClusterFaultsIT {

    private ClusterSite site;

    @BeforeAll
    void start() throws Exception {
        site = ClusterSite.start();
    }

    @AfterAll
    void end() {
        site.close();
    }

    static List<FaultKind> kinds() {
        return FaultKind.ofCluster();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void nothingIsLost(FaultKind kind, ExpectedLogs logs) throws Exception {
        RoundCheck.passes(site, kind, false, logs);
    }
}
