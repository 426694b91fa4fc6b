package dev.ringpost.config;

import java.util.ArrayList;
import java.util.List;

/** The annotated file with every option and its default: {@code config/ringpost.yaml}, as this version has it. */
public final class Reference {

    private static final int WIDTH_CHARS = 110;
    private static final String INDENT = "  ";
    private static final String HEAD = """
            # Ringpost: every option of an engine, with its default. A file needs only what differs from it.
            #
            #   PublisherEngine engine = PublisherEngine.load(Path.of("ringpost.yaml")).start();
            #   ringpost config check ringpost.yaml      says what is wrong, or what counts and where it comes from
            #   ringpost config reference                prints this file
            #
            # What counts, the strongest first: the builder's methods called after load(); system properties, as
            # -Dringpost.engine.retry-policy.jitter=0; environment variables, as RINGPOST_ENGINE_RETRY_POLICY_JITTER=0; this
            # file; the default. A value replaces the weaker one, lists too; an empty variable or property is not set. A name
            # that begins as these do and is no option is an error, as is an unknown key; one that lacks engine gets a warning.
            #
            # Durations have a unit: us, ms, s, m, h, d. Sizes are bytes, or have one: KiB, MiB, GiB. What is commented out
            # has no default that can be written.
            #
            # Code alone can set: tls objects, a serializer object, serializers, compressors, outcomeListener, replyListener,
            # retryListener, interceptor; of a producer: headers, declare, onReturn, retryPolicy, exchange and queue objects, and
            # what is each message's own (message and correlation id, timestamp).

            """;

    private final StringBuilder text = new StringBuilder(HEAD);

    private Reference() {}

    /** The file. */
    public static String text() {
        Reference reference = new Reference();
        reference.section(EngineOptions.SECTION, EngineOptions.TABLE, "", 1);
        String engine = reference.text.toString();
        reference.text.setLength(0);
        reference.comment(
                "Options by a name of yours, for engine.producer(\"prices\"); by default none. As the engine's, each"
                        + " may be left out. To use some, take away the first # of their lines.",
                "");
        reference.text.append(ProducerOptions.SECTION).append(":\n");
        reference.section("prices", ProducerOptions.TABLE, INDENT, 2);
        String producers = reference.text.toString();
        return engine + "\n" + producers.replaceAll("(?m)^(?=.)", "# ").replaceAll("(?m)^$(?=\\n)", "#");
    }

    private void section(String name, OptionTable<?> table, String indent, int depth) {
        text.append(indent).append(name).append(":\n");
        String group = "";
        for (Option<?, ?> option : table.options()) {
            String of = OptionTable.group(option.key());
            text.append('\n');
            if (!of.equals(group) && !of.isEmpty()) {
                comment(table.about(of), INDENT.repeat(depth));
                text.append(INDENT.repeat(depth)).append(of).append(":\n");
            }
            group = of;
            option(option, INDENT.repeat(of.isEmpty() ? depth : depth + 1));
        }
    }

    private void option(Option<?, ?> option, String indent) {
        comment(option.about(), indent);
        String usual = option.usual() == null ? "" : "; default " + option.usual();
        comment("Allowed: " + option.allowed() + usual + ".", indent);
        String key = option.key().substring(option.key().indexOf('.') + 1);
        text.append(indent);
        boolean isProducers = ProducerOptions.TABLE.options().contains(option);
        if (option.usual() == null && !isProducers) {
            text.append("# ");
        }
        String value = option.usual() == null ? option.example() : option.usual();
        text.append(key).append(": ");
        text.append(value.contains(", ") ? "[" + value + "]" : value).append('\n');
    }

    private void comment(String about, String indent) {
        for (String line : wrap(about, WIDTH_CHARS - indent.length())) {
            text.append(indent).append("# ").append(line).append('\n');
        }
    }

    private static List<String> wrap(String about, int widthChars) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : about.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > widthChars) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
