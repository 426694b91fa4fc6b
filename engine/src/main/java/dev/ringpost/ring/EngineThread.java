package dev.ringpost.ring;

/**
 * A thread of an engine. Blocking calls of any engine on one of them would wait for themselves, or for a lane that waits
 * for this one, so they are refused.
 */
public final class EngineThread extends Thread {

    /** A daemon thread: an engine that is not closed does not keep the process alive. */
    public EngineThread(Runnable work, String name) {
        super(work, name);
        setDaemon(true);
    }

    /** Throws on an engine's thread. */
    public static void refuseBlocking(String call) {
        Thread current = Thread.currentThread();
        if (current instanceof EngineThread) {
            throw new IllegalStateException(call + " may block and was called on the engine's thread \""
                    + current.getName() + "\", in a callback or serializer: use tryPublish there, or another thread");
        }
    }
}
