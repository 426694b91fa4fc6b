package dev.ringpost.faults;

import dev.ringpost.testing.RabbitNode;
import dev.ringpost.testing.TcpProxy;
import java.io.IOException;
import java.util.Map;

/** One node with durable classic queues, behind a proxy that is a bad network when told so. */
final class SingleSite implements Site {

    private final RabbitNode node;
    private final TcpProxy proxy;
    private final Scene scene = new Scene(Map.of());

    private SingleSite(RabbitNode node, TcpProxy proxy) {
        this.node = node;
        this.proxy = proxy;
    }

    /** Starts it and declares the scene. */
    static SingleSite start() throws IOException {
        RabbitNode node = RabbitNode.start();
        SingleSite site = new SingleSite(node, TcpProxy.to(node.port()));
        site.change(site.scene::declare);
        return site;
    }

    @Override
    public String engineUri() {
        return proxy.uri();
    }

    @Override
    public RabbitNode node() {
        return node;
    }

    @Override
    public Scene scene() {
        return scene;
    }

    /** The network. */
    TcpProxy proxy() {
        return proxy;
    }

    @Override
    public void close() {
        proxy.close();
        node.close();
    }
}
