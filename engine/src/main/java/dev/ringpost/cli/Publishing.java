package dev.ringpost.cli;

import dev.ringpost.BrokerUri;
import dev.ringpost.PublisherEngine;
import dev.ringpost.cli.base.Ticker;
import dev.ringpost.embedded.EmbeddedBroker;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** A plan carried out: opens the report's file, the broker if it is the embedded one, and the engine; then reports. */
final class Publishing {

    private final PublishPlan plan;
    private final OutputOptions.Output output;
    private final Console console;
    private final StopRequest stop;

    Publishing(PublishPlan plan, OutputOptions.Output output, Console console, StopRequest stop) {
        this.plan = plan;
        this.output = output;
        this.console = console;
        this.stop = stop;
    }

    /** Runs it and returns the exit code. */
    int call() throws InterruptedException {
        String reportName = output.report();
        try (ReportFile file = reportName == null ? null : ReportFile.open(reportName);
                LivePage page = LivePage.open(output.livePage(), console)) {
            RunReport report = plan.engine().isEmbedded()
                    ? runEmbedded(page)
                    : run(plan.engine().uris(), page);
            page.ended(report.stopped());
            if (output.json()) {
                console.out().print(ReportFile.text(report));
            } else {
                new Summary(console).print(report, plan);
            }
            boolean written = file == null || write(file, report);
            int signal = stop.signal(); // of the run; one that only ends the page's stay is none
            page.linger(stop);
            if (signal != 0) {
                return ExitCodes.SIGNAL_BASE + signal;
            }
            return report.isAllWell() && written ? ExitCodes.ALL_CONFIRMED : ExitCodes.NOT_ALL_CONFIRMED;
        }
    }

    private RunReport runEmbedded(LivePage page) throws InterruptedException {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            return run(List.of(broker.uri()), page);
        }
    }

    private RunReport run(List<String> uris, LivePage page) throws InterruptedException {
        PublishRun run = new PublishRun(plan, console, Ticker.system(), stop);
        try (PublisherEngine engine =
                plan.engine().builder(uris).outcomeListener(run::onOutcome).start()) {
            String broker =
                    engine.settings().uris().stream().map(BrokerUri::toString).collect(Collectors.joining(", "));
            stop.beginRun();
            RunReport report = run.execute(engine, broker, page);
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
                    "the report could not be written to " + output.report() + " (" + ReportFile.reason(e)
                            + "): the messages are as the summary says; make room or choose another file next time",
                    e);
            return false;
        }
    }
}
