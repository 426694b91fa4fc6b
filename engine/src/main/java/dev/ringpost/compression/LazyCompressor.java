package dev.ringpost.compression;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A compressor that is made when it is first asked for, so that no library is touched before. Thread-safe. */
final class LazyCompressor {

    private final String name;
    private final @Nullable OptionalLibrary library;
    private final Supplier<Compressor> maker;
    private volatile @Nullable Compressor made;

    /** With the library it needs, if any. */
    LazyCompressor(String name, @Nullable OptionalLibrary library, Supplier<Compressor> maker) {
        this.name = name;
        this.library = library;
        this.maker = maker;
    }

    /** One that is there already. */
    static LazyCompressor of(Compressor compressor) {
        return new LazyCompressor(compressor.name(), null, () -> compressor);
    }

    String name() {
        return name;
    }

    boolean isInstalled() {
        OptionalLibrary needed = library;
        return needed == null || needed.isPresent();
    }

    /** Throws {@link IllegalStateException} if its library is missing; asked again, it looks again. */
    Compressor get() {
        Compressor ready = made;
        if (ready == null) {
            // Two threads may both make one; either is as good.
            ready = maker.get();
            made = ready;
        }
        return ready;
    }
}
