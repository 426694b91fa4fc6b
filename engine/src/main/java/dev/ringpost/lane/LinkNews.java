package dev.ringpost.lane;

import dev.ringpost.RetryCause;

/**
 * Tells of a lane's connections whom they concern: the engine's health, its meters and Flight Recorder, the application's retry
 * listener, and the log.
 *
 * <p><b>Threads:</b> the supervisor only; for the first connection, the thread that starts the engine.
 */
record LinkNews(LaneCondition condition, Outage outage, RetryNews retries, LinkLog log) {

    void onLost(String address, String why, long pauseNs, long nowNs) {
        outage.begin(why);
        condition.onTrouble(why);
        retries.onRetry(RetryCause.CHANNEL_CLOSED, address + ": " + why, 0, pauseNs);
        log.onLost(address, why, nowNs);
    }

    /** No broker took us, for so many rounds before this one. */
    void onNoConnection(String why, int failedRounds, long pauseNs, long nowNs) {
        outage.onFailedRound();
        condition.onTrouble(why);
        retries.onRetry(RetryCause.CONNECT, why, failedRounds, pauseNs);
        log.onNoConnection(why, pauseNs, nowNs);
    }

    void onConnected(Epoch epoch, long nowNs) {
        String address = epoch.channel().address();
        condition.onConnected(epoch);
        if (outage.hadConnection()) {
            retries.onRevive(address);
        }
        outage.onConnected(address);
        log.onConnected(address, nowNs);
    }

    /** Looks at a connection that is there. */
    void onWatch(Epoch watched, long nowNs) {
        log.onWatch(watched.channel().address(), watched.blockedReason(), nowNs);
    }

    /** Time passes, while there is no connection. */
    void onWait(long nowNs) {
        log.onWait(nowNs);
    }

    /** There will be no other connection. */
    void onEnd(long nowNs) {
        outage.abandon();
        log.onWait(nowNs);
    }
}
