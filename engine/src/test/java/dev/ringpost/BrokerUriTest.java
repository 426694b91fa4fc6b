package dev.ringpost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
            """)
    void readsEveryForm(
            String text, String host, int port, String user, String password, String virtualHost, boolean tls) {
        assertThat(BrokerUri.parse(text)).isEqualTo(new BrokerUri(host, port, user, password, virtualHost, tls));
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
            rabbit                                | amqp:// or amqps://
            ''                                    | amqp:// or amqps://
            amqp://me:s3cr3t@rabbit?heartbeat=5   | query
            amqp://me:s3cr3t#5@rabbit             | query or fragment
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
    }
}
