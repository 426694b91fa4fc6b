package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulation is worth what it finds: engines broken on purpose must fail it, each within {@value #SEEDS} seeds, and the
 * engine as it is, built in the same way, must pass all of them.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MutantsTest {

    private static final int SEEDS = 500;
    private static final int MAX_SHOWN = 160;

    private static final String PIPELINE = "lane/Pipeline.java";
    private static final String AGENT = "lane/LaneAgent.java";
    private static final String SETTLEMENT = "lane/Settlement.java";
    private static final String DEFERRAL = "lane/Deferral.java";
    private static final String RETRIES = "lane/Retries.java";
    private static final String RETRYING = "lane/Retrying.java";
    private static final String EXIT = "lane/SlotExit.java";
    private static final String UNANSWERED = "lane/Unanswered.java";
    private static final String STRICT = "lane/StrictOrder.java";
    private static final String CAREFUL = "lane/CarefulMode.java";
    private static final String COMPLETION = "lane/CompletionAgent.java";
    private static final String TAGS = "confirm/DeliveryTags.java";
    private static final String BODY = "pack/PackBody.java";
    private static final String PUBLISH = "stage/PublishHandler.java";
    private static final String STATES = "confirm/SlotStates.java";
    private static final String STORE = "retry/RetryStore.java";

    static List<Mutant> mutants() {
        return List.of(
                // Answers
                Mutant.of(
                        "drops a single ack",
                        TAGS,
                        "case AckLog.ACK -> settleSingle(tag, Outcome.CONFIRMED, settler);",
                        "case AckLog.ACK -> {}"),
                Mutant.of(
                                "drops the last ack of a multiple",
                                TAGS,
                                "tag <= endOfSingles; tag++",
                                "tag < endOfSingles; tag++")
                        .and(TAGS, "for (; tag <= upTo; tag++)", "for (; tag < upTo; tag++)"),
                Mutant.of(
                        "takes a nack for an ack",
                        TAGS,
                        "AckLog.NACK -> settleSingle(tag, Outcome.REJECTED",
                        "AckLog.NACK -> settleSingle(tag, Outcome.CONFIRMED"),
                Mutant.of(
                        "settles a slot twice",
                        STATES,
                        "states[index] == SENT && tags[index] == deliveryTag",
                        "tags[index] == deliveryTag"),
                Mutant.of(
                        "believes a late ack for a reused slot",
                        TAGS,
                        "states.isAwaiting(sequence, tag)",
                        "states.get(sequence) == SlotStates.SENT"),
                Mutant.of(
                        "delivers an outcome twice",
                        COMPLETION,
                        "long sequence = done + 1;",
                        "long sequence = Math.max(0, done);"),
                // Records
                Mutant.of(
                        "drops the last record of a message",
                        TAGS,
                        "number <= end; number++",
                        "number < end; number++"),
                Mutant.of(
                        "sends records again that have their outcome",
                        BODY,
                        "sequence > settledUpTo && !states.isSettled(sequence)",
                        "true"),
                Mutant.of("lets a message overtake records of its key", PUBLISH, "packs.beforeSingle(route);", ""),
                Mutant.of(
                        "lets a record overtake one of its ordering key that waits elsewhere",
                        "pack/Packs.java",
                        "before != null && before != pack",
                        "before != null && before == pack"),
                Mutant.of(
                        "keeps records of a lost connection",
                        "pack/Packs.java",
                        "        open.clear();\n        latest = null;\n        recordCount = 0;\n",
                        ""),
                // Connections
                Mutant.of(
                        "loses a slot on reconnect",
                        PIPELINE,
                        "states.set(sequence, SlotStates.READY_AGAIN);",
                        "if (sequence % 8 != 0) states.set(sequence, SlotStates.READY_AGAIN);"),
                Mutant.of(
                        "forgets what was answered before the loss",
                        AGENT,
                        "drainLog(); // what was answered",
                        "// what was answered"),
                Mutant.of("writes into an alarm", PIPELINE, "!current.isBlocked() && ", ""),
                Mutant.of(
                        "blames one of two suspects",
                        CAREFUL,
                        "tags.awaitingCount() == 1 && ",
                        "tags.awaitingCount() <= 2 && "),
                // Order and time
                Mutant.of(
                        "lets a message overtake one of its key that waits",
                        DEFERRAL,
                        "if (satisfied && (count == 0",
                        "if (satisfied && (count >= 0"),
                Mutant.of(
                        "lets a deadline pass",
                        SETTLEMENT,
                        "if (nowNs - slot.acceptedNs < deliveryTimeoutNs) {",
                        "if (nowNs - slot.acceptedNs < 2 * deliveryTimeoutNs) {"),
                Mutant.of(
                        "times out too early",
                        SETTLEMENT,
                        "if (nowNs - slot.acceptedNs < deliveryTimeoutNs) {",
                        "if (nowNs - slot.acceptedNs < deliveryTimeoutNs / 2) {"),
                Mutant.of(
                        "times out too early what it takes from the ring",
                        SETTLEMENT,
                        "if (nowNs - slot.acceptedNs < deliveryTimeoutNs || slot.isVoid) {",
                        "if (nowNs - slot.acceptedNs < deliveryTimeoutNs / 2 || slot.isVoid) {"),
                // Memory and retries
                Mutant.of("keeps the memory of a large body", COMPLETION, "budget.giveBack(large);", ""),
                Mutant.of(
                        "puts a message back under another's sequence",
                        STORE,
                        "inRing.add(message, sequence);",
                        "inRing.add(message, sequence + 1);"),
                Mutant.of("retries once too often", RETRYING, "mayRetry(retriesDone)", "mayRetry(retriesDone - 1)"),
                Mutant.of("remembers attempts of a lost connection", STORE, "attempts.clear();", "")
                        .and(RETRYING, "epochId++;", ""),
                Mutant.of(
                        "ignores the answer to an attempt whose message was moved",
                        RETRIES,
                        "published(lateAnswers.onAnswer(",
                        "published(deliveryTag < 0 && lateAnswers.onAnswer("),
                Mutant.of(
                        "forgets that a message that was moved is answered no more",
                        EXIT,
                        "current.tags().onSettledOtherwise(sequence);",
                        ""),
                Mutant.of(
                        "times out what is unanswered for half of the confirm timeout",
                        UNANSWERED,
                        "if (waitNs >= confirmTimeoutNs) {",
                        "if (waitNs >= confirmTimeoutNs / 2) {"),
                Mutant.of(
                        "lets the confirm clock run through an alarm",
                        "lane/ConfirmClock.java",
                        "pausedNs += isPaused ? elapsedNs : ",
                        "pausedNs += "),
                Mutant.of(
                        "sends two messages of a strict key at a time",
                        STRICT,
                        "if (key.holder == first) {",
                        "if (key.holder <= first) {"));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void aBrokenEngineIsFound(Mutant mutant, @TempDir Path folder) throws Exception {
        try (MutantBuild build = MutantBuild.of(mutant, folder)) {
            for (long seed = 0; seed < SEEDS; seed++) {
                for (LaneSimulation.Mode mode : LaneSimulation.Mode.values()) {
                    Throwable found = build.violation(seed, mode);
                    if (found != null) {
                        assertThat(found).isInstanceOfAny(AssertionError.class, RuntimeException.class);
                        System.out.printf(
                                "mutant \"%s\" found at seed %s, %s: %s%n", mutant, seed, mode, firstLine(found));
                        return;
                    }
                }
            }
        }
        throw new AssertionError("an engine that " + mutant + " passes " + SEEDS + " seeds of the simulation");
    }

    @Test
    void theEngineAsItIsPasses(@TempDir Path folder) throws Exception {
        try (MutantBuild build = MutantBuild.unchanged(mutants(), folder)) {
            for (long seed = 0; seed < SEEDS; seed++) {
                for (LaneSimulation.Mode mode : LaneSimulation.Mode.values()) {
                    assertThat(build.violation(seed, mode))
                            .as("seed %s, %s", seed, mode)
                            .isNull();
                }
            }
        }
    }

    @Test
    void aTextThatIsNotThereIsSaid(@TempDir Path folder) {
        assertThatThrownBy(() -> MutantBuild.of(Mutant.of("old", TAGS, "no such text", ""), folder))
                .hasMessageContaining("\"no such text\" is not in " + TAGS);
    }

    private static String firstLine(Throwable found) {
        String text = String.valueOf(found).strip().replaceAll("\\s+", " ");
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + " …";
    }
}
