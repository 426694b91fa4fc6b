package dev.ringpost.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Options by their keys, in the order of the table. Immutable. */
final class OptionTable<D> {

    private final Map<String, Option<D, ?>> byKey = new LinkedHashMap<>();
    private final Map<String, String> groups;

    /**
     * With what the groups are about, by their names.
     *
     * @throws IllegalStateException if a key is there twice, or in a group that is not
     */
    OptionTable(List<Option<D, ?>> options, Map<String, String> groups) {
        this.groups = groups;
        for (Option<D, ?> option : options) {
            String group = group(option.key());
            if (byKey.put(option.key(), option) != null || !(group.isEmpty() || groups.containsKey(group))) {
                throw new IllegalStateException("table of options: " + option.key());
            }
        }
    }

    /** The group of a key, or nothing. */
    static String group(String key) {
        return key.substring(0, Math.max(0, key.indexOf('.')));
    }

    @Nullable
    Option<D, ?> find(String key) {
        return byKey.get(key);
    }

    boolean isGroup(String key) {
        return groups.containsKey(key);
    }

    /** What a group is about. */
    String about(String group) {
        return groups.getOrDefault(group, "");
    }

    List<Option<D, ?>> options() {
        return List.copyOf(byKey.values());
    }

    /** What may stand in a group, or at the top with the empty name, without the group's own name. */
    Set<String> namesIn(String group) {
        Set<String> names = new LinkedHashSet<>();
        for (String key : byKey.keySet()) {
            String of = group(key);
            if (of.equals(group)) {
                names.add(of.isEmpty() ? key : key.substring(of.length() + 1));
            } else if (group.isEmpty()) {
                names.add(of);
            }
        }
        return names;
    }

    /**
     * Words for an error: what may have been meant by a name that is unknown in a group, or else what is known there.
     *
     * @param section where the table stands in the file
     */
    String hint(String section, String group, String name) {
        String here = Nearest.of(name, namesIn(group));
        if (here != null) {
            return "; did you mean " + here + "?";
        }
        String elsewhere = Nearest.of(name, byKey.keySet());
        return elsewhere == null
                ? "; known are " + String.join(", ", namesIn(group))
                : "; did you mean " + section + "." + elsewhere + "?";
    }
}
