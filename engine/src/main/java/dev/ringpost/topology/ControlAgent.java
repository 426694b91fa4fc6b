package dev.ringpost.topology;

import dev.ringpost.ring.Failures;
import dev.ringpost.ring.NanoClock;
import dev.ringpost.ring.Signal;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lane's control thread: everything about entities that has to wait for the broker's answer. The lane asks for
 * {@link Declarations} and is woken when a result is there; callers wait for theirs, see {@link ControlCalls}.
 *
 * <p>A refusal is a result. No answer is none: it is tried again, at a pace, until the connection is another one, for
 * which the lane asks anew. A refusal that cost the whole connection is kept for that next time, once: trying again would
 * cost the new connection too.
 *
 * <p><b>Writers:</b> supervisor ({@link #connect}, {@link #disconnect}), lane ({@link #request}, {@link #pollResult}),
 * callers ({@link #submit}), any thread ({@link #forget}, {@link #requestStop}). <b>Worker:</b> one thread, or a test's,
 * which steps {@link #doWork}. Requests of connections that are gone are dropped.
 */
@SuppressWarnings("ReferenceEquality") // a connection is itself and no other
public final class ControlAgent implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlAgent.class);
    private static final long RETRY_PAUSE_NS = 200_000_000;
    private static final long MAX_PARK_NS = 1_000_000_000;
    private static final int MAX_COSTLY = 256;

    private final String name;
    private final NanoClock clock;
    private final Signal laneSignal;
    private final Signal signal = new Signal(0);
    private final BooleanSupplier hasWork = this::hasWork;

    private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<ControlCall<?>> calls = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<DeclareResult> results = new ConcurrentLinkedQueue<>();
    private final AtomicLong forgetCount = new AtomicLong();
    private volatile @Nullable ControlChannel current;
    private volatile boolean stopRequested;
    private volatile boolean ended;

    // Plain fields below belong to the control thread.
    private final ArrayDeque<Request> retries = new ArrayDeque<>(); // in the order in which they are due
    private final List<ControlCall<?>> openCalls = new ArrayList<>();
    private final Map<Declarations, Costly> costly = new HashMap<>();
    private int sessionCount;
    private @Nullable Session session;
    private long seenForgetCount;

    /** A refusal that cost a connection: the answer on the next one, and no later. */
    private record Costly(String text, int session) {}

    private record Request(ControlChannel channel, Declarations declarations, long notBeforeNs) {}

    /** For a lane. */
    public ControlAgent(String name, NanoClock clock, Signal laneSignal) {
        this.name = name;
        this.clock = clock;
        this.laneSignal = laneSignal;
    }

    /** A connection is there, which the lane will hear of next. Supervisor. */
    public void connect(ControlChannel channel) {
        current = channel;
        signal.wake();
    }

    /** The connection is gone. Supervisor. */
    public void disconnect() {
        current = null;
    }

    /** Asks for declarations on a connection; a result follows unless that ends before. Lane. */
    public void request(ControlChannel channel, Declarations declarations) {
        requests.add(new Request(channel, declarations, clock.nanoTime()));
        signal.wake();
    }

    /** Whether there is a result. Lane. */
    public boolean hasResults() {
        return !results.isEmpty();
    }

    /** The next result, or {@code null}; it may be of an earlier connection. Lane. */
    public @Nullable DeclareResult pollResult() {
        return results.poll();
    }

    /** Somebody deleted something: what was declared counts no more. Any thread. */
    public void forget() {
        forgetCount.incrementAndGet();
    }

    /** How often {@link #forget} was called. Any thread. */
    public long forgetCount() {
        return forgetCount.get();
    }

    /** Takes a call; it is never run if the agent has ended. Callers. */
    void submit(ControlCall<?> call) {
        calls.add(call);
        signal.wake();
        if (ended) {
            cancelCalls(); // the thread may not have seen it
        }
    }

    NanoClock clock() {
        return clock;
    }

    /** Ends the thread; a call to the broker in progress ends with the connection. Any thread. */
    public void requestStop() {
        stopRequested = true;
        signal.wake();
    }

    @Override
    public void run() {
        while (!stopRequested) {
            try {
                if (doWork() == 0) {
                    Thread.interrupted(); // with the flag set, no park would last
                    signal.await(hasWork, retries.isEmpty() && openCalls.isEmpty() ? MAX_PARK_NS : RETRY_PAUSE_NS / 4);
                }
            } catch (RuntimeException | Error e) {
                // Without this thread nothing would be declared again; whoever waits runs into his timeout.
                LOG.error("{}: declaring failed, going on", name, e);
                signal.await(() -> stopRequested, RETRY_PAUSE_NS);
            }
        }
        ended = true;
        openCalls.forEach(call -> call.answer().cancel(false));
        cancelCalls();
    }

    private void cancelCalls() {
        for (ControlCall<?> call = calls.poll(); call != null; call = calls.poll()) {
            call.answer().cancel(false);
        }
    }

    private boolean hasWork() {
        return !requests.isEmpty() || !calls.isEmpty() || stopRequested;
    }

    /** Does what there is to do now, waiting for the broker at each; returns how much that was. */
    public int doWork() {
        int work = 0;
        for (Request request = nextRequest(); request != null && !stopRequested; request = nextRequest()) {
            declare(request);
            work += 1 + answerCalls(); // volatile declarations may come without an end
        }
        return work + answerCalls();
    }

    private int answerCalls() {
        for (ControlCall<?> call = calls.poll(); call != null; call = calls.poll()) {
            openCalls.add(call);
        }
        if (openCalls.isEmpty()) {
            return 0;
        }
        Session with = session(current);
        int work = with == null ? 0 : runCalls(with);
        openCalls.removeIf(call -> call.answer().isDone()); // its caller may have given up
        return work;
    }

    private int runCalls(Session with) {
        int work = 0;
        for (ControlCall<?> call : openCalls) {
            long nowNs = clock.nanoTime();
            if (!call.answer().isDone() && call.isDue(nowNs) && !stopRequested) {
                work++;
                call.run(with, nowNs, RETRY_PAUSE_NS);
            }
        }
        return work;
    }

    private @Nullable Request nextRequest() {
        Request retry = retries.peek();
        if (retry != null && (retry.channel != current || clock.nanoTime() - retry.notBeforeNs >= 0)) {
            return retries.poll();
        }
        return requests.poll();
    }

    /** What is known of a connection; one is remembered, since there is one at a time. */
    private @Nullable Session session(@Nullable ControlChannel channel) {
        if (channel == null) {
            return null;
        }
        Session known = session;
        if (known == null || known.channel() != channel) {
            known = new Session(name, channel);
            session = known;
            sessionCount++;
            costly.values().removeIf(each -> each.session() < sessionCount - 1);
        }
        if (seenForgetCount != forgetCount.get()) {
            seenForgetCount = forgetCount.get();
            known.forget();
        }
        return known;
    }

    private void declare(Request request) {
        Session with = session(request.channel == current ? request.channel : null);
        if (with == null) {
            return; // the lane asks anew on the next connection
        }
        Declarations wanted = request.declarations;
        long forgotten = seenForgetCount;
        Costly before = costly.remove(wanted);
        String failure = before == null ? null : before.text();
        try {
            if (failure == null) {
                results.add(new DeclareResult(request.channel, wanted, with.declare(wanted), forgotten, null));
            }
        } catch (RefusedException e) {
            failure = e.getMessage();
            if (e.connectionLost()) {
                if (costly.size() >= MAX_COSTLY) {
                    costly.clear();
                }
                costly.put(wanted, new Costly(String.valueOf(failure), sessionCount));
                return;
            }
        } catch (IOException e) {
            LOG.debug("{}: no answer about {}, trying again: {}", name, wanted, e.toString());
            retries.add(new Request(request.channel, wanted, clock.nanoTime() + RETRY_PAUSE_NS));
            return;
        } catch (RuntimeException | Error e) {
            LOG.error("{}: declaring {} failed", name, wanted, e);
            failure = wanted + " could not be declared: " + Failures.text(e);
        }
        if (failure != null) {
            results.add(new DeclareResult(request.channel, wanted, Map.of(), forgotten, failure));
        }
        laneSignal.wake();
    }
}
