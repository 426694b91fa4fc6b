package dev.ringpost.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Binding;
import dev.ringpost.Entity;
import dev.ringpost.Exchange;
import dev.ringpost.Queue;
import dev.ringpost.QueueInfo;
import dev.ringpost.ring.Signal;
import dev.ringpost.testing.CleanEngine;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is declared in which order, what is remembered for how long, and what becomes of refusals and silence. */
@CleanEngine
class ControlAgentTest {

    private static final Exchange EVENTS = Exchange.of("events", Exchange.TOPIC);
    private static final Exchange AUDIT = Exchange.of("audit", Exchange.FANOUT);
    private static final Queue BOUND =
            Queue.builder("bound").exchange(EVENTS).routingKey("k").build();

    private final VirtualClock clock = new VirtualClock();
    private final ControlAgent agent = new ControlAgent("test", clock, new Signal(0));
    private final ScriptedControl broker = new ScriptedControl();

    ControlAgentTest() {
        agent.connect(broker);
    }

    private static Declarations declarations(Entity... entities) {
        return Objects.requireNonNull(Declarations.of(List.of(entities), null));
    }

    private @Nullable DeclareResult request(ScriptedControl channel, Declarations wanted) {
        agent.request(channel, wanted);
        agent.doWork();
        return agent.pollResult();
    }

    private DeclareResult declare(Entity... entities) {
        return Objects.requireNonNull(request(broker, declarations(entities)));
    }

    private static <T> T run(ControlAgent agent, ControlCall.Operation<T> operation) {
        ControlCall<T> call = new ControlCall<>(operation);
        agent.submit(call);
        agent.doWork();
        return call.answer().join();
    }

    @Test
    void aQueueComesAfterItsExchangeAndBeforeItsBinding() {
        assertThat(declare(BOUND).failure()).isNull();
        assertThat(broker.calls()).containsExactly("exchange events", "queue bound", "bind-queue bound<events/k");
    }

    @Test
    void bindingsComeAfterTheQueueEachWithItsExchange() {
        declare(Queue.builder("q")
                .exchange(Exchange.of("unused", Exchange.DIRECT))
                .bind(EVENTS, "a")
                .bind(Exchange.of("amq.topic", Exchange.TOPIC), "b")
                .bind(AUDIT, "")
                .build());
        assertThat(broker.calls())
                .containsExactly(
                        "queue q",
                        "exchange events",
                        "bind-queue q<events/a",
                        "bind-queue q<amq.topic/b",
                        "exchange audit",
                        "bind-queue q<audit/");
    }

    @Test
    void aBindingComesAfterItsEnds() {
        declare(Binding.of(AUDIT, EVENTS, "#"));
        assertThat(broker.calls()).containsExactly("exchange events", "exchange audit", "bind-exchange audit<events/#");
    }

    @Test
    void listsKeepTheirOrderAndEqualEntitiesAreDeclaredOnce() {
        Exchange again = Exchange.of("events", Exchange.TOPIC);
        declare(AUDIT, Exchange.of("amq.direct", Exchange.DIRECT), EVENTS, Queue.of("q"), again);
        assertThat(broker.calls()).containsExactly("exchange audit", "exchange events", "queue q");
        assertThat(Declarations.of(List.of(Exchange.ANONYMOUS), ""))
                .as("nothing to do")
                .isNull();
    }

    @Test
    void definitionsAreRememberedForAConnectionAndOnlyTheSameOnes() {
        declare(EVENTS);
        declare(BOUND);
        declare(EVENTS, BOUND);
        assertThat(broker.calls()).containsExactly("exchange events", "queue bound", "bind-queue bound<events/k");
        broker.clear();
        declare(Exchange.builder("events").type(Exchange.FANOUT).build());
        assertThat(broker.calls()).as("the same name is not enough").containsExactly("exchange events");

        ScriptedControl next = new ScriptedControl();
        agent.connect(next);
        assertThat(request(next, declarations(BOUND))).isNotNull();
        assertThat(next.calls()).hasSize(3);
    }

    @Test
    void volatileOnesAreDeclaredForEveryUse() {
        Queue expiring = Queue.builder("expiring")
                .arguments(Map.of("x-expires", 1000))
                .exchange(EVENTS)
                .build();
        declare(expiring);
        declare(expiring);
        assertThat(broker.calls())
                .containsExactly(
                        "exchange events",
                        "queue expiring",
                        "bind-queue expiring<events/",
                        "queue expiring",
                        "bind-queue expiring<events/");
    }

    @Test
    void anExchangeThatOnlyHasToBeThereIsLookedForOnce() {
        Declarations there = Objects.requireNonNull(Declarations.of(List.of(), "theirs"));
        assertThat(request(broker, there)).isNotNull();
        assertThat(request(broker, there)).isNotNull();
        assertThat(broker.calls()).containsExactly("verify-exchange theirs");
        broker.refuse("missing", 404, "NOT_FOUND - no exchange 'missing'");
        DeclareResult refused = request(broker, Objects.requireNonNull(Declarations.of(List.of(), "missing")));
        assertThat(Objects.requireNonNull(refused).failure())
                .contains("exchange \"missing\" was refused", "no exchange 'missing'", "declare it before");
    }

    @Test
    void aRefusalNamesTheEntityAndIsNotRemembered() {
        String text = "PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'bound'";
        broker.refuse("bound", 406, text);
        assertThat(declare(BOUND).failure()).contains("queue \"bound\" was refused", text, "delete it");
        broker.accept("bound");
        assertThat(declare(BOUND).failure()).isNull();
        assertThat(broker.calls())
                .as("the exchange, which was taken, is")
                .containsExactly("exchange events", "queue bound", "queue bound", "bind-queue bound<events/k");
    }

