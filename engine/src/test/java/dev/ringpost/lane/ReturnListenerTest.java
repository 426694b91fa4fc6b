package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Outcome;
import dev.ringpost.PublishOptions;
import dev.ringpost.testing.CleanEngine;
import dev.ringpost.testing.ExpectedLogs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Returned messages reach the listener of their own options, before their outcome, and no other. */
@CleanEngine
class ReturnListenerTest {

    private final LaneBench bench = new LaneBench();
    private final List<String> heard = new ArrayList<>();

    private PublishOptions heardAs(String who) {
        return PublishOptions.builder()
                .mandatory(true)
                .exchange("ex")
                .routingKey("key")
                .onReturn((reason, exchange, routingKey, message) -> heard.add(who + ": " + reason.replyCode() + " "
                        + reason.replyText() + " " + exchange + " " + routingKey + " "
                        + new String(message.body(), StandardCharsets.UTF_8) + " " + message.contentType()))
                .build();
    }

    @Test
    void theListenerOfTheMessageHearsIt() {
        ScriptedLink link = bench.connect();
        long first = bench.publishObject("one", heardAs("first"));
        long second = bench.publishObject("two", heardAs("second"));
        bench.run();
        link.giveBack(2);
        link.ackUpTo(2);
        bench.run();
        assertThat(heard).containsExactly("second: 312 NO_ROUTE ex key two text/plain");
        assertThat(bench.outcomes().of(first)).isEqualTo(Outcome.CONFIRMED);
        assertThat(bench.outcomes().of(second)).isEqualTo(Outcome.RETURNED);
        bench.assertEmpty();
    }

    @Test
    void aListenerThatThrowsCostsNothing(ExpectedLogs logs) {
        logs.expect("a callback threw");
        ScriptedLink link = bench.connect();
        PublishOptions throwing = PublishOptions.builder()
                .mandatory(true)
                .onReturn((reason, exchange, routingKey, message) -> {
                    throw new IllegalStateException("by the test");
                })
                .build();
        long id = bench.publishObject("one", throwing);
        bench.run();
        link.giveBack(1);
        link.ackUpTo(1);
        bench.run();
        assertThat(bench.outcomes().of(id)).isEqualTo(Outcome.RETURNED);
        assertThat(bench.metrics().callbackErrors().get()).isEqualTo(1);
        bench.assertEmpty();
    }
}
