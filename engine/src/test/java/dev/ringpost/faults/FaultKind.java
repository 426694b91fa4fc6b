package dev.ringpost.faults;

import java.util.Arrays;
import java.util.List;

/** Every fault there is. */
enum FaultKind {
    NODE_KILLED("broker killed (SIGKILL), restarted"),
    NODE_RESTARTED("broker restarted gracefully"),
    NODE_FROZEN("broker frozen (SIGSTOP)"),
    NODE_GONE("broker down for 30 s at full load"),
    CONNECTIONS_CLOSED("close_all_connections"),
    CONNECTION_LIMIT("broker at its limit of connections"),
    MEMORY_ALARM("memory alarm on and off"),
    DISK_ALARM("disk alarm on and off"),
    TCP_RESETS("TCP reset at a random byte"),
    HALF_OPEN("half-open connections"),
    STALLED_READER("peer stops reading"),
    SLOW_CONFIRMS("slow confirms"),
    QUEUE_DELETED("queue deleted"),
    EXCHANGE_DELETED("exchange deleted"),
    UNROUTABLE("mandatory messages unroutable"),
    NACK_STORM("nack storm"),
    PERMISSION_REVOKED("permission revoked"),
    CALLERS_INTERRUPTED("caller threads interrupted"),
    CALLBACKS_THROW("callbacks throw"),
    CALLBACKS_BLOCK("callbacks block"),
    CALLBACKS_PUBLISH("callbacks publish"),
    CLOSE_HEALTHY("engine closed, broker healthy"),
    CLOSE_STALLED("engine closed, broker stalled"),
    CLOSE_DEAD("engine closed, broker dead"),
    JVM_TERMINATED("publishing JVM told to end (SIGTERM)"),
    LEADER_KILLED("cluster: leader of a quorum queue killed"),
    ROLLING_RESTART("cluster: rolling restart of all nodes"),
    MINORITY_CUT_OFF("cluster: minority cut off"),
    MAJORITY_LOST("cluster: a queue without a majority");

    private static final List<FaultKind> OF_CLUSTER =
            List.of(LEADER_KILLED, ROLLING_RESTART, MINORITY_CUT_OFF, MAJORITY_LOST);

    private final String description;

    FaultKind(String description) {
        this.description = description;
    }

    /** Those for a single node. */
    static List<FaultKind> ofSingleNode() {
        return Arrays.stream(values()).filter(kind -> !kind.needsCluster()).toList();
    }

    /** Those for a cluster. */
    static List<FaultKind> ofCluster() {
        return OF_CLUSTER;
    }

    /** For people. */
    String description() {
        return description;
    }

    boolean needsCluster() {
        return OF_CLUSTER.contains(this);
    }

    /** Whether the load runs as fast as it can, and must do so again within seconds. */
    boolean isAtFullLoad() {
        return this == NODE_GONE || name().startsWith("CLOSE_");
    }

    /** Whether a round takes a minute. */
    boolean isLong() {
        return this == NODE_GONE || this == ROLLING_RESTART;
    }

    /** Whether the rate before is to be reached again within seconds of the healing. */
    boolean restoresRate() {
        return this == NODE_GONE;
    }

    /** A fresh one. */
    Fault fault() {
        return switch (this) {
            case NODE_KILLED -> NodeFaults.killed();
            case NODE_RESTARTED -> NodeFaults.restarted();
            case NODE_FROZEN -> NodeFaults.frozen();
            case NODE_GONE -> NodeFaults.gone();
            case CONNECTIONS_CLOSED -> NodeFaults.connectionsClosed();
            case CONNECTION_LIMIT -> NodeFaults.connectionLimit();
            case MEMORY_ALARM -> NodeFaults.memoryAlarm();
            case DISK_ALARM -> NodeFaults.diskAlarm();
            case TCP_RESETS -> NetworkFaults.resets();
            case HALF_OPEN -> NetworkFaults.halfOpen();
            case STALLED_READER -> NetworkFaults.stalledReader();
            case SLOW_CONFIRMS -> NetworkFaults.slowConfirms();
            case QUEUE_DELETED -> EntityFaults.queueDeleted();
            case EXCHANGE_DELETED -> EntityFaults.exchangeDeleted();
            case UNROUTABLE -> EntityFaults.unroutable();
            case NACK_STORM -> EntityFaults.nackStorm();
            case PERMISSION_REVOKED -> EntityFaults.permissionRevoked();
            case CALLERS_INTERRUPTED -> CallerFaults.interrupts();
            case CALLBACKS_THROW -> CallerFaults.callbacksThrow();
            case CALLBACKS_BLOCK -> CallerFaults.callbacksBlock();
            case CALLBACKS_PUBLISH -> CallerFaults.callbacksPublish();
            case CLOSE_HEALTHY -> CloseFaults.healthy();
            case CLOSE_STALLED -> CloseFaults.stalled();
            case CLOSE_DEAD -> CloseFaults.dead();
            case JVM_TERMINATED -> JvmFault.terminated();
            case LEADER_KILLED -> ClusterFaults.leaderKilled();
            case ROLLING_RESTART -> ClusterFaults.rollingRestart();
            case MINORITY_CUT_OFF -> ClusterFaults.minorityCutOff();
            case MAJORITY_LOST -> ClusterFaults.majorityLost();
        };
    }
}
