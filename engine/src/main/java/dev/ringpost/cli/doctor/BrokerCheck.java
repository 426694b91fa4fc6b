package dev.ringpost.cli.doctor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the broker says of itself: its product, version, and what it can do. */
final class BrokerCheck implements Doctor.Check {

    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\b.*");
    private static final int FIRST_MAINTAINED_MAJOR = 4;
    private static final int MINORS_OF_A_MAJOR = 10_000;
    private static final int FIRST_WITH_STREAMS = 3 * MINORS_OF_A_MAJOR + 9;

    @Override
    public String what() {
        return "broker";
    }

    @Override
    public void on(Examination examination) {
        String version = examination.property("version");
        String cluster = examination.property("cluster_name");
        String platform = examination.property("platform");
        String shown = (examination.property("product") + " " + version).strip()
                + (platform.isEmpty() ? "" : ", " + platform)
                + (cluster.isEmpty() ? "" : ", cluster " + cluster);
        if (examination.isRabbit()) {
            rabbit(examination, shown, version);
        } else {
            examination.ok(what(), shown.isEmpty() ? "it does not say what it is" : shown);
        }
        confirms(examination);
    }

    private static void confirms(Examination examination) {
        if (!examination.isCapable("publisher_confirms")) {
            // Some offer them and do not say so: whether a message is confirmed is looked at later.
            examination.skip("confirms", "the broker does not say whether it confirms", null);
        } else if (!examination.isCapable("basic.nack")) {
            examination.warn(
                    "confirms",
                    "without nacks",
                    "a message that the broker gives up times out instead of being retried");
        } else {
            examination.ok("confirms", "publisher confirms and nacks");
        }
    }

    private void rabbit(Examination examination, String shown, String version) {
        String advice = advice(version);
        if (advice == null) {
            examination.ok(what(), shown);
        } else {
            examination.warn(what(), shown, advice);
        }
    }

    /** What to do about a version of RabbitMQ, or {@code null} if nothing. */
    static @Nullable String advice(String version) {
        int number = number(version);
        if (number < 0) {
            return "its version is not readable: check that it is a release";
        }
        if (number < FIRST_WITH_STREAMS) {
            return "the community makes no fixes for it any more, and it has no streams: upgrade to RabbitMQ 4";
        }
        return number < FIRST_MAINTAINED_MAJOR * MINORS_OF_A_MAJOR
                ? "the community makes no fixes for RabbitMQ 3 any more: upgrade to 4, where quorum queues and streams are"
                        + " faster too"
                : null;
    }

    /** Major and minor as one number that can be compared, or -1. */
    private static int number(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches()
                ? Integer.parseInt(matcher.group(1)) * MINORS_OF_A_MAJOR + Integer.parseInt(matcher.group(2))
                : -1;
    }
}
