package dev.ringpost.consumer;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random JSON, of all its forms, in ASCII. */
final class JsonTexts {

    private static final String[] STRINGS = {
        "", "a", "\\\"", "\\\\", "],[", "}{", ",", ":", "\\u00e9", "\\n\\t\\/", " ", "[1,2]", "\\\\\\\""
    };
    private static final String[] SCALARS = {
        "0", "-0", "1", "-12", "0.5", "1e5", "1.25E-03", "9007199254740993", "true", "false", "null", "NaN", "-Infinity"
    };
    private static final String[] SPACES = {"", "", "", " ", "\n", "\t ", "\r\n"};
    private static final int MAX_WIDTH = 4;
    private static final int MAX_DEPTH = 4;

    private JsonTexts() {}

    static String array(Random random) {
        return array(random, 0);
    }

    static String value(Random random) {
        return value(random, 0);
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth < MAX_DEPTH ? 5 : 3)) {
            case 0, 1 -> SCALARS[random.nextInt(SCALARS.length)];
            case 2 -> string(random);
            case 3 -> array(random, depth);
            default -> object(random, depth);
        };
    }

    private static String string(Random random) {
        return '"' + STRINGS[random.nextInt(STRINGS.length)] + STRINGS[random.nextInt(STRINGS.length)] + '"';
    }

    private static String array(Random random, int depth) {
        return IntStream.range(0, random.nextInt(MAX_WIDTH))
                .mapToObj(i -> spaced(random, value(random, depth + 1)))
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** With keys that differ, as a tree has no place for two. */
    private static String object(Random random, int depth) {
        return IntStream.range(0, random.nextInt(MAX_WIDTH))
                .mapToObj(i -> spaced(random, "\"" + i + STRINGS[random.nextInt(STRINGS.length)] + '"')
                        + ':'
                        + spaced(random, value(random, depth + 1)))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String spaced(Random random, String text) {
        return SPACES[random.nextInt(SPACES.length)] + text + SPACES[random.nextInt(SPACES.length)];
    }
}
