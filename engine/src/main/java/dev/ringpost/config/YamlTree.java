package dev.ringpost.config;

import dev.ringpost.config.ConfigNode.Group;
import dev.ringpost.config.ConfigNode.Items;
import dev.ringpost.config.ConfigNode.Member;
import dev.ringpost.config.ConfigNode.Scalar;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads YAML with SnakeYAML, which only this class knows here. It is used as far as its nodes: no objects are made by tags,
 * and every node knows its line.
 */
final class YamlTree {

    private static final int MAX_ALIASES = 10;
    private static final int MAX_DEPTH = 8;
    private static final Set<Tag> PLAIN_TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MAP, Tag.SEQ, Tag.MERGE);
    /** Of the errors that a parser has, those that repeat a name from the text, which may be part of a password. */
    private static final Set<String> REPEATING = Set.of("alias", "anchor", "tag", "directive", "handle");

    private final Path file;
    private final Findings findings;

    private YamlTree(Path file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    /** The root, or {@code null} if there is none, which is among the findings unless the text is empty. */
    static @Nullable ConfigNode parse(Path file, String text, Findings findings) {
        return new YamlTree(file, findings).parse(text);
    }

    private @Nullable ConfigNode parse(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(MAX_ALIASES);
        try {
            Node root = new Yaml(options).compose(new StringReader(text));
            return root == null ? null : convert(root, 0);
        } catch (MarkedYAMLException e) {
            add(line(e), "is no valid YAML: " + problem(e));
        } catch (ReaderException e) {
            int line = 1
                    + (int) text.chars()
                            .limit(Math.max(0, e.getPosition()))
                            .filter(c -> c == '\n')
                            .count();
            add(line, "is no valid YAML: there is a control character");
        } catch (YAMLException e) {
            // Its limits: aliases, depth. The text has the limit, and nothing of the file.
            add(0, "is no configuration: " + e.getMessage());
        }
        return null;
    }

    private void add(int line, String text) {
        findings.add(Origin.inFile(file, line), "", text);
    }

    private static int line(MarkedYAMLException e) {
        if (e.getProblemMark() != null) {
            return e.getProblemMark().getLine() + 1;
        }
        return e.getContextMark() == null ? 0 : e.getContextMark().getLine() + 1;
    }

    /** Never the exception's own message, which shows the line, password or not. */
    private static String problem(MarkedYAMLException e) {
        String problem = String.valueOf(e.getProblem());
        if (REPEATING.stream().anyMatch(problem::contains)) {
            return "a text that starts with one of & * ! % has to be in quotes";
        }
        if (problem.startsWith("but found another document")) {
            return "there is more than one document";
        }
        boolean beganElsewhere = e.getContextMark() != null
                && e.getProblemMark() != null
                && e.getContextMark().getLine() != e.getProblemMark().getLine();
        return problem
                + (beganElsewhere
                        ? ", in what began in line " + (e.getContextMark().getLine() + 1)
                        : "");
    }

    private @Nullable ConfigNode convert(Node node, int depth) {
        int line = node.getStartMark().getLine() + 1;
        if (depth > MAX_DEPTH) {
            add(line, "is nested too deeply");
            return null;
        }
        if (!PLAIN_TAGS.contains(node.getTag())) {
            add(line, "has a YAML tag, which means nothing here: put a text that starts with ! in quotes");
            return null;
        }
        if (node instanceof MappingNode mapping) {
            return group(mapping, line, depth);
        }
        if (node instanceof SequenceNode sequence) {
            List<ConfigNode> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                ConfigNode converted = convert(item, depth + 1);
                if (converted != null) {
                    items.add(converted);
                }
            }
            return new Items(items, line);
        }
        return new Scalar(((ScalarNode) node).getValue(), node.getTag().equals(Tag.NULL), line);
    }

    private Group group(MappingNode mapping, int line, int depth) {
        List<Member> members = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            int keyLine = tuple.getKeyNode().getStartMark().getLine() + 1;
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                add(keyLine, "has a list or mapping for a key, where a word is expected");
                continue;
            }
            Integer first = lines.putIfAbsent(key.getValue(), keyLine);
            if (first != null) {
                add(
                        keyLine,
                        "key " + Shown.quoted(key.getValue()) + " is there twice, first in line " + first
                                + ": leave one out");
                continue;
            }
            ConfigNode value = convert(tuple.getValueNode(), depth + 1);
            if (value != null) {
                members.add(new Member(key.getValue(), value, keyLine));
            }
        }
        return new Group(members, line);
    }
}
