package dev.ringpost.jfr;

import java.util.Comparator;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.SettingControl;
import org.jspecify.annotations.Nullable;

/**
 * A time in an event's settings, as {@code 100 ms}; among several recordings the shortest counts. What cannot be read is left
 * out, as Flight Recorder does with its own settings.
 */
public final class LatencySetting extends SettingControl {

    private static final String DEFAULT = "1 s";
    private static final Pattern TIME = Pattern.compile("\\s*(\\d{1,9})\\s*(ms|s)\\s*");
    private static final long NS_PER_MS = 1_000_000;
    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final long UNREADABLE = -1;

    private volatile String combined = DEFAULT;
    private volatile String value = DEFAULT;
    private volatile long thresholdNs = NS_PER_SECOND;

    /** Made by Flight Recorder. */
    public LatencySetting() {}

    /** From when on a confirm is slow. */
    long thresholdNs() {
        return thresholdNs;
    }

    @Override
    public String combine(Set<String> settings) {
        String shortest = settings.stream()
                .filter(each -> parse(each) != UNREADABLE)
                .min(Comparator.comparingLong(LatencySetting::parse))
                .orElse(DEFAULT);
        combined = shortest;
        return shortest;
    }

    /** The JDK 17 gives {@code null} in place of what {@link #combine} answered. */
    @Override
    public void setValue(@Nullable String setting) {
        String given = setting == null ? combined : setting;
        long parsedNs = parse(given);
        if (parsedNs != UNREADABLE) {
            value = given;
            thresholdNs = parsedNs;
        }
    }

    @Override
    public String getValue() {
        return value;
    }

    private static long parse(String setting) {
        Matcher time = TIME.matcher(setting);
        if (!time.matches()) {
            return UNREADABLE;
        }
        return Long.parseLong(time.group(1)) * ("s".equals(time.group(2)) ? NS_PER_SECOND : NS_PER_MS);
    }
}
