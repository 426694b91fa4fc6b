package dev.ringpost.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.BrokerRefusedException;
import dev.ringpost.BrokerUnreachableException;
import dev.ringpost.EngineClosedException;
import dev.ringpost.Exchange;
import dev.ringpost.Queue;
import dev.ringpost.ring.EngineThread;
import dev.ringpost.ring.NanoClock;
import dev.ringpost.ring.Signal;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.CleanEngine;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers who wait for the control thread: answers, refusals, silence, interrupts and the engine's end. */
@CleanEngine
class ControlCallsTest {

    private static final Queue QUEUE = Queue.of("q");
    private static final long TIMEOUT_NS = 5_000_000_000L;
    private static final long SHORT_NS = 50_000_000;

    private final ControlAgent agent = new ControlAgent("test", NanoClock.system(), new Signal(0));
    private final ControlCalls calls = new ControlCalls(agent, TIMEOUT_NS);
    private final ScriptedControl broker = new ScriptedControl();
    private final EngineThread thread = new EngineThread(agent, "test-control");

    ControlCallsTest() {
        thread.start();
    }

    @AfterEach
    void stop() {
        agent.requestStop();
        Await.ended(thread);
    }

    @Test
    void theAnswerComesBack() throws InterruptedException {
        agent.connect(broker);
        assertThat(calls.<Long>call("purging", session -> session.purge(QUEUE))).isEqualTo(3);
        assertThat(calls.<Boolean>call("declaring", session -> session.maybeDeclare(QUEUE)))
                .isTrue();
        assertThat(calls.<Boolean>call("declaring", session -> session.maybeDeclare(QUEUE)))
                .isFalse();
    }

    @Test
    void aRefusalIsThrownWithTheEntityAndTheText() {
        broker.refuse("events", 406, "PRECONDITION_FAILED - inequivalent arg 'type'");
        agent.connect(broker);
        assertThatThrownBy(() -> calls.call("declaring", session -> {
                    session.declare(Exchange.of("events", Exchange.TOPIC));
                    return true;
                }))
                .isInstanceOf(BrokerRefusedException.class)
                .hasMessageContainingAll("exchange \"events\" was refused", "inequivalent arg 'type'");
    }

    @Test
    void withoutAConnectionItIsUnreachableInTime() {
        ControlCalls impatient = new ControlCalls(agent, SHORT_NS);
        assertThatThrownBy(() -> impatient.call("purging queue \"q\"", session -> session.purge(QUEUE)))
                .isInstanceOf(BrokerUnreachableException.class)
                .hasMessageContainingAll("purging queue \"q\"", "50 ms", "no connection");
        broker.mute(true);
        agent.connect(broker);
        assertThatThrownBy(() -> impatient.call("purging", session -> session.purge(QUEUE)))
                .isInstanceOf(BrokerUnreachableException.class)
                .hasMessageContaining("scripted: no answer");
    }

    @Test
    void aServerNamedQueueHasToBeDeclaredFirst() {
        agent.connect(broker);
        assertThatThrownBy(() -> calls.call(
                        "purging", session -> session.purge(Queue.serverNamed().build())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("declare it first");
    }

    @Test
    void waitingEndsWithTheEngineAndWithAnInterrupt() {
        AtomicReference<Throwable> interrupted = new AtomicReference<>();
        AtomicReference<Throwable> closed = new AtomicReference<>();
        Thread first = waiting(interrupted);
        Thread second = waiting(closed);
        first.interrupt();
        Await.ended(first);
        assertThat(interrupted.get()).isInstanceOf(InterruptedException.class);
        agent.requestStop();
        Await.ended(second);
        assertThat(closed.get()).isInstanceOf(EngineClosedException.class);
        assertThatThrownBy(() -> calls.call("purging", session -> session.purge(QUEUE)))
                .isInstanceOf(EngineClosedException.class);
    }

    private Thread waiting(AtomicReference<Throwable> error) {
        Thread waiter = new Thread(() -> {
            try {
                calls.call("purging", session -> session.purge(QUEUE));
            } catch (InterruptedException | RuntimeException e) {
                error.set(e);
            }
        });
        waiter.start();
        Await.until("it waits", () -> waiter.getState() == Thread.State.TIMED_WAITING);
        return waiter;
    }

    @Test
    void onAnEnginesThreadItIsRefused() {
        AtomicReference<Throwable> error = new AtomicReference<>();
        EngineThread callback = new EngineThread(
                () -> {
                    try {
                        calls.call("purging", session -> session.purge(QUEUE));
                    } catch (InterruptedException | RuntimeException e) {
                        error.set(e);
                    }
                },
                "test-callback");
        callback.start();
        Await.ended(callback);
        assertThat(error.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("test-callback");
    }
}
