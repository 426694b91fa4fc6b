package dev.ringpost.topology;

import dev.ringpost.Binding;
import dev.ringpost.Exchange;
import dev.ringpost.Queue;
import dev.ringpost.QueueInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A broker's control channel by script: everything succeeds at once unless the test says otherwise, and is written down. */
public final class ScriptedControl implements ControlChannel {

    private final List<String> calls = new ArrayList<>();
    private final Map<String, RefusedException> refusals = new HashMap<>();
    private final Set<String> silent = new HashSet<>();
    private boolean mute;
    private int serverNames;

    /** Every call so far, each as a verb and what it is about. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** Forgets the calls so far. */
    public void clear() {
        calls.clear();
    }

    /** Refuses calls about this name from now on. */
    public ScriptedControl refuse(String name, int replyCode, String text) {
        refusals.put(name, new RefusedException(replyCode, text, false));
        return this;
    }

    /** The same, at the cost of the connection, which the test has to end. */
    public ScriptedControl refuseByConnection(String name, int replyCode, String text) {
        refusals.put(name, new RefusedException(replyCode, text, true));
        return this;
    }

    /** Takes everything about this name again. */
    public void accept(String name) {
        refusals.remove(name);
        silent.remove(name);
    }

    /** Answers nothing about this name. */
    public ScriptedControl ignore(String name) {
        silent.add(name);
        return this;
    }

    /** Answers nothing at all, or again. */
    public void mute(boolean mute) {
        this.mute = mute;
    }

    private void call(String verb, String name) throws RefusedException, IOException {
        calls.add(verb + " " + name);
        if (mute || silent.contains(name)) {
            throw new IOException("scripted: no answer");
        }
        RefusedException refusal = refusals.get(name);
        if (refusal != null) {
            throw refusal;
        }
    }

    @Override
    public void declareExchange(Exchange exchange) throws RefusedException, IOException {
        call("exchange", exchange.name());
    }

    @Override
    public void verifyExchange(String name) throws RefusedException, IOException {
        call("verify-exchange", name);
    }

    @Override
    public QueueInfo declareQueue(Queue queue) throws RefusedException, IOException {
        String name = queue.isServerNamed() ? "amq.gen-" + ++serverNames : queue.name();
        call("queue", name);
        return new QueueInfo(name, 3, 2);
    }

    @Override
    public QueueInfo verifyQueue(String name) throws RefusedException, IOException {
        call("verify-queue", name);
        return new QueueInfo(name, 3, 2);
    }

    @Override
    public void bindQueue(String queue, Binding.Source source) throws RefusedException, IOException {
        call("bind-queue", queue + "<" + source.exchange().name() + "/" + source.routingKey());
    }

    @Override
    public void unbindQueue(String queue, Binding.Source source) throws RefusedException, IOException {
        call("unbind-queue", queue + "<" + source.exchange().name() + "/" + source.routingKey());
    }

    @Override
    public void bindExchange(String destination, Binding.Source source) throws RefusedException, IOException {
        call("bind-exchange", destination + "<" + source.exchange().name() + "/" + source.routingKey());
    }

    @Override
    public void unbindExchange(String destination, Binding.Source source) throws RefusedException, IOException {
        call("unbind-exchange", destination + "<" + source.exchange().name() + "/" + source.routingKey());
    }

    @Override
    public void deleteExchange(String name, boolean ifUnused) throws RefusedException, IOException {
        call("delete-exchange", name);
    }

    @Override
    public long deleteQueue(String name, boolean ifUnused, boolean ifEmpty) throws RefusedException, IOException {
        call("delete-queue", name);
        return 3;
    }

    @Override
    public long purgeQueue(String name) throws RefusedException, IOException {
        call("purge-queue", name);
        return 3;
    }
}
