package dev.ringpost.ring;

/** Errors of user code as text. */
public final class Failures {

    private Failures() {}

    /** As {@code toString}, also for an error whose own one throws. */
    public static String text(Throwable error) {
        try {
            return error.toString();
        } catch (Throwable unprintable) {
            return error.getClass().getName() + ", whose toString fails with a "
                    + unprintable.getClass().getName();
        }
    }
}
