package dev.ringpost.serialization;

import dev.ringpost.InvalidMessageException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A serializer in a registry. One that needs an optional library is made when first asked for, so that its class, and
 * those it uses, are loaded only where the library is. Thread-safe.
 */
final class Registration {

    private final String name;
    private final String contentType;
    private final @Nullable Library library;
    private final Supplier<Serializer> constructor;
    private volatile @Nullable Serializer made;

    private record Library(String artifact, String neededClass) {

        boolean isMissing() {
            try {
                Class.forName(neededClass, false, Library.class.getClassLoader());
                return false;
            } catch (ClassNotFoundException e) {
                return true;
            }
        }
    }

    private Registration(String name, String contentType, @Nullable Library library, Supplier<Serializer> constructor) {
        this.name = name;
        this.contentType = contentType;
        this.library = library;
        this.constructor = constructor;
    }

    /** One that exists. */
    static Registration of(Serializer serializer) {
        return new Registration(serializer.name(), serializer.contentType(), null, () -> serializer);
    }

    /**
     * One that may turn out to be missing.
     *
     * @param artifact the library, as Maven names it
     * @param neededClass a class of the library
     * @param constructor must be a lambda: a method reference would load the serializer's class too early
     */
    static Registration optional(
            String name, String contentType, String artifact, String neededClass, Supplier<Serializer> constructor) {
        return new Registration(name, contentType, new Library(artifact, neededClass), constructor);
    }

    String name() {
        return name;
    }

    String contentType() {
        return contentType;
    }

    boolean isMissing() {
        return made == null && library != null && library.isMissing();
    }

    /**
     * The serializer, always the same.
     *
     * @throws InvalidMessageException if its library is missing
     */
    Serializer require() {
        Serializer serializer = made;
        return serializer == null ? make() : serializer;
    }

    private synchronized Serializer make() {
        Serializer serializer = made;
        if (serializer == null) {
            if (library != null && library.isMissing()) {
                throw new InvalidMessageException("serializer \"" + name + "\" needs the library " + library.artifact()
                        + ", which is not on the class path: add that Maven dependency");
            }
            serializer = constructor.get();
            made = serializer;
        }
        return serializer;
    }
}
