package dev.ringpost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerUriTest {

    private static final String SECRET = "s3cr3t";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            amqp://                                   | localhost    | 5672 | guest | guest    | /       | false
            amqp:///                                  | localhost    | 5672 | guest | guest    | /       | false
            amqps://                                  | localhost    | 5671 | guest | guest    | /       | true
            AMQPS://Rabbit.Example                    | Rabbit.Example | 5671 | guest | guest  | /       | true
            amqp://rabbit                             | rabbit       | 5672 | guest | guest    | /       | false
            amqp://rabbit_1.local                     | rabbit_1.local | 5672 | guest | guest  | /       | false
            amqp://rabbit:1234/                       | rabbit       | 1234 | guest | guest    | /       | false
            amqp://me:pw@rabbit:1234/prod             | rabbit       | 1234 | me    | pw       | prod    | false
            amqp://me@rabbit                          | rabbit       | 5672 | me    | guest    | /       | false
            amqp://me:@rabbit                         | rabbit       | 5672 | me    | ''       | /       | false
            amqp://m%40e:p%3Aw%2F%25@rabbit/%2F       | rabbit       | 5672 | m@e   | p:w/%    | /       | false
            amqp://me:p+w@rabbit/a+b                  | rabbit       | 5672 | me    | p+w      | a+b     | false
            amqp://me:p:w@rabbit/a/b                  | rabbit       | 5672 | me    | p:w      | a/b     | false
            amqp://me:p@w@rabbit                      | rabbit       | 5672 | me    | p@w      | /       | false
            amqp://rabbit//prod                       | rabbit       | 5672 | guest | guest    | /prod   | false
            amqp://rabbit/%2Fprod                     | rabbit       | 5672 | guest | guest    | /prod   | false
            amqp://rabbit/caf%C3%A9                   | rabbit       | 5672 | guest | guest    | café    | false
            amqp://[::1]                              | ::1          | 5672 | guest | guest    | /       | false
            amqps://me:pw@[2001:db8::7]:5700/v        | 2001:db8::7  | 5700 | me    | pw       | v       | true
            '  amqp://rabbit  '                       | rabbit       | 5672 | guest | guest    | /       | false
            amqp://rabbit/                            | rabbit       | 5672 | guest | guest    | /       | false
            amqp://rabbit//                           | rabbit       | 5672 | guest | guest    | /       | false
            amqp://rabbit/%2f                         | rabbit       | 5672 | guest | guest    | /       | false
            amqp://rabbit/foo                         | rabbit       | 5672 | guest | guest    | foo     | false
            amqp://rabbit//foo                        | rabbit       | 5672 | guest | guest    | /foo    | false
            amqp://rabbit/%2ffoo                      | rabbit       | 5672 | guest | guest    | /foo    | false
            amqp://rabbit/a/b                         | rabbit       | 5672 | guest | guest    | a/b     | false
            amqp://user@/                             | localhost    | 5672 | user  | guest    | /       | false
            amqp://:10000                             | localhost    | 10000 | guest | guest   | /       | false
            amqp://me:pw@:10000/v                     | localhost    | 10000 | me   | pw       | v       | false
            amqp://u%40x:p%3Aw@rabbit                 | rabbit       | 5672 | u@x   | p:w      | /       | false
            amqp://me:p%3Bw@rabbit/a%3Bb              | rabbit       | 5672 | me    | p;w      | a;b     | false
            amqps://rabbit                            | rabbit       | 5671 | guest | guest    | /       | true
            pyamqp://me:pw@rabbit/v                   | rabbit       | 5672 | me    | pw       | v       | false
            pyamqp://                                 | localhost    | 5672 | guest | guest    | /       | false
            rabbit                                    | rabbit       | 5672 | guest | guest    | /       | false
            rabbit_1.local                            | rabbit_1.local | 5672 | guest | guest  | /       | false
            10.0.0.7                                  | 10.0.0.7     | 5672 | guest | guest    | /       | false
            rabbit:5673                               | rabbit       | 5673 | guest | guest    | /       | false
            [::1]                                     | ::1          | 5672 | guest | guest    | /       | false
            [::1]:5673                                | ::1          | 5673 | guest | guest    | /       | false
            amqp://rabbit?                            | rabbit       | 5672 | guest | guest    | /       | false
            amqp://rabbit?ssl=1                       | rabbit       | 5671 | guest | guest    | /       | true
            amqp://rabbit:5700/v?ssl=True             | rabbit       | 5700 | guest | guest    | v       | true
            amqp://?ssl=on                            | localhost    | 5671 | guest | guest    | /       | true
            amqp://rabbit?ssl=0                       | rabbit       | 5672 | guest | guest    | /       | false
            amqps://rabbit?ssl=yes                    | rabbit       | 5671 | guest | guest    | /       | true
            """)
    void readsEveryForm(
            String text, String host, int port, String user, String password, String virtualHost, boolean tls) {
        assertThat(BrokerUri.parse(text)).isEqualTo(new BrokerUri(host, port, user, password, virtualHost, tls));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            amqp://rabbit                                            | -    | -
            amqp://rabbit?heartbeat=10                               | 10   | -
            amqp://rabbit/v?heartbeat=0                              | 0    | -
            amqp://?heartbeat=10.0                                   | 10   | -
            amqp://rabbit?heartbeat=0.5                              | 1    | -
            amqp://rabbit?heartbeat=3600                             | 3600 | -
            amqp://rabbit?connect_timeout=3                          | -    | 3000
            amqp://rabbit?connect_timeout=0.25                       | -    | 250
            amqp://rabbit?connection_timeout=1                       | -    | 1
            amqp://rabbit?connection_timeout=3600000                 | -    | 3600000
            amqp://rabbit?heartbeat=10&ssl=1&connect_timeout=3       | 10   | 3000
            amqp://me:pw@rabbit:5673/v?connection_timeout=90&&ssl=0& | -    | 90
            """)
    void readsTheOptions(String text, @Nullable Integer heartbeatSeconds, @Nullable Integer connectTimeoutMs) {
        BrokerUri uri = BrokerUri.parse(text);
        assertThat(uri.heartbeat()).isEqualTo(heartbeatSeconds == null ? null : Duration.ofSeconds(heartbeatSeconds));
        assertThat(uri.connectTimeout())
                .isEqualTo(connectTimeoutMs == null ? null : Duration.ofMillis(connectTimeoutMs));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            heartbeat=                            | heartbeat is not a number of seconds in 0..3600
            heartbeat                             | heartbeat is not a number
            heartbeat=-1                          | heartbeat is not a number
            heartbeat=1e3                         | heartbeat is not a number
            heartbeat=3600.1                      | heartbeat is not a number
            heartbeat=99999999999                 | heartbeat is not a number
            connect_timeout=soon                  | connect_timeout is not a number of seconds from 1 ms to 1 h
            connect_timeout=0.0009                | connect_timeout is not a number
            connect_timeout=3601                  | connect_timeout is not a number
            connection_timeout=0                  | connection_timeout is not a number of milliseconds from 1 ms to 1 h
            connection_timeout=-5                 | connection_timeout is not a number
            ssl=maybe                             | ssl is neither
            ssl                                   | ssl is neither
            heartbeat=1&heartbeat=1               | heartbeat is given twice
            connect_timeout=1&connection_timeout=1 | connection_timeout is given twice, in the one unit or the other
            heartbeet=5                           | unknown option heartbeet in its query; known are heartbeat, connect_timeout, connection_timeout, ssl
            ssl_ca_certs=x                        | unknown option ssl_ca_certs
            HEARTBEAT=5                           | unknown option HEARTBEAT
            a%20b=5                               | an unknown option in its query
            """)
    void saysWhatIsWrongWithAnOption(String query, String why) {
        assertThatThrownBy(() -> BrokerUri.parse("amqp://me:s3cr3t@rabbit/v?" + query))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("amqp://**@rabbit/v?**")
                .hasMessageContaining(why)
                .hasMessageNotContaining(SECRET)
                .hasNoCause();
    }

    @Test
    void tlsCannotBeAskedForAndSwitchedOff() {
        assertThatThrownBy(() -> BrokerUri.parse("amqps://rabbit?ssl=0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("contradict");
    }

    @Test
    void severalAreSeparatedBySemicolons() {
        assertThat(BrokerUri.parseAll("amqp://one")).containsExactly(BrokerUri.parse("amqp://one"));
        assertThat(BrokerUri.parseAll("amqp://me:pw@one:5673/v; amqps://two ;pyamqp://you@?heartbeat=4"))
                .containsExactly(
                        BrokerUri.parse("amqp://me:pw@one:5673/v"),
                        BrokerUri.parse("amqps://two"),
                        BrokerUri.parse("amqp://you@localhost?heartbeat=4"));
        assertThat(BrokerUri.parseAll("one;two:5673"))
                .containsExactly(BrokerUri.parse("amqp://one"), BrokerUri.parse("amqp://two:5673"));
    }

    @Test
    void aLaterHostAloneHasTheRestFromTheFirst() {
        String first = "amqps://me:pw@one:5700/v?heartbeat=4&connect_timeout=2";
        assertThat(BrokerUri.parseAll(first + ";two;[::2]:5701;amqp://three;four"))
                .containsExactly(
                        BrokerUri.parse(first),
                        BrokerUri.parse("amqps://me:pw@two:5700/v?heartbeat=4&connect_timeout=2"),
                        BrokerUri.parse("amqps://me:pw@[::2]:5701/v?heartbeat=4&connect_timeout=2"),
                        BrokerUri.parse("amqp://three"),
                        BrokerUri.parse("amqps://me:pw@four:5700/v?heartbeat=4&connect_timeout=2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "amqp://rabbit;",
                "amqp://rabbit;;amqp://other",
                "amqp://me:s3cr3t;x@rabbit",
                "amqp://me:12;s3cr3t@rabbit",
                "amqp://me:x@rabbit;http://me:s3cr3t@rabbit",
                "amqp://me:x@rabbit;amqp://other:s3cr3t",
            })
    void oneThatIsNoneAmongSeveralIsRefusedWithoutThePassword(String text) {
        assertThatThrownBy(() -> BrokerUri.parseAll(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected amqp://user:password@host:port/vhost")
                .hasMessageNotContaining(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amqp://one;amqp://two",
                "amqp://me:s3c;r3t@rabbit",
                "amqp://me:x@one;amqp://two:s3cr3t",
                "amqp://me:x@one/a;s3cr3t",
            })
    void whereOneIsExpectedSeveralAreRefused(String text) {
        assertThatThrownBy(() -> BrokerUri.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a semicolon separates two brokers")
                .hasMessageContaining("%3B")
                .hasMessageNotContaining(SECRET);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            amqp://me:s3cr3t@rabbit:0             | port number
            amqp://me:s3cr3t@rabbit:65536         | port number
            amqp://me:s3cr3t@rabbit:-1            | port number
            amqp://me:s3cr3t@rabbit:http          | port number
            amqp://me:s3cr3t@rabbit:              | port number
            amqp:rabbit                           | two slashes
            http://me:s3cr3t@rabbit               | amqp:// or amqps://
            me:s3cr3t@rabbit                      | amqp:// or amqps://
            me:s3cr3t                             | amqp:// or amqps://
            rabbit/v                              | amqp:// or amqps://
            rabbit:5672/v                         | amqp:// or amqps://
            rab bit                               | character
            rabbit:70000                          | port number
            ''                                    | amqp:// or amqps://
            amqp://me:s3cr3t@rabbit?vhost=s3cr3t  | unknown option vhost
            amqp://me:12?s3cr3t                   | unknown option
            amqp://me:12?s3cr3t=x                 | unknown option
            amqp://rabbit?password=s3cr3t         | unknown option password
            amqp://me:1?heartbeat=s3cr3t@rabbit   | an @ behind
            amqp://me:s3cr3t#5@rabbit             | fragment
            amqp://me:5#s3cr3t@rabbit             | fragment
            amqp://me@rabbit#s3cr3t               | fragment
            amqp://me:s3cr3t@rab bit              | character
            amqp://me:s3cr3t%zz@rabbit            | character
            """)
    void saysWhatIsWrongWithoutThePassword(String text, String why) {
        assertThatThrownBy(() -> BrokerUri.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("expected amqp://user:password@host:port/vhost")
                .hasMessageNotContaining(SECRET)
                .hasNoCause();
    }

    /** The commonest mistake: a character in the password that ends the authority. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "amqp://me:s3cr3t/x@rabbit:5672/v",
                "amqp://me:s3cr3t?x@rabbit",
                "amqp://me:s3cr3t#x@rabbit",
                "amqp://me:s3cr3t\\x@rabbit",
                "amqp://me:s3cr3t x@rabbit",
                "amqp://me:s3cr3t",
                "amqp://me:s3cr3t/vhost",
            })
    void aPasswordThatIsNotEncodedDoesNotComeOutInTheError(String text) {
        assertThatThrownBy(() -> BrokerUri.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(SECRET);
    }

    /** Read as host "me", port 123 and a virtual host, it would send the user looking in the wrong place. */
    @Test
    void anAtSignInTheVirtualHostMeansASlashInThePassword() {
        assertThatThrownBy(() -> BrokerUri.parse("amqp://me:123/s3cr3t@rabbit:5672/v"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void theTextFormHidesThePasswordAndReadsBack() {
        BrokerUri uri = BrokerUri.parse("amqps://me:s3cr3t@[::1]:5700/prod");
        assertThat(uri).hasToString("amqps://me:**@[::1]:5700/prod");
        assertThat(uri.address()).isEqualTo("[::1]:5700");
        assertThat(BrokerUri.parse("amqp://rabbit")).hasToString("amqp://guest:**@rabbit:5672/");
        assertThat(BrokerUri.parseAll("amqp://me:s3cr3t@one;two").toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amqp://guest:**@rabbit:5672/",
                "amqp://guest:**@rabbit:5672//prod",
                "amqp://m%40e%3A:**@rabbit:5672/a/b%3Bc%3Fd%25",
                "amqps://guest:**@[::1]:5671/?heartbeat=10",
                "amqp://guest:**@rabbit:5672/v?heartbeat=0&connection_timeout=1500",
                "amqp://guest:**@rabbit:5672/?connection_timeout=1500",
            })
    void butForThePasswordTheTextFormIsTheUri(String text) {
        assertThat(BrokerUri.parse(text.replace("**", "s3cr3t"))).hasToString(text);
    }
}
