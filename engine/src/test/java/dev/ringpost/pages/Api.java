package dev.ringpost.pages;

import dev.ringpost.Outcome;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The public classes of the library and what they have, as the pages may name them.
 *
 * @param members by a class's simple name, the names of its public methods and constants, those of its nested classes included
 */
record Api(Map<String, Set<String>> members) {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final List<String> PACKAGES = List.of("", "serialization", "compression", "tls", "consumer");

    /** Of the classes as they are now. */
    static Api load() throws IOException, ClassNotFoundException {
        Map<String, Set<String>> members = new HashMap<>();
        for (String part : PACKAGES) {
            String name = Outcome.class.getPackageName() + (part.isEmpty() ? "" : "." + part);
            for (Class<?> type : publicClasses(name)) {
                members.put(type.getSimpleName(), membersOf(type));
            }
        }
        return new Api(members);
    }

    private static List<Class<?>> publicClasses(String packageName) throws IOException, ClassNotFoundException {
        List<Class<?>> classes = new ArrayList<>();
        List<String> names;
        try (Stream<Path> files = Files.list(SOURCES.resolve(packageName.replace('.', '/')))) {
            names = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".java") && !file.equals("package-info.java"))
                    .map(file -> file.substring(0, file.length() - ".java".length()))
                    .toList();
        }
        for (String name : names) {
            Class<?> type = Class.forName(packageName + "." + name);
            if (Modifier.isPublic(type.getModifiers())) {
                classes.add(type);
            }
        }
        return classes;
    }

    private static Set<String> membersOf(Class<?> type) {
        Set<String> names = new HashSet<>();
        Arrays.stream(type.getMethods()).map(Method::getName).forEach(names::add);
        Arrays.stream(type.getFields()).map(Field::getName).forEach(names::add);
        for (Class<?> nested : type.getClasses()) {
            names.add(nested.getSimpleName());
            names.addAll(membersOf(nested));
        }
        return names;
    }

    /** Whether some public class has a method of this name. */
    boolean hasMember(String name) {
        return members.values().stream().anyMatch(names -> names.contains(name));
    }
}
