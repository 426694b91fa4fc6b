package dev.ringpost.kombu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.ringpost.BrokerUri;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kombu's forms of broker URIs. */
class UriTest {

    @ParameterizedTest
    @CsvSource({
        "amqp://,                    localhost, 5672,  guest, guest, /",
        "amqp://h,                   h,         5672,  guest, guest, /",
        "amqp://h/,                  h,         5672,  guest, guest, /",
        "amqp://h//,                 h,         5672,  guest, guest, /",
        "amqp://h/%2f,               h,         5672,  guest, guest, /",
        "amqp://h/foo,               h,         5672,  guest, guest, foo",
        "amqp://h//foo,              h,         5672,  guest, guest, /foo",
        "amqp://h/%2ffoo,            h,         5672,  guest, guest, /foo",
        "amqp://h/a/b,               h,         5672,  guest, guest, a/b",
        "amqp://user@/,              localhost, 5672,  user,  guest, /",
        "amqp://:10000,              localhost, 10000, guest, guest, /",
        "amqp://u%40x:p%3Aw@h,       h,         5672,  u@x,   p:w,   /",
        "amqps://h,                  h,         5671,  guest, guest, /",
        "pyamqp://u:p@h:1234/v,      h,         1234,  u,     p,     v",
        "h,                          h,         5672,  guest, guest, /"
    })
    void row81_urlsMeanWhatTheyMeanToKombu(
            String uri, String host, int port, String user, String password, String virtualHost) {
        BrokerUri read = BrokerUri.parse(uri);
        assertThat(read.host()).isEqualTo(host);
        assertThat(read.port()).isEqualTo(port);
        assertThat(read.user()).isEqualTo(user);
        assertThat(read.password()).isEqualTo(password);
        assertThat(read.virtualHost()).isEqualTo(virtualHost);
        assertThat(read.tls()).isEqualTo(uri.startsWith("amqps"));
        assertThat(read.toString()).contains("**").doesNotContain(":" + password + "@");
    }

    @Test
    void row81_alternatesAndOptions() {
        assertThat(BrokerUri.parseAll("h1;h2")).extracting(BrokerUri::host).containsExactly("h1", "h2");
        assertThat(BrokerUri.parseAll("amqp://a/v1;amqps://b:1/v2"))
                .extracting(BrokerUri::address, BrokerUri::virtualHost)
                .containsExactly(tuple("a:5672", "v1"), tuple("b:1", "v2"));
        BrokerUri optioned = BrokerUri.parse("amqp://h/v?heartbeat=10&connect_timeout=3");
        assertThat(optioned.heartbeat()).isEqualTo(Duration.ofSeconds(10));
        assertThat(optioned.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        for (String bad : List.of("http://h", "amqp://h:port", "amqp://h?no_such=1")) {
            assertThatThrownBy(() -> BrokerUri.parse(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
