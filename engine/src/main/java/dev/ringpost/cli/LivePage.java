package dev.ringpost.cli;

import dev.ringpost.PublisherEngine;
import dev.ringpost.cli.dashboard.Dashboard;
import dev.ringpost.cli.dashboard.LiveRun;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The dashboard of one run, or none: opened before the run, so that a taken port is found out early, and closed after it. */
final class LivePage implements AutoCloseable {

    static final int USUAL_PORT = 8672;

    private static final long TELL_THE_END_MS = 1_500;

    private final @Nullable Dashboard dashboard;
    private final Duration linger;
    private final Console console;

    private LivePage(@Nullable Dashboard dashboard, Duration linger, Console console) {
        this.dashboard = dashboard;
        this.linger = linger;
        this.console = console;
    }

    /**
     * Where the page is served.
     *
     * @param host at which address
     * @param port at which port, 0 for any; {@code null} for the usual one or, if that is taken, any
     * @param linger how long after the run
     */
    record Place(String host, @Nullable Integer port, Duration linger) {}

    /**
     * Opens it, and says where.
     *
     * @param place where, or {@code null} for not at all
     * @throws CommandFailure if that is not possible
     */
    static LivePage open(@Nullable Place place, Console console) {
        if (place == null) {
            return new LivePage(null, Duration.ZERO, console);
        }
        try {
            Dashboard dashboard = open(place.host(), place.port());
            console.say("live page at " + dashboard.url());
            return new LivePage(dashboard, place.linger(), console);
        } catch (UnknownHostException e) {
            throw CommandFailure.usage(
                    "--dashboard-host " + place.host() + " is no host: give an address of this machine");
        } catch (IOException e) {
            throw CommandFailure.usage("--dashboard cannot be served at " + place.host() + ", port "
                    + (place.port() == null ? USUAL_PORT : place.port()) + " (" + ReportFile.reason(e)
                    + "): choose another port, or 0 for any; --dashboard-host must be an address of this machine");
        }
    }

    private static Dashboard open(String host, @Nullable Integer port) throws IOException {
        if (port != null) {
            return Dashboard.open(host, port, Clock.systemUTC());
        }
        try {
            return Dashboard.open(host, USUAL_PORT, Clock.systemUTC());
        } catch (BindException e) {
            return Dashboard.open(host, 0, Clock.systemUTC());
        }
    }

    /** Shows the run. */
    void show(PublishPlan plan, PublisherEngine engine, String broker, Supplier<LiveRun.Progress> progress) {
        if (dashboard != null) {
            dashboard.show(new LiveRun(
                    engine.settings().name(),
                    new LiveRun.Facts(
                            plan.reading().input().toString(), plan.destinationText(), broker, plan.totalBytes()),
                    engine.meters(),
                    engine::health,
                    engine::explain,
                    progress));
        }
    }

    /** The run is over, for this reason if it ended early. */
    void ended(@Nullable String why) {
        if (dashboard != null) {
            dashboard.ended(why);
        }
    }

    /** Stays as long as is wanted, or until the user stops it; a page that is open learns of the end in any case. */
    void linger(StopRequest stop) throws InterruptedException {
        if (dashboard == null) {
            return;
        }
        if (!linger.isZero() && stop.signal() == 0) {
            console.say("the run is over; the page stays for " + TimeUnit.MILLISECONDS.toSeconds(linger.toMillis())
                    + " s, Ctrl-C ends it");
            stop.awaitSignal(linger);
        }
        if (dashboard.isWatched()) {
            dashboard.awaitEndSeen(TELL_THE_END_MS);
        }
    }

    @Override
    public void close() {
        if (dashboard != null) {
            dashboard.close();
        }
    }
}
