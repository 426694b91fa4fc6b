package dev.ringpost.retry;

import dev.ringpost.RetryCause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What the store is to do, in the plainest way: one list, searched from end to end. */
final class NaiveStore {

    /** A message that was accepted. */
    static final class Message {
        final long number;
        final int bodyBytes;
        final int route;
        final long deadlineNs;
        final TreeSet<Long> openTags = new TreeSet<>();
        StoredState state = StoredState.FREE;

        @Nullable
        StoredMessage real;

        @Nullable
        RetryCause cause;

        long dueNs;
        long sequence;
        long tag;
        int retries;

        Message(long number, int bodyBytes, int route, long deadlineNs) {
            this.number = number;
            this.bodyBytes = bodyBytes;
            this.route = route;
            this.deadlineNs = deadlineNs;
            this.sequence = number;
        }

        boolean isLive() {
            return state != StoredState.FREE && state != StoredState.DEPARTED;
        }

        boolean isStored() {
            return state == StoredState.WAITING_RETRY || state == StoredState.WAITING_ACK;
        }

        /** The buffer that the byte budget gives for its body, or the one that its slot had. */
        long bufferBytes() {
            return bodyBytes == 0 ? 0 : Math.max(1024, Long.highestOneBit(2L * bodyBytes - 1));
        }

        @Override
        public String toString() {
            return "message " + number + " " + state + " tags " + openTags;
        }
    }

    final List<Message> messages = new ArrayList<>();

    List<Message> in(StoredState state) {
        return messages.stream().filter(each -> each.state == state).toList();
    }

    long count(Predicate<Message> which) {
        return messages.stream().filter(which).count();
    }

    @Nullable
    Message first(Predicate<Message> which, ToLongFunction<Message> key) {
        return messages.stream()
                .filter(which)
                .min(Comparator.comparingLong(key).thenComparingLong(each -> each.number))
                .orElse(null);
    }

    long firstKey(Predicate<Message> which, ToLongFunction<Message> key) {
        Message first = first(which, key);
        return first == null ? RetryStore.NEVER : key.applyAsLong(first);
    }

    @Nullable
    Message withOpenTag(long tag) {
        return first(each -> each.openTags.contains(tag), each -> each.number);
    }

    @Nullable
    Message withLowestOpenTagUpTo(long tag) {
        return first(each -> !each.openTags.isEmpty() && each.openTags.first() <= tag, each -> each.openTags.first());
    }
}
