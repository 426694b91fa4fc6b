package dev.ringpost.testing;

/** What the bytes of a {@link TcpProxy} wait at while it is stalled. Any thread. */
class ProxyGate {

    private boolean stalled;

    synchronized void setStalled(boolean stalled) {
        this.stalled = stalled;
        notifyAll();
    }

    synchronized void awaitOpen() throws InterruptedException {
        while (stalled) {
            wait();
        }
    }
}
