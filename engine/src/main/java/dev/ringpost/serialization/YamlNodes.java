package dev.ringpost.serialization;

import java.io.IOException;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * {@link PlainData} as nodes of YAML. Each has its tag; the emitter writes it out where the text alone would be read as
 * something else.
 */
final class YamlNodes {

    /** Read as itself by every version of YAML, but for the few words that the emitter knows and quotes. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    private YamlNodes() {}

    static Node of(@Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            List<NodeTuple> entries = new ArrayList<>(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                entries.add(new NodeTuple(of(entry.getKey()), of(entry.getValue())));
            }
            return new MappingNode(Tag.MAP, entries, FlowStyle.BLOCK);
        }
        if (value instanceof Set<?> set) {
            List<NodeTuple> entries = new ArrayList<>(set.size());
            for (Object element : set) {
                entries.add(new NodeTuple(of(PlainData.hashable(element, "element of a set")), of(null)));
            }
            return new MappingNode(Tag.SET, entries, FlowStyle.BLOCK);
        }
        if (value instanceof List<?> list) {
            List<Node> elements = new ArrayList<>(list.size());
            for (Object element : list) {
                elements.add(of(element));
            }
            return new SequenceNode(Tag.SEQ, elements, FlowStyle.BLOCK);
        }
        return scalar(value);
    }

    private static ScalarNode scalar(@Nullable Object value) throws IOException {
        if (value == null) {
            return plain(Tag.NULL, "null");
        }
        if (value instanceof String text) {
            return WORD.matcher(text).matches() ? plain(Tag.STR, text) : quoted(Tag.STR, text);
        }
        if (value instanceof Boolean) {
            return plain(Tag.BOOL, value.toString());
        }
        if (value instanceof Long || value instanceof BigInteger) {
            return plain(Tag.INT, value.toString());
        }
        if (value instanceof Float number) {
            return plain(Tag.FLOAT, yaml(PythonFloat.repr(number)));
        }
        if (value instanceof Double number) {
            return plain(Tag.FLOAT, yaml(PythonFloat.repr(number)));
        }
        if (value instanceof byte[] bytes) {
            return quoted(Tag.BINARY, Base64.getEncoder().encodeToString(bytes));
        }
        if (value instanceof LocalDate date) {
            return plain(Tag.TIMESTAMP, Temporals.isoformat(date));
        }
        if (value instanceof LocalDateTime time) {
            return plain(Tag.TIMESTAMP, Temporals.isoformat(time));
        }
        if (value instanceof OffsetDateTime time) {
            // A timestamp's offset has no seconds, as those of long ago do.
            boolean wholeMinutes = time.getOffset().getTotalSeconds() % 60 == 0;
            return plain(
                    Tag.TIMESTAMP,
                    Temporals.isoformat(wholeMinutes ? time : time.withOffsetSameInstant(ZoneOffset.UTC)));
        }
        throw PlainData.noForm("yaml", value);
    }

    private static ScalarNode plain(Tag tag, String text) {
        return new ScalarNode(tag, text, null, null, ScalarStyle.PLAIN);
    }

    private static ScalarNode quoted(Tag tag, String text) {
        return new ScalarNode(tag, text, null, null, ScalarStyle.DOUBLE_QUOTED);
    }

    /** YAML 1.1 takes 1e+22, without a point, for text, and has other words for what is not finite. */
    private static String yaml(String repr) {
        return switch (repr) {
            case "nan" -> ".nan";
            case "inf" -> ".inf";
            case "-inf" -> "-.inf";
            default -> repr.indexOf('.') < 0 ? repr.replace("e", ".0e") : repr;
        };
    }
}
