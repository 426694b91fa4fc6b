package dev.ringpost.intake;

import dev.ringpost.Binding;
import dev.ringpost.Entity;
import dev.ringpost.Exchange;
import dev.ringpost.Queue;
import dev.ringpost.QueueInfo;
import dev.ringpost.Topology;
import dev.ringpost.topology.ControlAgent;
import dev.ringpost.topology.ControlCalls;
import java.util.List;

/** The one implementation of {@link Topology}: the first lane's control thread does the work. */
final class LaneTopology implements Topology {

    private final List<ControlAgent> lanes;
    private final ControlCalls calls;

    LaneTopology(List<ControlAgent> lanes, long timeoutNs) {
        this.lanes = lanes;
        this.calls = new ControlCalls(lanes.get(0), timeoutNs);
    }

    @Override
    public void declare(Entity entity) throws InterruptedException {
        calls.call("declaring " + entity, session -> {
            session.declare(entity);
            return true;
        });
    }

    @Override
    public boolean maybeDeclare(Entity entity) throws InterruptedException {
        return calls.call("declaring " + entity, session -> session.maybeDeclare(entity));
    }

    @Override
    public QueueInfo declareQueue(Queue queue) throws InterruptedException {
        return calls.call("declaring " + queue, session -> session.declareQueue(queue));
    }

    @Override
    public void bind(Binding binding) throws InterruptedException {
        calls.call("making the " + binding, session -> {
            session.bind(binding);
            return true;
        });
    }

    @Override
    public void unbind(Binding binding) throws InterruptedException {
        try {
            calls.call("unbinding the " + binding, session -> {
                session.unbind(binding);
                return true;
            });
        } finally {
            forget();
        }
    }

    @Override
    public void deleteExchange(Exchange exchange, boolean ifUnused) throws InterruptedException {
        try {
            calls.call("deleting " + exchange, session -> {
                session.deleteExchange(exchange, ifUnused);
                return true;
            });
        } finally {
            forget();
        }
    }

    @Override
    public long deleteQueue(Queue queue, boolean ifUnused, boolean ifEmpty) throws InterruptedException {
        try {
            return calls.call("deleting " + queue, session -> session.deleteQueue(queue, ifUnused, ifEmpty));
        } finally {
            forget();
        }
    }

    @Override
    public long purge(Queue queue) throws InterruptedException {
        return calls.call("purging " + queue, session -> session.purge(queue));
    }

    /** On every lane: its messages may need what is gone, or may be, if the answer did not come. */
    private void forget() {
        lanes.forEach(ControlAgent::forget);
    }
}
