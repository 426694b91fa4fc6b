package dev.ringpost.retry;

/** Where a message that was moved out of its slot is now. */
public enum StoredState {
    /** Not in use. */
    FREE,

    /** Just taken out of its slot; what it waits for comes with the next call. */
    MOVED,

    /** In the store until its retry is due. */
    WAITING_RETRY,

    /** In the store, sent and not answered: it made room for others, and is not sent again by that. */
    WAITING_ACK,

    /** In the store, not sent: an earlier message of its key is on its way, or waits itself. */
    WAITING_TURN,

    /** Back in a slot; the store still keeps its deadline, its count of retries and its earlier attempts. */
    IN_RING,

    /** Has its outcome, which is on its way to the caller. */
    DEPARTED;

    /** Whether the one may follow the other. */
    boolean mayBecome(StoredState next) {
        return switch (this) {
            case FREE -> next == MOVED;
            case MOVED -> next == WAITING_RETRY || next == WAITING_ACK || next == WAITING_TURN || next == DEPARTED;
            case WAITING_RETRY -> next == IN_RING || next == DEPARTED;
            case WAITING_ACK, WAITING_TURN -> next == WAITING_RETRY || next == DEPARTED;
            case IN_RING -> next == MOVED || next == DEPARTED || next == FREE;
            case DEPARTED -> next == FREE;
        };
    }
}
