package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.BrokerUri;
import dev.ringpost.Failover;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BrokerRotaTest {

    private static final List<BrokerUri> THREE = BrokerUri.parseAll("a;b;c");

    private static List<String> round(BrokerRota rota) {
        List<String> hosts = new ArrayList<>();
        for (int left = rota.beginRound(); left > 0; left--) {
            hosts.add(rota.next().host());
        }
        return hosts;
    }

    @Test
    void roundRobinGoesOnBehindTheOneTriedLast() {
        BrokerRota rota = new BrokerRota(THREE, Failover.ROUND_ROBIN, new Random(1));
        assertThat(round(rota)).containsExactly("a", "b", "c");
        assertThat(rota.beginRound()).isEqualTo(3);
        assertThat(rota.next().host()).isEqualTo("a");
        // It took us, and was lost again.
        assertThat(round(rota)).containsExactly("b", "c", "a");
    }

    @Test
    void eachShuffledRoundHasEveryBrokerOnceInAnOrderOfItsOwn() {
        BrokerRota rota = new BrokerRota(THREE, Failover.SHUFFLE, new Random(7));
        Set<List<String>> orders = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            List<String> hosts = round(rota);
            assertThat(hosts).containsExactlyInAnyOrder("a", "b", "c");
            orders.add(hosts);
        }
        assertThat(orders).as("all six there are").hasSize(6);
    }

    @Test
    void aShuffledRoundThatEndedEarlyLeavesNothingBehind() {
        BrokerRota rota = new BrokerRota(THREE, Failover.SHUFFLE, new Random(7));
        for (int i = 0; i < 50; i++) {
            rota.beginRound();
            rota.next();
            assertThat(round(rota)).containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    @Test
    void oneBrokerIsAlwaysNext() {
        for (Failover failover : Failover.values()) {
            BrokerRota rota = new BrokerRota(BrokerUri.parseAll("a"), failover, new Random(1));
            assertThat(round(rota)).containsExactly("a");
            assertThat(round(rota)).containsExactly("a");
        }
    }
}
