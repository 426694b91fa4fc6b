package dev.ringpost.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.ConnectionFactory;
import dev.ringpost.BrokerUri;
import dev.ringpost.EngineSettings;
import dev.ringpost.FrameEncoding;
import dev.ringpost.tls.Tls;
import org.junit.jupiter.api.Test;

class LinkOpenerTest {

    private static final EngineSettings.Connecting PLAIN =
            new EngineSettings.Connecting(Tls.systemTrust(), false, false);

    private final LinkOpener opener =
            new LinkOpener(new LinkOpener.Settings("test", 5_000, 10, FrameEncoding.AUTO, PLAIN, null), Thread::new);

    private ConnectionFactory factory(String uri) throws Exception {
        return opener.factory(BrokerUri.parse(uri), new AmqpLink.SocketHolder());
    }

    @Test
    void whatTheUriDoesNotSayIsTheEngines() throws Exception {
        ConnectionFactory factory = factory("amqp://me:pw@rabbit:5673/v");
        assertThat(factory.getHost()).isEqualTo("rabbit");
        assertThat(factory.getPort()).isEqualTo(5673);
        assertThat(factory.getUsername()).isEqualTo("me");
        assertThat(factory.getPassword()).isEqualTo("pw");
        assertThat(factory.getVirtualHost()).isEqualTo("v");
        assertThat(factory).isNotInstanceOf(TlsConnectionFactory.class);
        assertThat(factory.getRequestedHeartbeat()).isEqualTo(10);
        assertThat(factory.getConnectionTimeout()).isEqualTo(5_000);
    }

    @Test
    void whatTheUriSaysGoesFirst() throws Exception {
        ConnectionFactory factory = factory("amqp://rabbit?heartbeat=4&connect_timeout=1.5&ssl=1");
        assertThat(factory).isInstanceOf(TlsConnectionFactory.class);
        assertThat(factory.getRequestedHeartbeat()).isEqualTo(4);
        assertThat(factory.getConnectionTimeout()).isEqualTo(1_500);
        assertThat(factory.getHandshakeTimeout()).isEqualTo(1_500);
        assertThat(factory.getShutdownTimeout()).isEqualTo(1_500);
        assertThat(factory.getChannelRpcTimeout()).isEqualTo(1_500);
        assertThat(factory("amqp://rabbit?heartbeat=0").getRequestedHeartbeat()).isZero();
    }
}
