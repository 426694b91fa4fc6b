package dev.ringpost.faults;

import dev.ringpost.Outcome;
import dev.ringpost.RetryCause;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What was attempted, accepted, answered and read back in one round. A message is named by one number: round, stream and
 * place in its stream; see {@link MessageId}.
 *
 * <p><b>Threads.</b> Attempts and acceptances of one stream come from one thread at a time, outcomes from any;
 * {@link #consumed} is called by one thread, after all of them.
 */
final class History {

    private static final int MAX_NOTES = 12;

    private final int round;
    private final int callers;
    private final Track[] tracks;
    private final LongAdder acceptedCount = new LongAdder();
    private final LongAdder settledCount = new LongAdder();
    private final AtomicLong confirmedCount = new AtomicLong();
    private final AtomicLong secondOutcomes = new AtomicLong();
    private final AtomicLong strayOutcomes = new AtomicLong();
    private final Queue<String> notes = new ConcurrentLinkedQueue<>();
    private final AtomicLongArray retries = new AtomicLongArray(Route.count());
    private final AtomicLongArray confirmTimeouts = new AtomicLongArray(Route.count());
    private final long[] inversions = new long[Route.count()];
    private final long[] keptInversions = new long[Route.count()];
    private volatile boolean brokerDied;
    private long repeats;
    private long damaged;

    History(int round, int callers) {
        this.round = round;
        this.callers = callers;
        this.tracks = new Track[callers * Route.count()];
        for (int i = 0; i < tracks.length; i++) {
            tracks[i] = new Track();
        }
    }

    /** Begins the attempt of a message; returns its id. */
    long attempt(int caller, Route route) {
        int stream = caller * Route.count() + route.index();
        return MessageId.of(round, stream, tracks[stream].attempt());
    }

    /** Its publish returned normally. */
    void accepted(long id) {
        tracks[MessageId.stream(id)].accept(MessageId.number(id));
        acceptedCount.increment();
    }

    /** It has an outcome. */
    void outcome(long id, Outcome outcome, @Nullable String detail) {
        if (!knows(id)) {
            strayOutcomes.incrementAndGet();
            note("an outcome " + outcome + " for no message of this round: " + MessageId.toString(id));
            return;
        }
        if (!tracks[MessageId.stream(id)].settle(MessageId.number(id), outcome, brokerDied)) {
            secondOutcomes.incrementAndGet();
            note("a second outcome, " + outcome + ", for " + MessageId.toString(id));
            return;
        }
        settledCount.increment();
        if (outcome == Outcome.CONFIRMED) {
            confirmedCount.incrementAndGet();
        } else if (outcome != Outcome.RETURNED) {
            note(outcome + " " + MessageId.toString(id) + ": " + detail);
        }
    }

    /**
     * It was read back, undamaged if its id says so.
     *
     * @param body its bytes
     * @param messageBytes of the AMQP message's body that it was in
     * @param isRecord whether that was a batch of records
     */
    void consumed(byte[] body, int messageBytes, boolean isRecord) {
        long id = MessageBody.idOf(body);
        if (id == MessageBody.DAMAGED || !knows(id)) {
            damaged++;
            note("read back and never published like this: " + body.length + " bytes");
            return;
        }
        boolean keptApart = messageBytes >= MessageBody.KEPT_APART_BYTES
                || (isRecord && Packs.mayHaveBeenKeptApart(routeOf(MessageId.stream(id))));
        switch (tracks[MessageId.stream(id)].consume(MessageId.number(id), messageBytes, keptApart)) {
            case REPEATED -> repeats++;
            case OVERTAKEN -> {
                inversions[MessageId.stream(id) % Route.count()]++;
                note("overtaken: " + MessageId.toString(id) + ", "
                        + tracks[MessageId.stream(id)].overtaking(MessageId.number(id), messageBytes));
            }
            case OVERTAKEN_BY_KEPT -> keptInversions[MessageId.stream(id) % Route.count()]++;
            case IN_ORDER -> {}
        }
    }

    /** What was read back is no batch of records, though it says so. */
    void unreadable(String why) {
        damaged++;
        note("read back and not readable: " + why);
    }

    /** The engine told that it will try a message of this route again. */
    void retry(Route route, RetryCause cause) {
        retries.incrementAndGet(route.index());
        if (cause == RetryCause.CONFIRM_TIMEOUT) {
            confirmTimeouts.incrementAndGet(route.index());
        }
    }

    /** The broker was killed, and all it has answered was heard: what is open now is unknown. */
    void brokerDied() {
        brokerDied = true;
    }

    /** What the route's queues held so far may be missing: the broker was told to delete it. */
    void excuse(Route route) {
        for (int caller = 0; caller < callers; caller++) {
            tracks[caller * Route.count() + route.index()].excuse();
        }
    }

    /** Writes what some callers did. */
    void write(DataOutput out, int fromCaller, int toCaller) throws IOException {
        for (int stream = fromCaller * Route.count(); stream < toCaller * Route.count(); stream++) {
            tracks[stream].write(out);
        }
        out.writeLong(secondOutcomes.get());
        out.writeLong(strayOutcomes.get());
    }

    /** Reads what {@link #write} wrote: callers that another process had, and who did nothing here. */
    void read(DataInput in, int fromCaller, int toCaller) throws IOException {
        for (int stream = fromCaller * Route.count(); stream < toCaller * Route.count(); stream++) {
            tracks[stream].read(in);
        }
        secondOutcomes.addAndGet(in.readLong());
        strayOutcomes.addAndGet(in.readLong());
    }

    private boolean knows(long id) {
        return MessageId.round(id) == (round & 0xFFFF)
                && MessageId.stream(id) < tracks.length
                && MessageId.number(id) >= 0
                && MessageId.number(id) < tracks[MessageId.stream(id)].attempts();
    }

    private void note(String what) {
        // Not exact under a race, which costs a few more lines.
        if (notes.size() < MAX_NOTES) {
            notes.add(what);
        }
    }

    int round() {
        return round;
    }

    int streams() {
        return tracks.length;
    }

    Route routeOf(int stream) {
        return Route.at(stream % Route.count());
    }

    Track track(int stream) {
        return tracks[stream];
    }

    long acceptedCount() {
        return acceptedCount.sum();
    }

    long settledCount() {
        return settledCount.sum();
    }

    /** Messages of a route with the outcome CONFIRMED so far. */
    long confirmedCount(Route route) {
        long count = 0;
        for (int caller = 0; caller < callers; caller++) {
            count += tracks[caller * Route.count() + route.index()].count(Outcome.CONFIRMED);
        }
        return count;
    }

    /** Outcomes CONFIRMED so far; rises at every instant that this returns more than before. */
    long confirmedCount() {
        return confirmedCount.get();
    }

    long secondOutcomes() {
        return secondOutcomes.get();
    }

    long strayOutcomes() {
        return strayOutcomes.get();
    }

    long repeats() {
        return repeats;
    }

    long damaged() {
        return damaged;
    }

    /** Retries heard of, for either cause. */
    long retries(Route route) {
        return retries.get(route.index());
    }

    /** Retries heard of, for want of an answer. */
    long confirmTimeouts(Route route) {
        return confirmTimeouts.get(route.index());
    }

    /** Messages behind later ones of their stream, without {@link #keptInversions}. */
    long inversions(Route route) {
        return inversions[route.index()];
    }

    /** See {@link Track.Arrival#OVERTAKEN_BY_KEPT}. */
    long keptInversions(Route route) {
        return keptInversions[route.index()];
    }

    /** The first things worth telling. */
    List<String> notes() {
        return List.copyOf(notes);
    }
}
