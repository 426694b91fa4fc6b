package dev.ringpost.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Values from environment variables and system properties. Only names that begin as an option's do are looked at, so that
 * {@code RINGPOST_JAVA_OPTS} or {@code ringpost.log.level} are not in the way; of those, all have to be options.
 */
final class Overrides {

    /** What variables begin with. */
    static final String VARIABLE_PREFIX = "RINGPOST_ENGINE_";

    /** What properties begin with. */
    static final String PROPERTY_PREFIX = "ringpost.engine.";

    /** What Kubernetes sets in every container beside a service that is called ringpost-engine. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile(VARIABLE_PREFIX + "(SERVICE_(HOST|PORT).*|PORT|PORT_.*)");

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
