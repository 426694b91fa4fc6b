package dev.ringpost.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Values from environment variables and system properties. Names that begin as an option's do have to be options. Others of
 * the project's, such as {@code RINGPOST_JAVA_OPTS} or {@code ringpost.log.level}, and of an application that begins its own
 * so, are not in the way; but one that is nearly an option's, as {@code RINGPOST_RING_SIZE}, is worth a warning.
 */
final class Overrides {

    /** What variables begin with. */
    static final String VARIABLE_PREFIX = "RINGPOST_ENGINE_";

    /** What properties begin with. */
    static final String PROPERTY_PREFIX = "ringpost.engine.";

    /** What Kubernetes sets in every container beside a service that is called ringpost, or ringpost-engine, or so. */
    static final Pattern SERVICE_LINK = Pattern.compile(
            "RINGPOST_([A-Z0-9_]+_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT|PORT_[0-9]+_(TCP|UDP|SCTP)(_.*)?)");

    /** Variables of the command, its scripts and tests. */
    private static final Set<String> OTHER_VARIABLES = Set.of(
            "RINGPOST_DEBUG",
            "RINGPOST_JAVA_OPTS",
            "RINGPOST_KOMBU_PYTHON",
            "RINGPOST_RABBITMQ_HOME",
            "RINGPOST_TLS_PASSWORD");

    /** The beginning that no option has, but everything of the project's. */
    private static final Pattern PROJECT = Pattern.compile("ringpost[_.-]?(.+)", Pattern.CASE_INSENSITIVE);

    private Overrides() {}

    /** The variable for an option: {@code RINGPOST_ENGINE_RETRY_POLICY_JITTER}. */
    static String variable(String key) {
        return VARIABLE_PREFIX + key.replaceAll("[-.]", "_").toUpperCase(Locale.ROOT);
    }

    /** The property for an option: {@code ringpost.engine.retry-policy.jitter}. */
    static String property(String key) {
        return PROPERTY_PREFIX + key;
    }

    /** What the environment gives, by the keys of the table. */
    static Map<String, Given> variables(Map<String, String> environment, OptionTable<?> table, Findings findings) {
        Map<String, String> candidates = new TreeMap<>(environment);
        candidates.keySet().removeIf(name -> SERVICE_LINK.matcher(name).matches());
        return find(candidates, VARIABLE_PREFIX, table, Overrides::variable, Origin::variable, findings);
    }

    /** What system properties give, by the keys of the table. */
    static Map<String, Given> properties(Map<String, String> properties, OptionTable<?> table, Findings findings) {
        return find(properties, PROPERTY_PREFIX, table, Overrides::property, Origin::property, findings);
    }

    /** What has no effect, and a name so near an option's that it was probably meant to have one; a line for people each. */
    static List<String> doubtful(
            Map<String, String> environment, Map<String, String> properties, OptionTable<?> table) {
        Map<String, String> candidates = new TreeMap<>(environment);
        candidates
                .keySet()
                .removeIf(name -> OTHER_VARIABLES.contains(name)
                        || SERVICE_LINK.matcher(name).matches());
        List<String> warnings = new ArrayList<>();
        doubtful(candidates, VARIABLE_PREFIX, table, Overrides::variable, Origin::variable, warnings);
        doubtful(properties, PROPERTY_PREFIX, table, Overrides::property, Origin::property, warnings);
        return warnings;
    }

    private static void doubtful(
            Map<String, String> named,
            String prefix,
            OptionTable<?> table,
            UnaryOperator<String> nameOf,
            Function<String, Origin> originOf,
            List<String> warnings) {
        Map<String, String> known = new TreeMap<>();
        for (Option<?, ?> option : table.options()) {
            String end = option.key().replace('.', '-');
            known.put(end, nameOf.apply(option.key()));
            known.put(EngineOptions.SECTION + "-" + end, nameOf.apply(option.key()));
        }
        new TreeMap<>(named).forEach((name, value) -> {
            Matcher ours = PROJECT.matcher(name);
            if (name.startsWith(prefix) || value.isEmpty() || !ours.matches()) {
                return;
            }
            String nearest = Nearest.of(ours.group(1).replace('.', '-'), known.keySet());
            if (nearest != null) {
                warnings.add(originOf.apply(name) + " has no effect; did you mean " + known.get(nearest) + "?");
            }
        });
    }

    private static Map<String, Given> find(
            Map<String, String> named,
            String prefix,
            OptionTable<?> table,
            Function<String, String> nameOf,
            Function<String, Origin> originOf,
            Findings findings) {
        Map<String, String> keys =
                table.options().stream().collect(Collectors.toMap(option -> nameOf.apply(option.key()), Option::key));
        Map<String, Given> given = new TreeMap<>();
        new TreeMap<>(named).forEach((name, value) -> {
            if (!name.startsWith(prefix)) {
                return;
            }
            Origin origin = originOf.apply(name);
            String key = keys.get(name);
            if (key == null) {
                findings.add(origin, "", "is no option" + hint(name, prefix, keys.keySet()));
            } else if (!value.isEmpty()) {
                given.put(key, Given.of(origin, value));
            }
        });
        return given;
    }

    private static String hint(String name, String prefix, Set<String> names) {
        // Without what all of them begin with, which would make any two alike.
        Map<String, String> byEnd = names.stream()
                .collect(Collectors.toMap(known -> Nearest.dashed(known.substring(prefix.length())), known -> known));
        String nearest = Nearest.of(name.substring(prefix.length()), byEnd.keySet());
        return nearest == null
                ? "; the names are those of the keys under engine"
                : "; did you mean " + byEnd.get(nearest) + "?";
    }
}
