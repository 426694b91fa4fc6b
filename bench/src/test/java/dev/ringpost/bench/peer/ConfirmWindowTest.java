package dev.ringpost.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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
    void failsAfterANack() throws Exception {
        window.register(1, BODY);
        window.handleNack(1, false);
        assertThatThrownBy(window::awaitAllConfirmed).isInstanceOf(IOException.class);
        assertThat(window.confirmedCount()).isZero();
    }
}
