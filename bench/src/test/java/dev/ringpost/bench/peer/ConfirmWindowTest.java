package dev.ringpost.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ConfirmWindowTest {
    private static final byte[] BODY = {1};

    private final ConfirmWindow window = new ConfirmWindow(4);

    @Test
    void countsEachMessageOnceWhateverTheOrderOfAcks() throws Exception {
        for (long tag = 1; tag <= 4; tag++) {
            window.register(tag, BODY);
        }
        window.handleAck(3, false);
        window.handleAck(2, true);
        window.handleAck(3, true);
        assertThat(window.confirmedCount()).isEqualTo(3);
        window.handleAck(4, true);
        window.awaitAllConfirmed();
        assertThat(window.confirmedCount()).isEqualTo(4);
    }

    @Test
    void doesNotTakeAReusedPlaceForItsFormerMessage() throws Exception {
        registerUpTo(4);
        window.handleAck(1, false);
        window.register(5, BODY); // where 1 was
        window.handleAck(4, true);
        assertThat(window.confirmedCount()).isEqualTo(4);
        window.handleAck(5, false);
        window.awaitAllConfirmed();
        assertThat(window.confirmedCount()).isEqualTo(5);
    }

    @Test
    void waitsForItsPlaceWhenLaterMessagesAreAckedFirst() throws Exception {
        registerUpTo(4);
        window.handleAck(2, false);
        CompletableFuture<Void> fifth = CompletableFuture.runAsync(() -> {
            try {
                window.register(5, BODY);
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
        Thread.sleep(20);
        assertThat(fifth).as("in the place of 1").isNotDone();
        window.handleAck(1, false);
        fifth.get();
        window.handleAck(5, true);
        window.awaitAllConfirmed();
        assertThat(window.confirmedCount()).isEqualTo(5);
    }

    private void registerUpTo(long lastTag) throws InterruptedException {
        for (long tag = 1; tag <= lastTag; tag++) {
            window.register(tag, BODY);
        }
    }

    @Test
    void failsAfterANack() throws Exception {
        window.register(1, BODY);
        window.handleNack(1, false);
        assertThatThrownBy(window::awaitAllConfirmed).isInstanceOf(IOException.class);
        assertThat(window.confirmedCount()).isZero();
    }
}
