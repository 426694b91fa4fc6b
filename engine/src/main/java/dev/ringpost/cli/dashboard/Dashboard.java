package dev.ringpost.cli.dashboard;

import com.sun.net.httpserver.HttpServer;
import dev.ringpost.EngineHealth;
import dev.ringpost.LaneState;
import dev.ringpost.Timing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A small HTTP server that shows a run while it goes on: {@code /} a page for people, {@code /stats.json} what it polls,
 * {@code /metrics} for Prometheus, {@code /health} for whoever watches processes (200 while a lane is open, else 503).
 * Read-only; see {@link PageServing} for who is let in.
 *
 * <p><b>Threads:</b> its own daemons, a fixed number: {@code ringpost-dashboard-N} answer, {@code ringpost-dashboard-clock}
 * samples once a second, and while a page is open {@code ringpost-dashboard-explain} finds out where the time goes. Its methods may be called by any thread.
 */
public final class Dashboard implements AutoCloseable {

    /** How long a request may take to arrive, and its answer to be taken: else a few slow readers would hold all threads. */
    private static final String MAX_SECONDS = "10";

    static {
        // The JDK's server has no other way to be told. Whoever runs the command may set something else.
        for (String each : new String[] {"sun.net.httpserver.maxReqTime", "sun.net.httpserver.maxRspTime"}) {
            if (System.getProperty(each) == null) {
                System.setProperty(each, MAX_SECONDS);
            }
        }
    }

    private static final int BACKLOG = 16;
    private static final int ANSWERING_THREADS = 3;
    private static final int WAITING_REQUESTS = 32;
    private static final long SAMPLE_MS = 1_000;
    private static final long WATCHED_WITHIN_MS = 3_000;
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final Clock clock;
    private final long startedMs;
    private final HttpServer server;
    private final String url;
    private final Sampler sampler = new Sampler();
    private final Verdicts verdicts = new Verdicts(work -> daemon(work, "ringpost-dashboard-explain"));
    private final ThreadPoolExecutor answering;
    private final ScheduledExecutorService sampling;
    private final CountDownLatch endSeen = new CountDownLatch(1);
    private @Nullable ScheduledFuture<?> ticking;
    private volatile @Nullable LiveRun run;
    private volatile @Nullable End end;
    private volatile long polledMs;

    /** How the run ended. */
    private record End(@Nullable String why) {}

