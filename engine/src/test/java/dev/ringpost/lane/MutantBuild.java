package dev.ringpost.lane;

import java.io.Closeable;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * All classes of {@code dev.ringpost} once more, some of them compiled from changed sources, and {@link LaneSimulation}
 * among them, which therefore simulates the changed lane.
 */
final class MutantBuild implements Closeable {

    private static final String OWN_PACKAGE = "dev.ringpost.";

    private final ChildFirst loader;
    private final Constructor<?> simulation;
    private final Map<LaneSimulation.Mode, Object> modes = new EnumMap<>(LaneSimulation.Mode.class);
    private final Method run;

    private MutantBuild(ChildFirst loader) throws ReflectiveOperationException {
        this.loader = loader;
        Class<?> type = loader.loadClass(LaneSimulation.class.getName());
        Class<?> modeType = loader.loadClass(LaneSimulation.Mode.class.getName());
        for (Object mode : modeType.getEnumConstants()) {
            modes.put(LaneSimulation.Mode.valueOf(mode.toString()), mode);
        }
        simulation = type.getDeclaredConstructor(long.class, modeType);
        simulation.setAccessible(true);
        run = type.getDeclaredMethod("run");
        run.setAccessible(true);
    }

    /** Compiles a mutant into a folder and loads it. */
    static MutantBuild of(Mutant mutant, Path folder) throws Exception {
        Map<String, String> changed = new LinkedHashMap<>();
        for (Mutant.Edit edit : mutant.edits()) {
            String source = changed.containsKey(edit.path()) ? changed.get(edit.path()) : edit.original(sources());
            changed.put(edit.path(), edit.applyTo(source, mutant.name()));
        }
        return build(changed, folder, mutant.name());
    }

    /** The same from the sources as they are. */
    static MutantBuild unchanged(List<Mutant> mutants, Path folder) throws Exception {
        Map<String, String> same = new LinkedHashMap<>();
        for (Mutant mutant : mutants) {
            for (Mutant.Edit edit : mutant.edits()) {
                same.put(edit.path(), edit.original(sources()));
            }
        }
        return build(same, folder, "unchanged");
    }

    private static MutantBuild build(Map<String, String> sources, Path folder, String name) throws Exception {
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((path, source) -> units.add(new Source(path, source)));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options = List.of(
                "-proc:none", "-nowarn", "-d", folder.toString(), "-classpath", System.getProperty("java.class.path"));
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            if (!compiler.getTask(messages, files, null, options, null, units).call()) {
                throw new AssertionError("mutant \"" + name + "\" does not compile: " + messages);
            }
        }
        URL[] classes = {
            folder.toUri().toURL(),
            location(LaneAgent.class).toURL(),
            location(LaneSimulation.class).toURL()
        };
        return new MutantBuild(new ChildFirst(classes));
    }

    /** Where the main sources are: seen from the compiled tests, which Maven puts into {@code target/test-classes}. */
    private static Path sources() throws URISyntaxException {
        return Path.of(location(LaneSimulation.class))
                .resolve("../../src/main/java")
                .normalize();
    }

    private static URI location(Class<?> type) throws URISyntaxException {
        return type.getProtectionDomain().getCodeSource().getLocation().toURI();
    }

    /** Runs one life of a lane; what is wrong with it, or {@code null}. */
    @Nullable
    Throwable violation(long seed, LaneSimulation.Mode mode) throws ReflectiveOperationException {
        try {
            run.invoke(simulation.newInstance(seed, modes.get(mode)));
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    /** A source that is in no file. */
    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String path, String text) {
            super(URI.create("string:///" + path), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Takes the engine's and the tests' classes from its own places, where the changed ones come first. */
    private static final class ChildFirst extends URLClassLoader {

        ChildFirst(URL[] places) {
            super(places, MutantBuild.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(OWN_PACKAGE)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known == null ? findClass(name) : known;
            }
        }
    }
}
