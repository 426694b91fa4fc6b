package dev.ringpost.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What a soak is asked for.
 *
 * @param duration how long new rounds begin
 * @param seed draws everything random
 * @param messagesPerSecond of the load, where a fault does not ask for more; 0 is as many as it can
 * @param kinds faults to choose from
 * @param batching whether messages go as records of batches
 * @param directory for the table
 */
record SoakOptions(
        Duration duration, long seed, int messagesPerSecond, List<FaultKind> kinds, Mode batching, Path directory) {

    /** Of which rounds something is true. */
    enum Mode {
        /** Of all. */
        ON,
        /** Of none. */
        OFF,
        /** Of half of them, at random. */
        MIXED;

        /** Whether of this one. */
        boolean draw(Random random) {
            boolean drawn = random.nextBoolean(); // always, so that a seed draws the same faults in each mode
            return this == ON || (this == MIXED && drawn);
        }

        /** As it is written on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final String USAGE = """
            scripts/soak --minutes N [--seed S] [--rate R] [--only FAULT,FAULT...]
                         [--batching on|off|mixed] [--out DIRECTORY]
              --minutes N   how long, in minutes; the last round may take up to one more. On an idle machine every
                            fault comes at least once from 10 on; those that do not are named below the table
              --seed S      a number that draws everything random; without it one is drawn, and printed
              --rate R      messages a second of the load, 0 for as many as possible; default 4000
              --only ...    these faults alone: %s
              --batching M  publish records in batches: on, off, or mixed, which draws it for each round; default mixed
              --out DIR     where the table is saved; default engine/target/soak""".formatted(names());

    private static final int USUAL_MINUTES = 10;
    private static final int USUAL_RATE = 4_000;

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if they are wrong, with what is
     */
    static SoakOptions parse(String... arguments) {
        double minutes = USUAL_MINUTES;
        long seed = System.nanoTime();
        int rate = USUAL_RATE;
        List<FaultKind> kinds = Arrays.asList(FaultKind.values());
        Mode batching = Mode.MIXED;
        Path directory = Path.of("target", "soak");
        List<String> left = new ArrayList<>(Arrays.asList(arguments));
        while (!left.isEmpty()) {
            String option = left.remove(0);
            if (left.isEmpty()) {
                throw new IllegalArgumentException(option + " has no value, or is no option");
            }
            String value = left.remove(0);
            try {
                switch (option) {
                    case "--minutes" -> minutes = Double.parseDouble(value);
                    case "--seed" -> seed = Long.parseLong(value);
                    case "--rate" -> rate = Integer.parseInt(value);
                    case "--only" -> kinds = kinds(value);
                    case "--batching" -> batching = mode(value);
                    case "--out" -> directory = Path.of(value);
                    default -> throw new IllegalArgumentException("no option is called " + option);
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(option + " is no number: " + value, e);
            }
        }
        if (!(minutes > 0) || rate < 0) {
            throw new IllegalArgumentException("--minutes has to be above 0, and --rate not below it");
        }
        return new SoakOptions(Duration.ofMillis((long) (minutes * 60_000)), seed, rate, kinds, batching, directory);
    }

    private static List<FaultKind> kinds(String names) {
        return Arrays.stream(names.split(",", -1))
                .map(name -> name.strip().replace('-', '_').toUpperCase(Locale.ROOT))
                .map(SoakOptions::kind)
                .toList();
    }

    private static Mode mode(String name) {
        return Arrays.stream(Mode.values())
                .filter(mode -> mode.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--batching is on, off or mixed, not " + name));
    }

    private static FaultKind kind(String name) {
        return Arrays.stream(FaultKind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("no fault is called " + name + "; there are " + names()));
    }

    private static String names() {
        return String.join(
                ", ",
                Arrays.stream(FaultKind.values())
                        .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList());
    }

    /** Faults whose length is free last no longer: a long soak has time for long ones. */
    Duration maxHold() {
        return duration.compareTo(Duration.ofMinutes(30)) < 0 ? Duration.ofSeconds(10) : Duration.ofSeconds(60);
    }
}
