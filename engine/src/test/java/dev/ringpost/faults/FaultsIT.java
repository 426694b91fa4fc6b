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

/**
 * Every fault of a single node once, but for the long one, and some of them with batching: the long one, and all of them again and again, is
 * {@link Soak}'s.
 */
@Tag("slow")
@RabbitTest
@CleanEngine
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(300)
class FaultsIT {

    private SingleSite site;

    @BeforeAll
    void start() throws Exception {
        site = SingleSite.start();
    }

    @AfterAll
    void end() {
        site.close();
    }

    static List<FaultKind> kinds() {
        return FaultKind.ofSingleNode().stream()
                .filter(kind -> kind != FaultKind.NODE_GONE)
                .toList();
    }

    /** What can happen to a pack as it can to a message: lost, doubled, refused, stuck, left over. */
    static List<FaultKind> kindsForBatches() {
        return List.of(
                FaultKind.NODE_FROZEN,
                FaultKind.HALF_OPEN,
                FaultKind.QUEUE_DELETED,
                FaultKind.NACK_STORM,
                FaultKind.PERMISSION_REVOKED,
                FaultKind.CLOSE_STALLED);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void nothingIsLost(FaultKind kind, ExpectedLogs logs) throws Exception {
        RoundCheck.passes(site, kind, false, logs);
    }

    @ParameterizedTest
    @MethodSource("kindsForBatches")
    void noRecordIsLost(FaultKind kind, ExpectedLogs logs) throws Exception {
        RoundCheck.passes(site, kind, true, logs);
    }
}
