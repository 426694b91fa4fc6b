package dev.ringpost.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.BrokerUri;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.stream.LongStream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the doctor concludes, without a broker. */
class DoctorPartsTest {

    private static final BrokerUri URI = BrokerUri.parse("amqp://me:secret@host/prod");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4.2.1      |
            4.0.0-rc.1 |
            10.1       |
            3.13.7     | upgrade to 4
            3.10.8     | upgrade to 4
            3.8.9      | has no streams
            weird      | not readable
            """)
    void oldVersionsAreToBeReplaced(String version, String expected) {
        if (expected == null) {
            assertThat(BrokerCheck.advice(version)).isNull();
        } else {
            assertThat(BrokerCheck.advice(version)).contains(expected);
        }
    }

    @Test
    void whyThereIsNoConnectionIsSaidWithoutThePassword() {
        said(new UnknownHostException("host"), false, "no host of that name");
        said(new ConnectException("refused"), false, "nobody listens there");
        said(new SocketTimeoutException("slow"), false, "no answer in time");
        said(new IOException(new SSLHandshakeException("no path")), true, "TLS: no path");
        said(new IOException("odd"), false, "java.io.IOException: odd");
    }

    private static void said(Exception error, boolean isRefusal, String expected) {
        ConnectFailure failure = ConnectFailure.of(URI, error);
        assertThat(failure.isRefusal()).isEqualTo(isRefusal);
        assertThat(failure.finding().status()).isEqualTo(Finding.Status.FAIL);
        assertThat(failure.finding().value()).contains(expected).doesNotContain("secret");
        assertThat(failure.finding().advice()).isNotEmpty();
    }

    @Test
    void timesAreOrderedAndPercentilesAreMeasuredOnes() {
        long[] tookNs =
                LongStream.rangeClosed(1, 200).map(i -> (201 - i) * 1_000).toArray();
        RoundTripCheck.Times times = RoundTripCheck.Times.of(tookNs);
        assertThat(times).isEqualTo(new RoundTripCheck.Times(200, 1, 100, 198));
        assertThat(times).hasToString("min 1 us, median 100 us, p99 198 us of 200");
        assertThat(RoundTripCheck.Times.of(new long[] {7_000})).isEqualTo(new RoundTripCheck.Times(1, 7, 7, 7));
    }
}
