package dev.ringpost.compression;

import dev.ringpost.InvalidMessageException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compressors by name, with the names and aliases of Kombu's registry:
 *
 * <table>
 *   <caption>The built-in compressors</caption>
 *   <tr><th>name<th>aliases<th>header {@code compression}<th>content encoding<th>level
 *   <tr><td>zlib<td>gzip, application/x-gzip<td>application/x-gzip<td>unchanged<td>6
 *   <tr><td>bzip2<td>bzip, application/x-bz2<td>application/x-bz2<td>unchanged<td>9
 *   <tr><td>xz<td>lzma, application/x-lzma<td>application/x-lzma<td>unchanged<td>6
 *   <tr><td>brotli<td>application/x-brotli<td>application/x-brotli<td>unchanged<td>5
 *   <tr><td>zstd<td>zstandard, application/zstd<td>application/zstd<td>unchanged<td>3
 *   <tr><td>gzip-rfc1952<td>true-gzip<td>none<td>gzip<td>6
 *   <tr><td>lz4<td><td>none<td>lz4<td>
 * </table>
 *
 * <p>As with Kombu, {@code gzip} is zlib's format; what the rest of the world calls gzip is {@code gzip-rfc1952}. All but
 * zlib and gzip need a library that is an optional dependency; only the library of a compressor that is asked for is
 * loaded.
 *
 * <p>Immutable and thread-safe.
 */
public final class CompressorRegistry {

    private static final int MAX_SHORT_STRING_BYTES = 255;

    private final Map<String, LazyCompressor> byName;

    private CompressorRegistry(Map<String, LazyCompressor> byName) {
        this.byName = byName;
    }

    /**
     * The built-in compressors, and after them those that {@link ServiceLoader} finds for {@link Compressor} by the calling
     * thread's context class loader. A found one is known by its name and its header, and takes the place of a built-in one
     * of that name.
     *
     * @throws java.util.ServiceConfigurationError if a provider cannot be made
     */
    public static CompressorRegistry standard() {
        Map<String, LazyCompressor> byName = new LinkedHashMap<>();
        builtIn(byName, "zlib", null, () -> Compressors.zlib(-1), "gzip", "application/x-gzip");
        builtIn(
                byName,
                "bzip2",
                OptionalLibrary.COMMONS_COMPRESS,
                () -> Compressors.bzip2(9),
                "bzip",
                "application/x-bz2");
        builtIn(byName, "xz", OptionalLibrary.XZ, () -> Compressors.xz(6), "lzma", "application/x-lzma");
        builtIn(byName, "brotli", OptionalLibrary.BROTLI4J, () -> Compressors.brotli(5), "application/x-brotli");
        builtIn(byName, "zstd", OptionalLibrary.ZSTD_JNI, () -> Compressors.zstd(3), "zstandard", "application/zstd");
        builtIn(byName, "gzip-rfc1952", null, () -> Compressors.gzipRfc1952(-1), "true-gzip");
        builtIn(byName, "lz4", OptionalLibrary.LZ4_JAVA, Compressors::lz4);
        ServiceLoader.load(Compressor.class).forEach(found -> add(byName, found));
        return new CompressorRegistry(byName);
    }

    private static void builtIn(
            Map<String, LazyCompressor> byName,
            String name,
            @Nullable OptionalLibrary library,
            Supplier<Compressor> maker,
            String... aliases) {
        LazyCompressor compressor = new LazyCompressor(name, library, maker);
        byName.put(name, compressor);
        for (String alias : aliases) {
            byName.put(alias, compressor);
        }
    }

    private static void add(Map<String, LazyCompressor> byName, Compressor compressor, String... aliases) {
        String name = compressor.name();
        String header = compressor.header();
        String contentEncoding = compressor.contentEncoding();
        if (header == null && contentEncoding == null) {
            throw new IllegalArgumentException("compressor \"" + name
                    + "\" has neither a header value nor a content encoding: no consumer would know of it");
        }
        if (contentEncoding != null
                && contentEncoding.getBytes(StandardCharsets.UTF_8).length > MAX_SHORT_STRING_BYTES) {
            throw new IllegalArgumentException("compressor \"" + name + "\": its content encoding is over "
                    + MAX_SHORT_STRING_BYTES + " bytes, more than AMQP can carry");
        }
        List<String> names = new ArrayList<>();
        names.add(name);
        if (header != null) {
            names.add(header);
        }
        names.addAll(List.of(aliases));
        LazyCompressor entry = LazyCompressor.of(compressor);
        for (String each : names) {
            if (each.isBlank()) {
                throw new IllegalArgumentException(
                        "compressor \"" + name + "\" has a blank name, header value or alias");
            }
            byName.put(each, entry);
        }
    }

    /**
     * A registry with one compressor more, known by its name, its header and these aliases; of what had one of them before,
     * that one is taken over.
     *
     * @param compressor the compressor
     * @param aliases further names
     * @throws IllegalArgumentException if a name is blank, or the compressor has neither header nor content encoding
     */
    public CompressorRegistry with(Compressor compressor, String... aliases) {
        Objects.requireNonNull(compressor, "compressor");
        Map<String, LazyCompressor> more = new LinkedHashMap<>(byName);
        add(more, compressor, aliases);
        return new CompressorRegistry(more);
    }

    /**
     * The compressor of that name. Costs one look-up in a hash table once it was made.
     *
     * @param nameOrAlias its name, alias or header value; case counts, as with Kombu
     * @throws InvalidMessageException if there is none, naming those that are installed, or if the library it needs is
     *     missing, naming the artifact to add
     */
    public Compressor require(String nameOrAlias) {
        LazyCompressor found = byName.get(nameOrAlias);
        if (found == null) {
            throw new InvalidMessageException("there is no compression \"" + nameOrAlias
                    + "\" (case counts); installed: " + known(true) + missing());
        }
        try {
            return found.get();
        } catch (IllegalStateException e) {
            InvalidMessageException error = new InvalidMessageException(String.valueOf(e.getMessage()));
            error.initCause(e);
            throw error;
        }
    }

    /** The compressors' names, without aliases, in the order in which they were added; also of those whose library is missing. */
    public Set<String> names() {
        return byName.values().stream().map(LazyCompressor::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private String known(boolean installed) {
        return byName.values().stream()
                .filter(each -> each.isInstalled() == installed)
                .map(LazyCompressor::name)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private String missing() {
        String missing = known(false);
        return missing.isEmpty() ? "" : "; known, but without the library they need: " + missing;
    }
}
