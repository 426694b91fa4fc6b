package dev.ringpost.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.retry.NaiveStore.Message;
import java.util.Map;
import java.util.Objects;

/** Everything that the store tells about itself, against the naive one. */
final class StoreComparison {

    static final int ROUTES = 3;

    private final StoreBench bench;
    private final RetryStore store;
    private final NaiveStore model;
    private final Map<Long, Message> slots;

    /** With what is in the ring, by sequence. */
    StoreComparison(StoreBench bench, NaiveStore model, Map<Long, Message> slots) {
        this.bench = bench;
        this.store = bench.store;
        this.model = model;
        this.slots = slots;
    }

    void compare(String when) {
        assertThat(store.waitingRetryCount())
                .as(when)
                .isEqualTo(model.in(StoredState.WAITING_RETRY).size());
        assertThat(store.waitingAckCount())
                .as(when)
                .isEqualTo(model.in(StoredState.WAITING_ACK).size());
        assertThat((long) store.unsettledCount()).as(when).isEqualTo(model.count(Message::isLive));
        assertThat((long) store.size()).as(when).isEqualTo(model.count(each -> each.state != StoredState.IN_RING));
        assertThat(store.nextDueNs())
                .as(when)
                .isEqualTo(model.firstKey(each -> each.state == StoredState.WAITING_RETRY, each -> each.dueNs));
        assertThat(store.nextConfirmDueNs())
                .as(when)
                .isEqualTo(model.firstKey(each -> each.state == StoredState.WAITING_ACK, each -> each.dueNs));
        assertThat(store.nextDeadlineNs()).as(when).isEqualTo(model.firstKey(Message::isLive, each -> each.deadlineNs));
        assertThat(store.oldestSequence()).as(when).isEqualTo(model.firstKey(each -> true, each -> each.number));
        assertThat((long) store.attempts().liveCount())
                .as(when)
                .isEqualTo(model.messages.stream()
                        .mapToLong(each -> each.openTags.size())
                        .sum());
        long heldBytes = model.messages.stream()
                .filter(Message::isStored)
                .mapToLong(Message::bufferBytes)
                .sum();
        long inSlots = slots.values().stream()
                .filter(each -> each.bodyBytes > StoreBench.INLINE_BYTES)
                .mapToLong(Message::bufferBytes)
                .sum();
        assertThat(store.heldBytes()).as(when).isEqualTo(heldBytes);
        assertThat(bench.budget.takenBytes()).as(when).isEqualTo(heldBytes + inSlots);
        assertThat(store.isOverLimit())
                .as(when)
                .isEqualTo(store.size() >= StoreBench.RETRY_LIMIT || heldBytes >= StoreBench.BYTES_LIMIT);
        for (int route = 0; route < ROUTES; route++) {
            compareShare(route, when);
        }
        for (Message message : model.messages) {
            compareOne(message, when);
        }
    }

    private void compareShare(int route, String when) {
        long ofRoute = model.count(each -> each.isLive() && each.route == route);
        long bytesOfRoute = model.messages.stream()
                .filter(each -> each.isStored() && each.route == route)
                .mapToLong(Message::bufferBytes)
                .sum();
        assertThat(store.share().canTake(route))
                .as(when)
                .isEqualTo(ofRoute < StoreBench.RETRY_LIMIT / 2 && bytesOfRoute < StoreBench.BYTES_LIMIT / 2);
    }

    private void compareOne(Message message, String when) {
        StoredMessage real = Objects.requireNonNull(message.real);
        assertThat(real.state()).as(when).isEqualTo(message.state);
        assertThat(real.retriesDone()).as(when).isEqualTo(message.retries);
        assertThat(real.cause()).as(when).isEqualTo(message.cause);
        if (message.state == StoredState.IN_RING) {
            assertThat(store.inRing(message.sequence)).as(when).isSameAs(real);
        }
    }
}