    private Dashboard(HttpServer server, String url, Clock clock) {
        this.server = server;
        this.url = url;
        this.clock = clock;
        this.startedMs = clock.millis();
        // Who is over the limit is served by the thread that accepts: slower, never refused, never more threads.
        this.answering = new ThreadPoolExecutor(
                ANSWERING_THREADS,
                ANSWERING_THREADS,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_REQUESTS),
                daemons("ringpost-dashboard-"),
                new ThreadPoolExecutor.CallerRunsPolicy());
        this.sampling = Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "ringpost-dashboard-clock"));
    }

    /**
     * Listens from now on, though there is nothing to show yet.
     *
     * @param host the address to listen at, by name or number
     * @param port the port; 0 for any that is free
     * @param clock the machine's calendar
     * @throws IOException if the address is not the machine's or the port is taken
     */
    public static Dashboard open(String host, int port, Clock clock) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        HttpServer server = HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
        int actualPort = server.getAddress().getPort();
        String shownHost = address.isAnyLocalAddress() ? "127.0.0.1" : host;
        String url =
                "http://" + (shownHost.indexOf(':') < 0 ? shownHost : "[" + shownHost + "]") + ":" + actualPort + "/";
        Dashboard dashboard = new Dashboard(server, url, clock);
        dashboard.start(new PageServing(host, !address.isLoopbackAddress()));
        return dashboard;
    }

    /** Where a browser finds it. */
    public String url() {
        return url;
    }

    /** Shows this run from now on. */
    public void show(LiveRun shown) {
        run = shown;
        sampler.sample(clock.millis(), shown.meters());
    }

    /**
     * Says that the run is over; the last numbers stay.
     *
     * @param why why it ended early, or {@code null}
     */
    public void ended(@Nullable String why) {
        sample();
        end = new End(why);
    }

    /** Whether a page asked within the last three seconds. */
    public boolean isWatched() {
        return clock.millis() - polledMs < WATCHED_WITHIN_MS;
    }

    /** Waits until a page was told that the run is over; false if none asked in that time. */
    public boolean awaitEndSeen(long timeoutMs) throws InterruptedException {
        return endSeen.await(timeoutMs, TimeUnit.MILLISECONDS);
    }

    private void start(PageServing serving) {
        serving.page(server, "/", Page.load());
        serving.text(server, "/stats.json", this::stats);
        serving.monitoring(server, "/metrics", request -> metrics());
        serving.monitoring(server, "/health", request -> health());
        server.setExecutor(answering);
        ticking = sampling.scheduleAtFixedRate(this::sample, SAMPLE_MS, SAMPLE_MS, TimeUnit.MILLISECONDS);
        // The server's own thread becomes a daemon only if a daemon starts it.
        try {
            sampling.submit(server::start).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a server that is bound can be started", e);
        }
    }

    private void sample() {
        LiveRun shown = run;
        if (shown != null && end == null) {
            sampler.sample(clock.millis(), shown.meters());
        }
    }

    private PageServing.Answer metrics() {
        LiveRun shown = run;
        return shown == null
                ? new PageServing.Answer(UNAVAILABLE, PrometheusText.CONTENT_TYPE, "# the engine has not started yet\n")
                : new PageServing.Answer(
                        OK,
                        PrometheusText.CONTENT_TYPE,
                        PrometheusText.of(
                                shown.engine(),
                                shown.meters(),
                                shown.health().get().lanes()));
    }

    private PageServing.Answer health() {
        LiveRun shown = run;
        if (shown == null) {
            return PageServing.Answer.json(UNAVAILABLE, Map.of("state", "starting", "up", false, "lanes", List.of()));
        }
        EngineHealth health = shown.health().get();
        boolean isAnyOpen = health.lanes().stream().anyMatch(lane -> lane.state() == LaneState.OPEN);
        return PageServing.Answer.json(isAnyOpen ? OK : UNAVAILABLE, Snapshot.Health.of(health));
    }

    private PageServing.Answer stats(URI request) {
        polledMs = clock.millis();
        LiveRun shown = run;
        End over = end;
        Snapshot snapshot = shown == null
                ? new Snapshot(
                        "starting",
                        null,
                        polledMs,
                        startedMs,
                        null,
                        null,
                        Map.of(),
                        null,
                        null,
                        List.of(),
                        null,
                        List.of())
                : new Snapshot(
                        over == null ? "running" : "over",
                        over == null ? null : over.why(),
                        polledMs,
                        startedMs,
                        shown.facts(),
                        shown.progress().get(),
                        Snapshot.values(shown.meters()),
                        Snapshot.percentiles(shown.meters(), Timing.CONFIRM_LATENCY),
                        Snapshot.percentiles(shown.meters(), Timing.PUBLISH_CALL),
                        shown.health().get().lanes().stream()
                                .map(Snapshot.Lane::of)
                                .toList(),
                        over == null ? verdicts.latest(shown.explainer(), polledMs) : null,
                        sampler.since(since(request)));
        if (over != null) {
            endSeen.countDown();
        }
        return PageServing.Answer.json(OK, snapshot);
    }

    /** The number behind {@code since=}; without one, all that is kept is asked for. */
    private static long since(URI request) {
        String query = request.getRawQuery();
        if (query == null || !query.matches("since=[0-9]{1,18}")) {
            return 0;
        }
        return Long.parseLong(query.substring(query.indexOf('=') + 1));
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return work -> daemon(work, prefix + number.incrementAndGet());
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Stops listening at once; answers under way are cut off. */
    @Override
    public void close() {
        if (ticking != null) {
            ticking.cancel(false);
        }
        sampling.shutdownNow();
        verdicts.close();
        server.stop(0);
        answering.shutdownNow();
    }
}
