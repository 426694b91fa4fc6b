package dev.ringpost.config;

import dev.ringpost.config.ConfigNode.Group;
import dev.ringpost.config.ConfigNode.Items;
import dev.ringpost.config.ConfigNode.Member;
import dev.ringpost.config.ConfigNode.Scalar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the options of one section of a file. */
final class SectionReader {

    private final Path file;
    private final String section;
    private final OptionTable<?> table;
    private final Findings findings;
    private final Map<String, Given> given = new LinkedHashMap<>();

    private SectionReader(Path file, String section, OptionTable<?> table, Findings findings) {
        this.file = file;
        this.section = section;
        this.table = table;
        this.findings = findings;
    }

    /** What the section gives, by the keys of the table. */
    static Map<String, Given> read(
            Path file, String section, ConfigNode node, OptionTable<?> table, Findings findings) {
        SectionReader reader = new SectionReader(file, section, table, findings);
        reader.readGroup("", node);
        return reader.given;
    }

    private void readGroup(String group, ConfigNode node) {
        String path = group.isEmpty() ? section : section + "." + group;
        Origin origin = Origin.inFile(file, node.line());
        if (node.isNothing()) {
            return;
        }
        if (!(node instanceof Group members)) {
            findings.add(
                    origin, path, "has a value, where keys are expected: " + String.join(", ", table.namesIn(group)));
            return;
        }
        for (Member member : members.members()) {
            String key = group.isEmpty() ? member.key() : group + "." + member.key();
            if (table.find(key) != null) {
                Given value = value(section + "." + key, member);
                if (value != null) {
                    given.put(key, value);
                }
            } else if (group.isEmpty() && table.isGroup(key)) {
                readGroup(key, member.value());
            } else {
                findings.add(
                        Origin.inFile(file, member.line()),
                        path,
                        "unknown key " + Shown.quoted(member.key()) + table.hint(section, group, member.key()));
            }
        }
    }

    private @Nullable Given value(String path, Member member) {
        Origin origin = Origin.inFile(file, member.line());
        if (member.value() instanceof Scalar scalar) {
            if (scalar.isNull()) {
                findings.add(origin, path, "has no value: give one, or leave the key out for the default");
                return null;
            }
            return Given.of(origin, scalar.text());
        }
        if (member.value() instanceof Items items) {
            List<String> texts = new ArrayList<>();
            for (ConfigNode item : items.items()) {
                if (!(item instanceof Scalar scalar) || scalar.isNull()) {
                    findings.add(
                            Origin.inFile(file, item.line()),
                            path,
                            "has something in its list that is no single value");
                    return null;
                }
                texts.add(scalar.text());
            }
            return new Given(origin, texts, true);
        }
        findings.add(origin, path, "has keys of its own, where a value is expected");
        return null;
    }
}