    @Test
    void silenceIsTriedAgainAtAPaceAndOthersGoOn() {
        broker.ignore("bound");
        assertThat(request(broker, declarations(BOUND))).isNull();
        assertThat(declare(AUDIT).failure()).isNull();
        agent.doWork();
        assertThat(broker.calls()).containsExactly("exchange events", "queue bound", "exchange audit");
        clock.advanceMs(500);
        agent.doWork();
        assertThat(broker.calls()).hasSize(4);
        broker.accept("bound");
        agent.doWork();
        assertThat(agent.hasResults()).isFalse();
        clock.advanceMs(500);
        agent.doWork();
        assertThat(Objects.requireNonNull(agent.pollResult()).failure()).isNull();
    }

    @Test
    void requestsOfAConnectionThatIsGoneAreDropped() {
        broker.mute(true);
        request(broker, declarations(EVENTS));
        agent.request(broker, declarations(AUDIT));
        ScriptedControl next = new ScriptedControl();
        agent.disconnect();
        agent.connect(next);
        clock.advanceMs(1_000);
        agent.doWork();
        assertThat(agent.hasResults()).isFalse();
        assertThat(next.calls()).isEmpty();
    }

    @Test
    void aRefusalThatCostTheConnectionIsToldOnTheNextOneAndThenForgotten() {
        broker.refuseByConnection("odd", 503, "COMMAND_INVALID - unknown exchange type 'odd'");
        Declarations odd = declarations(Exchange.of("odd", "odd"));
        assertThat(request(broker, odd)).isNull();
        ScriptedControl next = new ScriptedControl();
        agent.connect(next);
        DeclareResult told = Objects.requireNonNull(request(next, odd));
        assertThat(told.failure()).contains("exchange \"odd\"", "unknown exchange type 'odd'", "check its type");
        assertThat(next.calls()).as("not at the cost of this one too").isEmpty();
        assertThat(Objects.requireNonNull(request(next, odd)).failure()).isNull();
        assertThat(next.calls()).containsExactly("exchange odd");
    }

    @Test
    void aServerNamedQueueKeepsItsNameOnAConnectionWhileItIsThere() {
        Queue first = Queue.serverNamed().exclusive(true).exchange(EVENTS).build();
        Queue second = Queue.serverNamed().exclusive(true).build();
        assertThat(declare(first).serverNames()).isEqualTo(Map.of(first, "amq.gen-1"));
        assertThat(declare(second, first).serverNames()).isEqualTo(Map.of(second, "amq.gen-2", first, "amq.gen-1"));
        assertThat(broker.calls())
                .containsExactly(
                        "exchange events",
                        "queue amq.gen-1",
                        "bind-queue amq.gen-1<events/",
                        "queue amq.gen-2",
                        "verify-queue amq.gen-1",
                        "bind-queue amq.gen-1<events/");
        broker.refuse("amq.gen-1", 404, "NOT_FOUND - no queue 'amq.gen-1'");
        assertThat(declare(first).serverNames()).isEqualTo(Map.of(first, "amq.gen-3"));
        ScriptedControl next = new ScriptedControl();
        agent.connect(next);
        assertThat(Objects.requireNonNull(request(next, declarations(first))).serverNames())
                .isEqualTo(Map.of(first, "amq.gen-1"));
    }

    @Test
    void theCallbackHearsOfEachDeclarationAndItsErrorsAreItsOwn(ExpectedLogs logs) {
        logs.expect("the callback for the declared queue \"q\" threw: java.lang.IllegalStateException: scripted");
        List<QueueInfo> heard = new ArrayList<>();
        Queue queue = Queue.builder("q")
                .autoDelete(true)
                .onDeclared(info -> {
                    heard.add(info);
                    throw new IllegalStateException("scripted");
                })
                .build();
        assertThat(declare(queue).failure()).isNull();
        assertThat(declare(queue).failure()).isNull();
        assertThat(heard).containsExactly(new QueueInfo("q", 3, 2), new QueueInfo("q", 3, 2));
    }

    @Test
    void afterAForgetEverythingIsDeclaredAgain() {
        declare(BOUND);
        broker.clear();
        agent.forget();
        assertThat(declare(BOUND).forgetCount()).isEqualTo(agent.forgetCount());
        assertThat(broker.calls()).hasSize(3);
    }

    @Test
    void callsGoThroughTheSameMemory() {
        assertThat(ControlAgentTest.<Boolean>run(agent, session -> session.maybeDeclare(BOUND)))
                .isTrue();
        assertThat(ControlAgentTest.<Boolean>run(agent, session -> session.maybeDeclare(BOUND)))
                .isFalse();
        declare(BOUND);
        assertThat(broker.calls()).hasSize(3);
        run(agent, session -> session.declareQueue(BOUND));
        assertThat(broker.calls())
                .as("asked for, all of it is declared again")
                .endsWith("exchange events", "queue bound", "bind-queue bound<events/k");
    }

    @Test
    void aCallWaitsForAConnection() {
        agent.disconnect();
        ControlCall<Long> call = new ControlCall<>(session -> session.purge(BOUND));
        agent.submit(call);
        agent.doWork();
        assertThat(call.answer()).isNotDone();
        broker.mute(true);
        agent.connect(broker);
        agent.doWork();
        assertThat(call.answer()).isNotDone();
        assertThat(call.trouble()).isEqualTo("scripted: no answer");
        broker.mute(false);
        clock.advanceMs(500);
        agent.doWork();
        assertThat(call.answer()).isCompletedWithValue(3L);
    }
}
