package dev.ringpost.lane;

import dev.ringpost.Outcome;
import dev.ringpost.ring.NanoClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * The broker's side of one epoch in {@link LaneSimulation}: knows what reached it, closes the channel at a message to the
 * missing exchange, and remembers the first answer it gave to each delivery tag.
 */
final class SimulatedBroker {

    static final String MISSING_EXCHANGE = "missing";

    /** In a text, before the ordering key. */
    static final String KEYED = "key ";

    private static final int NOT_FOUND = 404;
    private static final int REPEATS = 8;

    private final ScriptedLink link;
    private final NanoClock clock;
    private final Map<Long, Answer> firstAnswers = new HashMap<>();
    private final Set<Long> returned = new HashSet<>();
    private final Set<String> acked = new HashSet<>();
    private int seen;
    private boolean gone;

    /** What it said first about a delivery tag, and when. */
    record Answer(Outcome outcome, long atNs) {}

    SimulatedBroker(ScriptedLink link, NanoClock clock) {
        this.link = link;
        this.clock = clock;
    }

    ScriptedLink link() {
        return link;
    }

    boolean isGone() {
        return gone || link.epoch().loss() != null;
    }

    void lose() {
        gone = true;
        link.lose();
    }

    /** Reads what was written since; after a message to the missing exchange it reads nothing more. */
    void read() {
        List<ScriptedChannel.Sent> sent = link.channel().sent();
        while (!gone && seen < sent.size()) {
            if (sent.get(seen).route().exchange().equals(MISSING_EXCHANGE)) {
                gone = true;
                link.close(NOT_FOUND, "NOT_FOUND - no exchange 'missing'");
            } else {
                seen++;
            }
        }
    }

    /** Says something about messages it has read; repeats and overlaps included. */
    void answerAtRandom(Random random) {
        if (seen == 0) {
            return;
        }
        long tag = 1L + random.nextInt(seen);
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> {
                link.ack(tag);
                first(tag, Outcome.CONFIRMED);
            }
            case 3, 4 -> {
                link.ackUpTo(tag);
                firstUpTo(tag, Outcome.CONFIRMED);
            }
            case 5 -> {
                link.nack(tag);
                first(tag, Outcome.REJECTED);
            }
            case 6 -> {
                link.nackUpTo(tag);
                firstUpTo(tag, Outcome.REJECTED);
            }
            case 7 -> {
                link.giveBack(tag);
                returned.add(tag);
                link.ack(tag);
                first(tag, Outcome.RETURNED);
            }
            case 8 -> answerAgain(random);
            default -> ackAll();
        }
    }

    /** Acks some of what it has answered before: their slots may be other messages' by now. */
    private void answerAgain(Random random) {
        for (int i = 0; i < REPEATS; i++) {
            long tag = 1L + random.nextInt(seen);
            if (firstAnswers.containsKey(tag)) {
                link.ack(tag);
            }
        }
    }

    /** Acks everything it has read. */
    void ackAll() {
        if (seen > 0) {
            link.ackUpTo(seen);
            firstUpTo(seen, Outcome.CONFIRMED);
        }
    }

    /** What an I/O thread that is late says about a connection given up long ago: nobody may believe it. */
    void talkAfterTheEnd(Random random) {
        if (seen > 0) {
            link.ack(1L + random.nextInt(seen));
            link.ackUpTo(seen);
        }
    }

    private void firstUpTo(long tag, Outcome answer) {
        for (long at = 1; at <= tag; at++) {
            first(at, answer);
        }
    }

    private void first(long tag, Outcome answer) {
        boolean isFirst = firstAnswers.putIfAbsent(tag, new Answer(answer, clock.nanoTime())) == null;
        if (isFirst && answer == Outcome.CONFIRMED) {
            acked.addAll(textsOf(tag));
        }
    }

    /** Whether it has acked that text so far, as its first answer to some attempt. */
    boolean hasAcked(String text) {
        return acked.contains(text);
    }

    /** Adds what this broker answered first to each attempt, in the order of the attempts, by text. */
    void addAllAnswersTo(Map<String, List<Answer>> answers) {
        firstAnswers.keySet().stream()
                .sorted()
                .forEach(tag -> textsOf(tag)
                        .forEach(text -> answers.computeIfAbsent(text, any -> new ArrayList<>())
                                .add(Objects.requireNonNull(firstAnswers.get(tag)))));
    }

    /** Adds the texts of which it returned an attempt. */
    void addReturnedTo(Set<String> texts) {
        returned.forEach(tag -> texts.addAll(textsOf(tag)));
    }

    private List<String> textsOf(long tag) {
        return link.channel().sent().get((int) (tag - 1)).texts();
    }

    /** Adds what this broker answered to which text, where no earlier epoch did. */
    void addAnswersTo(Map<String, Answer> answers) {
        firstAnswers.forEach((tag, answer) -> textsOf(tag).forEach(text -> answers.putIfAbsent(text, answer)));
    }

    /** The numbers of the messages in the order they came; fails if tags are not 1, 2, 3, …. */
    List<Long> idsInOrder() {
        List<Long> ids = new ArrayList<>();
        long tag = 0;
        for (ScriptedChannel.Sent one : link.channel().sent()) {
            one.texts().forEach(text -> ids.add(LaneSimulation.idOf(text)));
            tag++;
            if (one.tag() != tag) {
                throw new AssertionError("tag " + one.tag() + " for message " + tag + " of an epoch");
            }
        }
        return ids;
    }

    /** The same for each ordering key of those messages that have one, wherever they went. */
    Map<String, List<Long>> idsByOrderingKey() {
        Map<String, List<Long>> ids = new HashMap<>();
        for (ScriptedChannel.Sent one : link.channel().sent()) {
            for (String text : one.texts()) {
                int keyAt = text.indexOf(KEYED);
                if (keyAt > 0) {
                    ids.computeIfAbsent(text.substring(keyAt), key -> new ArrayList<>())
                            .add(LaneSimulation.idOf(text));
                }
            }
        }
        return ids;
    }

    /** The same for each exchange and routing key, of those that have none. */
    Map<String, List<Long>> idsByKey() {
        Map<String, List<Long>> ids = new HashMap<>();
        for (ScriptedChannel.Sent one : link.channel().sent()) {
            List<Long> ofKey = ids.computeIfAbsent(one.route().toString(), key -> new ArrayList<>());
            one.texts().stream()
                    .filter(text -> !text.contains(KEYED))
                    .forEach(text -> ofKey.add(LaneSimulation.idOf(text)));
        }
        return ids;
    }
}
