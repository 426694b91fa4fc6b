package dev.ringpost.cli;

import dev.ringpost.BrokerUri;
import dev.ringpost.PublisherEngine;
import dev.ringpost.embedded.EmbeddedBroker;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A plan carried out: opens the report's file, the broker if it is the embedded one, and the engine; then reports. */
final class Publishing {

    private final PublishPlan plan;
    private final @Nullable String reportName;
    private final Console console;
    private final StopRequest stop;

    Publishing(PublishPlan plan, @Nullable String reportName, Console console, StopRequest stop) {
        this.plan = plan;
        this.reportName = reportName;
        this.console = console;
        this.stop = stop;
    }

    /** Runs it and returns the exit code. */
    int call() throws InterruptedException {
        try (ReportFile file = reportName == null ? null : ReportFile.open(reportName)) {
            RunReport report = plan.engine().isEmbedded()
                    ? runEmbedded()
                    : run(plan.engine().uris());
            if (report.stopped() != null) {
                console.say(report.stopped());
            }
            new Summary(console.out()).print(report, plan);
            boolean written = file == null || write(file, report);
            if (stop.signal() != 0) {
                return ExitCodes.SIGNAL_BASE + stop.signal();
            }
            return report.isAllWell() && written ? ExitCodes.ALL_CONFIRMED : ExitCodes.NOT_ALL_CONFIRMED;
        }
    }

    private RunReport runEmbedded() throws InterruptedException {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            return run(List.of(broker.uri()));
        }
    }

    private RunReport run(List<String> uris) throws InterruptedException {
        PublishRun run = new PublishRun(plan, console, Ticker.system(), stop);
        try (PublisherEngine engine =
                plan.engine().builder(uris).outcomeListener(run::onOutcome).start()) {
            String broker =
                    engine.settings().uris().stream().map(BrokerUri::toString).collect(Collectors.joining(", "));
            stop.beginRun();
            RunReport report = run.execute(engine, broker);
            Throwable bug = run.bug();
            if (bug != null && console.debug()) {
                console.error(String.valueOf(report.stopped()), bug);
            }
            return report;
        }
    }

    private boolean write(ReportFile file, RunReport report) {
        try {
            file.write(report);
            return true;
        } catch (IOException e) {
            console.error(
                    "the report could not be written to " + reportName + " (" + ReportFile.reason(e)
                            + "): the messages are as the summary says; make room or choose another file next time",
                    e);
            return false;
        }
    }
}
