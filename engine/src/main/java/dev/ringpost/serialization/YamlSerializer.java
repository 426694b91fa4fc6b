package dev.ringpost.serialization;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML 1.1 in ASCII, for Python's {@code yaml.safe_load}, which Kombu's consumers use: bytes are {@code !!binary}, sets
 * {@code !!set}, dates and datetimes timestamps. Beans and records become mappings. A time without a date, a decimal or a
 * UUID is refused, since YAML has no form for it. Needs SnakeYAML. Thread-safe.
 */
public final class YamlSerializer implements Serializer {

    private final PlainData data;

    /** With a Jackson mapper of its own. */
    public YamlSerializer() {
        data = new PlainData(null);
    }

    /**
     * With the application's mapper.
     *
     * @param mapper how beans and records become mappings; it is copied
     */
    public YamlSerializer(ObjectMapper mapper) {
        data = new PlainData(mapper);
    }

    @Override
    public String name() {
        return "yaml";
    }

    @Override
    public String contentType() {
        return "application/x-yaml";
    }

    @Override
    public String contentEncoding() {
        return "utf-8";
    }

    /**
     * Writes it.
     *
     * @throws IOException if YAML or Jackson has no form for it, or it is nested too deeply
     */
    @Override
    public void serialize(@Nullable Object body, OutputStream out) throws IOException {
        DumperOptions options = new DumperOptions();
        options.setAllowUnicode(false); // escapes are read alike everywhere
        options.setSplitLines(false);
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        // Neither it nor the emitter is thread-safe, so each body has its own.
        var document =
                new org.yaml.snakeyaml.serializer.Serializer(new Emitter(text, options), new Resolver(), options, null);
        document.open();
        document.serialize(YamlNodes.of(data.of(body)));
        document.close();
        text.flush();
    }
}
