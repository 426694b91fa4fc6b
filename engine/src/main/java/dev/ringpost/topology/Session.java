package dev.ringpost.topology;

import dev.ringpost.Binding;
import dev.ringpost.Entity;
import dev.ringpost.Exchange;
import dev.ringpost.Queue;
import dev.ringpost.QueueInfo;
import dev.ringpost.jfr.DeclareEvent;
import dev.ringpost.ring.Failures;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was declared on one connection, and the names that its broker gave to queues. Knows in which order the parts of an
 * entity are declared. Nothing that was refused is remembered.
 *
 * <p><b>Threads:</b> the control thread only.
 */
public final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final int NOT_FOUND = 404;

    /** Definitions remembered at most; the eldest is declared again when it comes again. */
    private static final int MAX_REMEMBERED = 16_384;

    private final String lane;
    private final ControlChannel channel;
    private final Set<Object> declared = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Boolean> eldest) {
            return size() > MAX_REMEMBERED;
        }
    });

    /** Weak: a program may make a server-named queue for each of its requests. */
    private final Map<Queue, String> serverNames = new WeakHashMap<>();

    Session(String lane, ControlChannel channel) {
        this.lane = lane;
        this.channel = channel;
    }

    ControlChannel channel() {
        return channel;
    }

    /** Declares everything again from now on: somebody deleted something. Names stay. */
    void forget() {
        declared.clear();
    }

    /** Declares what was not; returns the names of the server-named queues among it. */
    Map<Queue, String> declare(Declarations declarations) throws RefusedException, IOException {
        // Where one entity stands in several others, as a queue's own exchange, once for this use is enough.
        Set<Entity> usedNow = new HashSet<>();
        for (Entity entity : declarations.entities()) {
            maybeDeclare(entity, usedNow);
        }
        String verified = declarations.verifiedExchange();
        if (verified != null && !declared.contains(verified)) {
            refusable("exchange \"" + verified + "\"", () -> channel.verifyExchange(verified));
            declared.add(verified);
        }
        Map<Queue, String> names = new HashMap<>();
        for (Entity entity : declarations.entities()) {
            Entity named = entity instanceof Binding binding ? binding.destination() : entity;
            if (named instanceof Queue queue && queue.isServerNamed() && queue.isDeclarable()) {
                names.put(queue, nameOf(queue));
            }
        }
        return names;
    }

    /** Declares an entity unless it was declared on this connection and cannot have gone; returns whether it did. */
    public boolean maybeDeclare(Entity entity) throws RefusedException, IOException {
        return maybeDeclare(entity, new HashSet<>());
    }

    /** Declares an entity and what belongs to it, whether or not they were. */
    public void declare(Entity entity) throws RefusedException, IOException {
        forget(entity);
        maybeDeclare(entity);
    }

    /** Declares a queue whether or not it was, and answers what the broker says of it; asks only, if it is noDeclare. */
    public QueueInfo declareQueue(Queue queue) throws RefusedException, IOException {
        if (!queue.isDeclarable()) {
            String name = nameOf(queue);
            return answerable(queue.toString(), () -> channel.verifyQueue(name));
        }
        forget(queue);
        return declareQueue(queue, new HashSet<>());
    }

    private void forget(Entity entity) {
        declared.remove(entity);
        if (entity instanceof Binding binding) {
            declared.remove(binding.source().exchange());
            forget(binding.destination());
        } else if (entity instanceof Queue queue) {
            Binding.Source own = queue.ownBinding();
            if (own != null) {
                declared.remove(own.exchange());
            }
            queue.bindings().forEach(source -> declared.remove(source.exchange()));
        }
    }

    private boolean maybeDeclare(Entity entity, Set<Entity> usedNow) throws RefusedException, IOException {
        if (!entity.isDeclarable() || declared.contains(entity) || !usedNow.add(entity)) {
            return false;
        }
        if (entity instanceof Exchange exchange) {
            refusable(exchange.toString(), () -> channel.declareExchange(exchange));
        } else if (entity instanceof Queue queue) {
            declareQueue(queue, usedNow);
        } else if (entity instanceof Binding binding) {
            maybeDeclare(binding.source().exchange(), usedNow);
            maybeDeclare(binding.destination(), usedNow);
            bind(binding);
        }
        if (!entity.isVolatile()) {
            declared.add(entity);
        }
        return true;
    }

    private QueueInfo declareQueue(Queue queue, Set<Entity> usedNow) throws RefusedException, IOException {
        Binding.Source own = queue.ownBinding();
        if (own != null) {
            maybeDeclare(own.exchange(), usedNow);
        }
        QueueInfo info = queue.isServerNamed()
                ? declareServerNamed(queue)
                : answerable(queue.toString(), () -> channel.declareQueue(queue));
        if (own != null) {
            bindQueue(queue, info.name(), own);
        }
        for (Binding.Source source : queue.bindings()) {
            maybeDeclare(source.exchange(), usedNow);
            bindQueue(queue, info.name(), source);
        }
        tell(queue.onDeclared(), info);
        return info;
    }

    /** The broker refuses to declare again what it named itself, so that is looked for; gone, it gets another name. */
    private QueueInfo declareServerNamed(Queue queue) throws RefusedException, IOException {
        String known = serverNames.get(queue);
        if (known != null) {
            try {
                return channel.verifyQueue(known);
            } catch (RefusedException e) {
                if (e.replyCode() != NOT_FOUND) {
                    throw e.about(queue + " \"" + known + "\"");
                }
                serverNames.remove(queue);
            }
        }
        QueueInfo info = answerable(queue.toString(), () -> channel.declareQueue(queue));
        serverNames.put(queue, info.name());
        return info;
    }

    private static void tell(@Nullable Consumer<QueueInfo> onDeclared, QueueInfo info) {
        if (onDeclared == null) {
            return;
        }
        try {
            onDeclared.accept(info);
        } catch (Throwable e) {
            // User code: what it throws must not fail the messages that wait for the queue.
            LOG.warn("the callback for the declared queue \"{}\" threw: {}", info.name(), Failures.text(e));
        }
        Thread.interrupted(); // nor may the flag that it left fail the next call to the broker
    }

    /** The name of a queue at the broker. */
    private String nameOf(Queue queue) {
        String name = queue.isServerNamed() ? serverNames.get(queue) : queue.name();
        if (name == null) {
            throw new IllegalStateException(queue + " has no name on this connection yet: declare it first");
        }
        return name;
    }

    private void bindQueue(Queue queue, String name, Binding.Source source) throws RefusedException, IOException {
        refusable(Binding.of(queue, source).toString(), () -> channel.bindQueue(name, source));
    }

    /** Binds. */
    public void bind(Binding binding) throws RefusedException, IOException {
        if (binding.destination() instanceof Queue queue) {
            bindQueue(queue, nameOf(queue), binding.source());
        } else if (binding.destination() instanceof Exchange exchange) {
            refusable(binding.toString(), () -> channel.bindExchange(exchange.name(), binding.source()));
        }
    }

    /** Removes a binding. */
    public void unbind(Binding binding) throws RefusedException, IOException {
        if (binding.destination() instanceof Queue queue) {
            String name = nameOf(queue);
            refusable("unbinding the " + binding, () -> channel.unbindQueue(name, binding.source()));
        } else if (binding.destination() instanceof Exchange exchange) {
            refusable("unbinding the " + binding, () -> channel.unbindExchange(exchange.name(), binding.source()));
        }
    }

    /** Deletes an exchange. */
    public void deleteExchange(Exchange exchange, boolean ifUnused) throws RefusedException, IOException {
        refusable("deleting " + exchange, () -> channel.deleteExchange(exchange.name(), ifUnused));
    }

    /** Deletes a queue, and answers how many messages it held. */
    public long deleteQueue(Queue queue, boolean ifUnused, boolean ifEmpty) throws RefusedException, IOException {
        String name = nameOf(queue);
        return answerable("deleting " + queue, () -> channel.deleteQueue(name, ifUnused, ifEmpty));
    }

    /** Empties a queue, and answers how many messages that were. */
    public long purge(Queue queue) throws RefusedException, IOException {
        String name = nameOf(queue);
        return answerable("purging " + queue, () -> channel.purgeQueue(name));
    }

    private interface Call {
        void run() throws RefusedException, IOException;
    }

    private interface AnsweredCall<T> {
        T run() throws RefusedException, IOException;
    }

    private void refusable(String what, Call call) throws RefusedException, IOException {
        answerable(what, () -> {
            call.run();
            return what;
        });
    }

    private <T> T answerable(String what, AnsweredCall<T> call) throws RefusedException, IOException {
        DeclareEvent event = DeclareEvent.begun();
        String failure = "";
        try {
            return call.run();
        } catch (RefusedException e) {
            RefusedException refused = e.about(what);
            failure = String.valueOf(refused.getMessage());
            throw refused;
        } catch (IOException | RuntimeException | Error e) {
            failure = Failures.text(e);
            throw e;
        } finally {
            if (event != null) {
                event.ended(lane, what, failure);
            }
        }
    }
}
