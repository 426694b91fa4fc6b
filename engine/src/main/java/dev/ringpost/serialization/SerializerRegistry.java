package dev.ringpost.serialization;

import dev.ringpost.InvalidMessageException;
import dev.ringpost.RingpostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/**
 * Serializers by name and by content type. Immutable: registering one makes a new registry. Thread-safe.
 *
 * <p>As with Kombu, a content type is no name, and both are taken literally: {@code JSON} or
 * {@code application/json; charset=utf-8} are found nowhere.
 */
public final class SerializerRegistry {

    /** json-plain before json: of two with one content type, the later one is found by it. */
    private static final List<Registration> BUILT_IN = List.of(
            Registration.of(JsonSerializer.plain()),
            Registration.of(new JsonSerializer()),
            Registration.of(new RawSerializer()),
            Registration.optional(
                    "yaml",
                    "application/x-yaml",
                    "org.yaml:snakeyaml",
                    "org.yaml.snakeyaml.emitter.Emitter",
                    () -> new YamlSerializer()),
            Registration.optional(
                    "msgpack",
                    "application/x-msgpack",
                    "org.msgpack:msgpack-core",
                    "org.msgpack.core.MessagePack",
                    () -> new MsgpackSerializer()),
            Registration.optional(
                    "pickle",
                    "application/x-python-serialize",
                    "net.razorvine:pickle",
                    "net.razorvine.pickle.Pickler",
                    () -> new PickleSerializer()));

    private final Map<String, Registration> byName;

    private SerializerRegistry(Map<String, Registration> byName) {
        this.byName = byName;
    }

    /**
     * The built-in serializers ({@code json}, {@code json-plain}, {@code yaml}, {@code msgpack}, {@code pickle},
     * {@code raw}) and those that {@link ServiceLoader} finds as {@link Serializer} through the calling thread's context
     * class loader. One found under the name of a built-in one replaces it.
     *
     * @throws RingpostException if a serializer that is announced as a service cannot be loaded
     */
    public static SerializerRegistry standard() {
        Map<String, Registration> all = new LinkedHashMap<>();
        BUILT_IN.forEach(registration -> all.put(registration.name(), registration));
        try {
            for (Serializer found : ServiceLoader.load(Serializer.class)) {
                put(all, found);
            }
        } catch (ServiceConfigurationError e) {
            throw new RingpostException(
                    "a serializer that is announced in META-INF/services cannot be loaded: " + e.getMessage()
                            + "; mend it or take it off the class path",
                    e);
        }
        return new SerializerRegistry(all);
    }

    /**
     * This registry and one more serializer, which replaces one of the same name and is the one found by its content type.
     *
     * @throws IllegalArgumentException if its name or content type is blank
     */
    public SerializerRegistry with(Serializer serializer) {
        Map<String, Registration> all = new LinkedHashMap<>(byName);
        put(all, serializer);
        return new SerializerRegistry(all);
    }

    private static void put(Map<String, Registration> all, Serializer serializer) {
        Registration registration = Registration.of(Objects.requireNonNull(serializer, "serializer"));
        if (registration.name().isBlank() || registration.contentType().isBlank()) {
            throw new IllegalArgumentException(
                    "serializer " + serializer.getClass().getName() + " has no name or no content type");
        }
        all.remove(registration.name()); // so that it moves to the end
        all.put(registration.name(), registration);
    }

    /**
     * The serializer of that name.
     *
     * @throws InvalidMessageException if there is none, or it needs a library that is not on the class path
     */
    public Serializer require(String name) {
        Registration registration = byName.get(Objects.requireNonNull(name, "name"));
        if (registration == null) {
            throw new InvalidMessageException("no serializer is named \"" + name + "\"; installed: "
                    + String.join(", ", names())
                    + findByContentType(name)
                            .map(of -> ". It is the content type of \"" + of.name() + "\"")
                            .orElse(""));
        }
        return registration.require();
    }

    /** The serializer of that name, if there is one and the library it needs. */
    public Optional<Serializer> find(String name) {
        return Optional.ofNullable(byName.get(Objects.requireNonNull(name, "name")))
                .filter(registration -> !registration.isMissing())
                .map(Registration::require);
    }

    /**
     * The serializer that writes that content type, if there is one and the library it needs; of several, the one registered
     * last. {@code application/json} is {@code json} unless an application registers another.
     */
    public Optional<Serializer> findByContentType(String contentType) {
        Objects.requireNonNull(contentType, "contentType");
        return byName.values().stream()
                .filter(registration -> registration.contentType().equals(contentType) && !registration.isMissing())
                .reduce((earlier, later) -> later)
                .map(Registration::require);
    }

    /** All names in alphabetical order, those included whose library is missing. */
    public Set<String> names() {
        return new TreeSet<>(byName.keySet());
    }
}
