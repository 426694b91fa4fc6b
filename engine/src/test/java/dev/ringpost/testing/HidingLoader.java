package dev.ringpost.testing;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Loads some classes of this library anew, in a world that knows nothing of some others. */
public final class HidingLoader extends ClassLoader {

    private final String anew;
    private final List<String> hidden;

    /**
     * Over the loader of the tests.
     *
     * @param anew what the names of the classes to load anew begin with
     * @param hidden what the names of those that are not there begin with
     */
    public HidingLoader(String anew, List<String> hidden) {
        super(HidingLoader.class.getClassLoader());
        this.anew = anew;
        this.hidden = List.copyOf(hidden);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (hidden.stream().anyMatch(name::startsWith)) {
            throw new ClassNotFoundException(name);
        }
        if (!name.startsWith(anew)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
