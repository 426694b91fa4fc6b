package dev.ringpost.bench.nullbroker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all connections of a broker have received. Purpose: one place to read totals from. Writers: connection threads,
 * once a read. Readers: any thread. Guarantee: exact once the writers are quiet. Not guaranteed: a consistent cut while
 * they run.
 */
final class BrokerCounters {
    final LongAdder connectionCount = new LongAdder();
    final LongAdder messageCount = new LongAdder();
    final LongAdder bodyBytes = new LongAdder();
    final LongAdder wireBytes = new LongAdder();
    final LongAdder readCount = new LongAdder();
    private final List<String> faults = new CopyOnWriteArrayList<>();

    void onFault(String fault) {
        faults.add(fault);
    }

    BrokerReport report() {
        return new BrokerReport(
                connectionCount.sum(),
                messageCount.sum(),
                bodyBytes.sum(),
                wireBytes.sum(),
                readCount.sum(),
                List.copyOf(faults));
    }
}
