package dev.ringpost.cli.doctor;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import dev.ringpost.BrokerUri;
import dev.ringpost.EngineSettings;
import dev.ringpost.RingpostException;
import dev.ringpost.cli.base.PlainConnections;
import dev.ringpost.cli.base.Refusal;
import dev.ringpost.cli.base.Ticker;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Examines brokers as a publisher meets them: connects to each, and looks at the first one that answers. Leaves nothing
 * behind at it; what it makes there is gone with its connection, deleted, or named as left.
 *
 * <p>Every step is bounded: an answer by the settings' connect timeout, a check by {@link #checkTimeout}.
 */
public final class Doctor {

    private static final int GOODBYE_MS = 500;
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final EngineSettings settings;
    private final List<Check> checks;
    private final Ticker clock;
    private final BooleanSupplier isStopped;

    /** What kept the doctor from examining. */
    public enum Contact {
        /** Nothing: a broker was examined. */
        MADE,

        /** A broker answered, and refused the login, the virtual host or TLS. */
        REFUSED,

        /** No broker answered. */
        NONE
    }

    /** Looks at one thing or a few, and tells what it found. */
    interface Check {

        /** What it looks at. */
        String what();

        /** Whatever it throws is a finding. */
        void on(Examination examination) throws IOException, InterruptedException, TimeoutException;
    }

    /**
     * Examines nothing yet.
     *
     * @param settings brokers, how to connect to them, and as what engine to publish
     * @param wanted an exchange and a queue that shall be there
     * @param engines makes engines that publish to these brokers
     * @param clock for what takes how long
     * @param wallClock to compare the broker's with
     * @param isStopped asked between checks; what is left to do then is only to clean up
     */
    public Doctor(
            EngineSettings settings,
            Wanted wanted,
            EngineStart engines,
            Ticker clock,
            Clock wallClock,
            BooleanSupplier isStopped) {
        this.settings = settings;
        this.clock = clock;
        this.isStopped = isStopped;
        this.checks = List.of(
                new BrokerCheck(),
                new LinkCheck(),
                new PublishCheck(wallClock),
                new WantedCheck(wanted),
                new QueueTypesCheck(),
                new RoundTripCheck(),
                new ThroughputCheck(engines));
    }

    /**
     * What shall be there.
     *
     * @param exchange its name, or {@code null}
     * @param queue its name, or {@code null}
     */
    public record Wanted(
            @Nullable String exchange, @Nullable String queue) {}

    /**
     * Examines, and tells each finding as it is made, on this thread or one of its own.
     *
     * @throws InterruptedException if interrupted; nothing is left running
     */
    public Contact examine(Consumer<? super Finding> listener) throws InterruptedException {
        Contact contact = Contact.NONE;
        BrokerUri examined = null;
        Connection connection = null;
        for (BrokerUri uri : settings.uris()) {
            try {
                long startNs = clock.nanoTime();
                Connection made = PlainConnections.to(uri, settings, "ringpost-doctor");
                long tookMs = TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - startNs);
                listener.accept(new Finding(Finding.Status.OK, "connect", uri + " in " + tookMs + " ms", null));
                if (connection == null) {
                    connection = made;
                    examined = uri;
                } else {
                    made.abort(GOODBYE_MS);
                }
            } catch (IOException | TimeoutException | ShutdownSignalException e) {
                ConnectFailure failure = ConnectFailure.of(uri, e);
                listener.accept(failure.finding());
                contact = failure.isRefusal() ? Contact.REFUSED : contact;
            }
        }
        if (connection == null || examined == null) {
            return contact;
        }
        try {
            run(new Examination(examined, settings, connection, clock, listener));
        } finally {
            connection.abort(GOODBYE_MS);
        }
        return Contact.MADE;
    }

    /** How long one check may take, all its answers together. */
    private Duration checkTimeout() {
        return settings.timeouts().connect().plus(GRACE);
    }

    private void run(Examination examination) throws InterruptedException {
        for (Check check : checks) {
            if (isStopped.getAsBoolean()) {
                return;
            }
            FutureTask<@Nullable Void> task = new FutureTask<>(() -> {
                check.on(examination);
                return null;
            });
            Thread thread = new Thread(task, "ringpost-doctor");
            thread.setDaemon(true);
            thread.start();
            try {
                task.get(checkTimeout().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                task.cancel(true);
                examination.fail(
                        check.what(),
                        "no answer within " + checkTimeout().toSeconds() + " s",
                        "look at the broker's log and load; raise --timeout if it is that far away");
                return;
            } catch (InterruptedException e) {
                task.cancel(true);
                throw e;
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                examination.fail(check.what(), reason(cause), "look at the broker's log");
                if (!examination.connection().isOpen()) {
                    return;
                }
            }
        }
    }

    private static String reason(Throwable error) {
        return error instanceof RingpostException ? String.valueOf(error.getMessage()) : Refusal.text(error);
    }
}
