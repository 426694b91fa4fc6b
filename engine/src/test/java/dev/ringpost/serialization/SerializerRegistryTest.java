package dev.ringpost.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.InvalidMessageException;
import dev.ringpost.RingpostException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SerializerRegistryTest {

    private final SerializerRegistry registry = SerializerRegistry.standard();

    @Test
    void theStandardOneHasKombusNames() {
        assertThat(registry.names()).containsExactly("json", "json-plain", "msgpack", "pickle", "raw", "yaml");
        for (String name : registry.names()) {
            assertThat(registry.require(name).name()).isEqualTo(name);
            assertThat(registry.find(name)).contains(registry.require(name));
        }
        assertThat(SerializerRegistry.standard().require("yaml")).isSameAs(registry.require("yaml"));
    }

    @Test
    void contentTypesLeadToThem() {
        assertThat(registry.findByContentType("application/json")).contains(registry.require("json"));
        assertThat(registry.findByContentType("application/x-yaml")).contains(registry.require("yaml"));
        assertThat(registry.findByContentType("application/x-msgpack")).contains(registry.require("msgpack"));
        assertThat(registry.findByContentType("application/x-python-serialize")).contains(registry.require("pickle"));
        assertThat(registry.findByContentType("application/data")).contains(registry.require("raw"));
        for (String unknown : new String[] {"Application/JSON", "application/json; charset=utf-8", "json", ""}) {
            assertThat(registry.findByContentType(unknown)).as(unknown).isEmpty();
        }
    }

    @Test
    void anUnknownNameIsToldTheKnownOnes() {
        assertThat(registry.find("jsno")).isEmpty();
        assertThatThrownBy(() -> registry.require("jsno"))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage("no serializer is named \"jsno\"; installed: json, json-plain, msgpack, pickle, raw, yaml");
        for (String alias : new String[] {"binary", "text", "JSON", ""}) {
            assertThatThrownBy(() -> registry.require(alias)).isInstanceOf(InvalidMessageException.class);
        }
        assertThatThrownBy(() -> registry.require("application/json"))
                .as("a content type is no name")
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageEndingWith("It is the content type of \"json\"");
    }

    @Test
    void registeringOneMakesAnotherRegistry() {
        Serializer csv = new NamedSerializer("csv", "text/csv");
        SerializerRegistry more = registry.with(csv);
        assertThat(more.require("csv")).isSameAs(csv);
        assertThat(more.findByContentType("text/csv")).contains(csv);
        assertThat(more.names()).contains("csv", "json");
        assertThat(registry.names()).doesNotContain("csv");
        assertThat(registry.findByContentType("text/csv")).isEmpty();
    }

    @Test
    void theSameNameReplaces() {
        JsonSerializer own = JsonSerializer.builder().allowNonFinite(true).build();
        SerializerRegistry more = registry.with(own);
        assertThat(more.require("json")).isSameAs(own);
        assertThat(more.findByContentType("application/json")).contains(own);
        assertThat(more.names()).hasSize(registry.names().size());
        Serializer yaml = new NamedSerializer("yaml", "application/yaml");
        assertThat(registry.with(yaml).findByContentType("application/x-yaml"))
                .as("the content type went with the one replaced")
                .isEmpty();
    }

    @Test
    void ofOneContentTypeTheLastRegisteredIsFound() {
        Serializer other = new NamedSerializer("json-other", "application/json");
        SerializerRegistry more = registry.with(other);
        assertThat(more.findByContentType("application/json")).contains(other);
        assertThat(more.require("json")).isInstanceOf(JsonSerializer.class);
        assertThat(more.with(new JsonSerializer()).findByContentType("application/json"))
                .map(Serializer::name)
                .contains("json");
    }

    @Test
    void aSerializerWithoutANameIsRefused() {
        assertThatThrownBy(() -> registry.with(new NamedSerializer(" ", "text/csv")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> registry.with(new NamedSerializer("csv", "")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void servicesAreFound(@TempDir Path folder) throws IOException {
        announce(folder, NamedSerializer.class.getName());
        SerializerRegistry found = underLoaderOf(folder, SerializerRegistry::standard);
        assertThat(found.require("found")).isInstanceOf(NamedSerializer.class);
        assertThat(found.names()).contains("found", "json");
        assertThat(SerializerRegistry.standard().names()).doesNotContain("found");
    }

    @Test
    void aServiceThatCannotBeLoadedIsNamed(@TempDir Path folder) throws IOException {
        announce(folder, "com.example.Missing");
        assertThatThrownBy(() -> underLoaderOf(folder, SerializerRegistry::standard))
                .isInstanceOf(RingpostException.class)
                .hasMessageContaining("com.example.Missing");
    }

    private static void announce(Path folder, String className) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(Serializer.class.getName()), className + "\n");
    }

    private static <T> T underLoaderOf(Path folder, Supplier<T> action) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            return action.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
