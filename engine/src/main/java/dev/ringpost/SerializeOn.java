package dev.ringpost;

/** Which thread turns an object into bytes. */
public enum SerializeOn {
    /**
     * The thread that calls publish, before a slot is claimed: errors surface at the call and the object may be changed
     * as soon as publish returned. The default.
     */
    CALLER,

    /**
     * The lane's thread: the call returns sooner, errors surface as {@link Outcome#FAILED}, and the object must not be
     * changed before its outcome.
     */
    ENGINE
}
