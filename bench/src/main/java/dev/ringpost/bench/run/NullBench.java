package dev.ringpost.bench.run;

import dev.ringpost.bench.report.JsonOption;
import dev.ringpost.bench.report.PageOptions;
import dev.ringpost.bench.report.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Compares all contestants against the null broker: a short calibration sizes each one's run, then rounds over all of
 * them, every other round in reverse order so that a drift of the machine falls on all alike. One contestant runs at a
 * time.
 *
 * <p>Exits with 0 if every run was measured and every count agreed, with 1 after the remaining runs if not, and with 2 if
 * what was asked for cannot be measured.
 */
@Command(
        name = "scripts/bench null",
        mixinStandardHelpOptions = true,
        description = "Publishers against a broker that costs nothing.")
public final class NullBench implements Callable<Integer> {
    private static final int QUICK_ROUNDS = 1;
    private static final double WARMUP_SECONDS = 3; // by time: a slow client has as long to be compiled as a fast one
    private static final int WIRE_OVERHEAD_BYTES = 91;

    @Option(names = "--rounds", description = "Rounds over all contestants (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(names = "--quick", description = "One round")
    private boolean quick;

    @Option(names = "--seconds", description = "Length of each measured part, about (default: ${DEFAULT-VALUE})")
    private double measuredSeconds = 6;

    @Option(names = "--body-bytes", description = "Octets of each body (default: ${DEFAULT-VALUE})")
    private int bodyBytes = 100;

    @Option(names = "--only", description = "Only contestants whose name contains this; may be repeated")
    private List<String> only = new ArrayList<>();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private PageOptions page = new PageOptions();

    @Spec
    private CommandSpec command = CommandSpec.create(); // picocli puts its own here

    private boolean failed;

    public static void main(String[] args) {
        System.exit(new CommandLine(new NullBench()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<ContestantSpec> specs =
                Contestants.ALL.stream().filter(this::isWanted).toList();
        check(specs);
        int roundCount = quick ? QUICK_ROUNDS : rounds;
        RoundRunner runner = new RoundRunner(new NullBrokers(), bodyBytes, RoundRunner.DEFAULT_CONTESTANT_TIMEOUT_S);
        Report report = new Report(specs, settings(roundCount));
        Map<ContestantSpec, Double> rates = calibrate(runner, specs);
        for (int round = 1; round <= roundCount; round++) {
            List<ContestantSpec> order = new ArrayList<>(rates.keySet());
            if (round % 2 == 0) {
                Collections.reverse(order);
            }
            for (ContestantSpec spec : order) {
                runRound(runner, spec, round, rates, report);
            }
        }
        System.out.print(report.table());
        json.write(report.json());
        page.write(() -> NullPage.of(report), () -> NullPage.throughput(report));
        return failed ? 1 : 0;
    }

    private void check(List<ContestantSpec> specs) {
        Usage.refuseIf(command, rounds < 1, "--rounds " + rounds + " is not positive");
        Usage.refuseIf(command, !(measuredSeconds > 0), "--seconds " + measuredSeconds + " is not positive");
        Usage.refuseIf(command, bodyBytes < 1, "--body-bytes " + bodyBytes + " is not positive");
        Usage.refuseIf(
                command,
                specs.isEmpty(),
                "--only " + String.join(", ", only) + " is part of no name; the names are "
                        + Contestants.ALL.stream().map(ContestantSpec::name).collect(Collectors.joining(", ")));
        json.check(command);
        page.check(command);
    }

    private boolean isWanted(ContestantSpec spec) {
        return only.isEmpty() || only.stream().anyMatch(spec.name()::contains);
    }

    private Map<String, Object> settings(int roundCount) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("rounds", roundCount);
        settings.put("measured_seconds", measuredSeconds);
        settings.put("body_bytes", bodyBytes);
        settings.put("contestant_jvm_args", ContestantProcess.JVM_ARGS);
        settings.put("broker_jvm_args", NullBrokerProcess.JVM_ARGS);
        return settings;
    }

    /** The calibration counts are meant for bodies of 100 octets; larger ones need fewer messages for the same time. */
    private double calibrationShare() {
        double defaultBytes = WIRE_OVERHEAD_BYTES + 100;
        return Math.min(1, defaultBytes / (WIRE_OVERHEAD_BYTES + bodyBytes));
    }

    /** The rate of each contestant in messages a second; one that fails already here is left out. */
    private Map<ContestantSpec, Double> calibrate(RoundRunner runner, List<ContestantSpec> specs)
            throws InterruptedException {
        Map<ContestantSpec, Double> rates = new LinkedHashMap<>();
        for (ContestantSpec spec : specs) {
            try {
                long messages = Math.max(1, (long) (spec.calibrationMessages() * calibrationShare()));
                RoundRunner.Round round = runner.run(spec, 0, messages, messages);
                rates.put(spec, round.contestant().confirmedPerSecond());
                progress("calibration", spec, round);
            } catch (IOException e) {
                onFailure(e);
            }
        }
        return rates;
    }

    private void runRound(
            RoundRunner runner, ContestantSpec spec, int number, Map<ContestantSpec, Double> rates, Report report)
            throws InterruptedException {
        double perSecond = rates.getOrDefault(spec, 0.0);
        long messages = (long) Math.max(1, perSecond * measuredSeconds);
        try {
            RoundRunner.Round round = runner.run(spec, number, (long) (perSecond * WARMUP_SECONDS), messages);
            report.add(spec, round);
            // The next round is sized by this one: a calibration is short and starts cold.
            rates.put(spec, round.contestant().confirmedPerSecond());
            progress("round " + number, spec, round);
        } catch (IOException e) {
            onFailure(e);
        }
    }

    private static void progress(String stage, ContestantSpec spec, RoundRunner.Round round) {
        System.err.printf(
                Locale.ROOT,
                "%-11s %-24s %,14.0f msg/s in %5.2f s%s%n",
                stage,
                spec.name(),
                round.contestant().confirmedPerSecond(),
                round.contestant().seconds(),
                round.machine().suffix());
    }

    private void onFailure(IOException e) {
        failed = true;
        System.err.println("FAILED " + e.getMessage());
    }
}
