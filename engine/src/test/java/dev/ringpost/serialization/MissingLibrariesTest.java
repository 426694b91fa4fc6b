package dev.ringpost.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.testing.HidingLoader;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An application that has none of the optional libraries: everything that needs none of them works. */
class MissingLibrariesTest {

    private static final List<String> MISSING = List.of("org.yaml.", "org.msgpack.", "net.razorvine.");

    private Class<?> registryClass;
    private Object registry;

    @BeforeEach
    void standardRegistry() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader bare = new HidingLoader("dev.ringpost.", MISSING);
        thread.setContextClassLoader(bare);
        try {
            registryClass = Class.forName(SerializerRegistry.class.getName(), true, bare);
            registry = registryClass.getMethod("standard").invoke(null);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Object call(String method, String argument) throws Throwable {
        try {
            return registryClass.getMethod(method, String.class).invoke(registry, argument);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private String written(String name, Object body) throws Throwable {
        Object serializer = call("require", name);
        Method serialize = serializer.getClass().getMethod("serialize", Object.class, OutputStream.class);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        serialize.invoke(serializer, body, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatNeedsNoLibraryWorks() throws Throwable {
        assertThat(registryClass).isNotSameAs(SerializerRegistry.class);
        assertThat(written("json", Map.of("a", 1))).isEqualTo("{\"a\":1}");
        assertThat(written("json-plain", List.of(1))).isEqualTo("[1]");
        assertThat(written("raw", "text")).isEqualTo("text");
    }

    @ParameterizedTest
    @CsvSource({
        "yaml, application/x-yaml, org.yaml:snakeyaml",
        "msgpack, application/x-msgpack, org.msgpack:msgpack-core",
        "pickle, application/x-python-serialize, net.razorvine:pickle"
    })
    void theOthersAreListedAndSayWhatIsMissing(String name, String contentType, String artifact) throws Throwable {
        assertThat((Set<?>) registryClass.getMethod("names").invoke(registry)).anyMatch(name::equals);
        assertThatThrownBy(() -> call("require", name))
                .satisfies(error ->
                        assertThat(error.getClass().getName()).isEqualTo("dev.ringpost.InvalidMessageException"))
                .hasMessage("serializer \"" + name + "\" needs the library " + artifact
                        + ", which is not on the class path: add that Maven dependency");
        assertThat(call("find", name)).isEqualTo(Optional.empty());
        assertThat(call("findByContentType", contentType)).isEqualTo(Optional.empty());
    }
}
