package dev.ringpost.retry;

import dev.ringpost.Outcome;
import dev.ringpost.RetryCause;
import dev.ringpost.ring.OutcomeSink;
import dev.ringpost.ring.Slot;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message that left its slot before it had an outcome. One object serves many messages, one after the other.
 *
 * <p><b>Threads:</b> the lane's, until its outcome is handed over through {@link Departures}; then the completion
 * thread's, until that hands it back. All changes go through {@link RetryStore}.
 */
public final class StoredMessage {

    /** Not in that heap, or in no slot. */
    static final int ABSENT = -1;

    /** Place in each {@link TimeHeap}, by the heap's number. */
    final int[] positions = {ABSENT, ABSENT, ABSENT};

    byte @Nullable [] body;
    int routeHash;

    /** Attempts that may still be answered, and a number that tells them from those of the object's earlier messages. */
    int openAttempts;

    int attemptGeneration;

    private StoredState state = StoredState.FREE;
    private int bodyBytes;
    private @Nullable Object head;
    private boolean headIsShared;
    private @Nullable OutcomeSink sink;
    private long correlationId;
    private long acceptedNs;
    private boolean isSampled;
    private long deadlineNs;
    private long firstSequence;
    private long sequence = ABSENT;
    private int retriesDone;
    private long lastTag;
    private boolean stranded;
    private boolean inOrder;
    private long restoredInEpoch;
    private @Nullable RetryCause cause;
    private @Nullable Outcome outcome;
    private @Nullable String detail;

    StoredMessage() {}

    /** Where it is. */
    public StoredState state() {
        return state;
    }

    /** Length of its body. */
    public int bodyBytes() {
        return bodyBytes;
    }

    /** Its encoded head; see {@link Slot#head}. */
    public @Nullable Object head() {
        return head;
    }

    /** Where its outcome goes; {@code null} for the engine-wide listener. */
    public @Nullable OutcomeSink sink() {
        return sink;
    }

    /** For the engine-wide listener. */
    public long correlationId() {
        return correlationId;
    }

    /** When it was accepted, on the lane's clock. */
    public long acceptedNs() {
        return acceptedNs;
    }

    /** Whether {@link #acceptedNs} is exact. */
    public boolean isSampled() {
        return isSampled;
    }

    /** When its delivery timeout ends, on the lane's clock. */
    public long deadlineNs() {
        return deadlineNs;
    }

    /** Sequence of the slot that it was accepted into: tells the order of acceptance. */
    public long firstSequence() {
        return firstSequence;
    }

    /** Sequence of its slot while it is {@link StoredState#IN_RING}, else negative. */
    public long sequence() {
        return sequence;
    }

    /** Retries spent, the one it waits for included. */
    public int retriesDone() {
        return retriesDone;
    }

    /** Under which delivery tag it was sent last, on the connection of now; of no use before it was. */
    public long lastTag() {
        return lastTag;
    }

    /** Whether it is to be sent before others of its key that were accepted later. */
    public boolean isStranded() {
        return stranded;
    }

    /** Whether it was last to be sent in the order of acceptance, rather than when a retry is due. */
    public boolean isInOrder() {
        return inOrder;
    }

    /** See {@link #isStranded()}. */
    public void setStranded(boolean stranded) {
        this.stranded = stranded;
    }

    /** In which epoch it came back into the ring last. */
    public long restoredInEpoch() {
        return restoredInEpoch;
    }

    /** See {@link #restoredInEpoch()}. */
    public void setRestoredInEpoch(long epochId) {
        restoredInEpoch = epochId;
    }

    void setLastTag(long deliveryTag) {
        lastTag = deliveryTag;
    }

    /** Why it was moved or will be sent again, last; {@code null} if only to make room. */
    public @Nullable RetryCause cause() {
        return cause;
    }

    /** Its outcome once it is {@link StoredState#DEPARTED}. */
    public Outcome outcome() {
        return Objects.requireNonNull(outcome, "no outcome yet");
    }

    /** Why it was not confirmed, for people. */
    public @Nullable String detail() {
        return detail;
    }

    void become(StoredState next) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException("stored message " + firstSequence + " is " + state + ", it cannot become "
                    + next + ": a bug in the lane");
        }
        state = next;
    }

    /** Takes over all but the body from the slot that it was accepted into. */
    void identify(long acceptedAs, Slot slot, long deadline, int hash) {
        firstSequence = acceptedAs;
        deadlineNs = deadline;
        routeHash = hash;
        bodyBytes = slot.bodyBytes;
        head = slot.head;
        headIsShared = slot.headIsShared;
        sink = slot.sink;
        correlationId = slot.correlationId;
        acceptedNs = slot.acceptedNs;
        isSampled = slot.isSampled;
        retriesDone = 0;
        stranded = false;
        inOrder = false;
        cause = null;
    }

    /** Writes all but the body into a slot. */
    void fill(Slot slot) {
        slot.isVoid = false;
        slot.isSampled = isSampled;
        slot.bodyBytes = bodyBytes;
        slot.head = head;
        slot.headIsShared = headIsShared;
        slot.acceptedNs = acceptedNs;
        slot.correlationId = correlationId;
        slot.sink = sink;
    }

    void setSequence(long sequence) {
        this.sequence = sequence;
    }

    void setInOrder(boolean inOrder) {
        this.inOrder = inOrder;
    }

    void setCause(@Nullable RetryCause cause) {
        this.cause = cause;
    }

    void spendRetry() {
        retriesDone++;
    }

    void end(Outcome outcome, @Nullable String detail) {
        this.outcome = outcome;
        this.detail = detail;
    }

    /** Lets go of everything that the message brought along. */
    void clear() {
        head = null;
        sink = null;
        detail = null;
    }

    /** Number, state and retries, for people. */
    @Override
    public String toString() {
        return "message " + firstSequence + " (" + state + ", " + retriesDone + " retries, " + head + ")";
    }
}
