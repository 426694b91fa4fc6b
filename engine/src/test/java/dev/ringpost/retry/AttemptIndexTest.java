package dev.ringpost.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptIndexTest {

    private static final int LIMIT = 300;

    private final AttemptIndex index = new AttemptIndex(LIMIT);

    @Test
    void beyondItsLimitTheOldestAttemptIsGivenUp() {
        StoredMessage message = new StoredMessage();
        for (long tag = 1; tag <= LIMIT + 5; tag++) {
            index.remember(1, tag, message);
        }
        assertThat(index.liveCount()).isEqualTo(LIMIT);
        assertThat(message.openAttempts).isEqualTo(LIMIT);
        assertThat(index.answered(1, 5)).isNull();
        assertThat(index.answered(1, 6)).isSameAs(message);
    }

    @Test
    void anotherConnectionsTagsAreOthers() {
        StoredMessage first = new StoredMessage();
        StoredMessage second = new StoredMessage();
        index.remember(1, 10, first);
        index.remember(2, 10, second);
        assertThat(first.openAttempts).isZero();
        assertThat(index.answered(1, 10)).isNull();
        assertThat(index.answered(2, 10)).isSameAs(second);
    }

    /** Against a sorted map, through growth, compaction, forgetting and tags out of order. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void itFindsWhatASortedMapFinds(long seed) {
        Random random = new Random(seed);
        TreeMap<Long, StoredMessage> model = new TreeMap<>();
        List<StoredMessage> messages = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            messages.add(new StoredMessage());
        }
        Set<Long> used = new HashSet<>();
        long lastTag = 0;
        for (int i = 0; i < 40_000; i++) {
            long near = Math.max(1, lastTag - 40 + random.nextInt(50));
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> {
                    long tag = random.nextInt(4) > 0 ? lastTag + 1 + random.nextInt(3) : near;
                    if (used.add(tag) && model.size() < LIMIT) { // no tag is used twice
                        StoredMessage message = messages.get(random.nextInt(messages.size()));
                        index.remember(1, tag, message);
                        model.put(tag, message);
                        lastTag = Math.max(lastTag, tag);
                    }
                }
                case 3 -> assertThat(index.answered(1, near)).isSameAs(model.remove(near));
                case 4 -> {
                    StoredMessage forgotten = messages.get(random.nextInt(messages.size()));
                    index.forget(forgotten);
                    model.values().removeIf(each -> each == forgotten);
                }
                default -> {
                    if (random.nextInt(10) == 0) {
                        answerUpTo(near, model);
                    }
                }
            }
            assertThat(index.liveCount()).isEqualTo(model.size());
        }
        answerUpTo(Long.MAX_VALUE, model);
        assertThat(index.liveCount()).isZero();
        assertThat(messages).allMatch(message -> message.openAttempts == 0);
    }

    private void answerUpTo(long tag, NavigableMap<Long, StoredMessage> model) {
        Map<Long, StoredMessage> upTo = model.headMap(tag, true);
        List<StoredMessage> found = new ArrayList<>();
        for (StoredMessage message = index.answeredUpTo(1, tag);
                message != null;
                message = index.answeredUpTo(1, tag)) {
            found.add(message);
        }
        assertThat(found).containsExactlyElementsOf(upTo.values());
        upTo.clear();
    }
}
