package dev.ringpost.kombu;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Every row of the checklist is shown by tests of one class, or listed with a reason, and none both. */
class ChecklistTest {

    private static final int ROWS = 95;
    private static final Pattern NAME = Pattern.compile("row(\\d+)_[a-z]\\w+");

    /** The classes that show a row, by its number. */
    private final Map<Integer, Set<String>> shownBy = new TreeMap<>();

    private final List<String> wrong = new ArrayList<>();

    @Test
    void everyRowIsShownOnceOrListed() throws Exception {
        for (Class<?> each : classesOfThisPackage()) {
            if (each != ChecklistTest.class) {
                Stream.of(each.getDeclaredMethods())
                        .filter(ChecklistTest::isTest)
                        .forEach(this::note);
            }
        }
        shownBy.forEach((row, classes) -> {
            if (classes.size() > 1) {
                wrong.add("row " + row + " is shown by several classes: " + classes);
            }
        });
        Set<Integer> missing =
                new TreeSet<>(IntStream.rangeClosed(1, ROWS).boxed().toList());
        missing.removeAll(shownBy.keySet());
        for (int row : listed()) {
            if (!missing.remove(row)) {
                wrong.add("row " + row + " is listed although it is shown, or listed twice, or is none");
            }
        }
        missing.forEach(row -> wrong.add("row " + row + " is neither shown nor listed"));
        assertThat(wrong).isEmpty();
    }

    private static List<Class<?>> classesOfThisPackage() throws Exception {
        String suffix = ".class";
        URL own = Objects.requireNonNull(ChecklistTest.class.getResource("ChecklistTest" + suffix));
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files =
                Files.list(Objects.requireNonNull(Path.of(own.toURI()).getParent()))) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(suffix)) {
                    String simple = name.substring(0, name.length() - suffix.length());
                    classes.add(Class.forName(ChecklistTest.class.getPackageName() + "." + simple));
                }
            }
        }
        return classes;
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
    }

    private void note(Method test) {
        String full = test.getDeclaringClass().getSimpleName() + "." + test.getName();
        Matcher name = NAME.matcher(test.getName());
        if (!name.matches()) {
            wrong.add(full + " names no row");
            return;
        }
        int row = Integer.parseInt(name.group(1));
        if (row < 1 || row > ROWS) {
            wrong.add(full + ": there is no such row");
        }
        if (test.isAnnotationPresent(Disabled.class) || test.getDeclaringClass().isAnnotationPresent(Disabled.class)) {
            wrong.add(full + " is disabled");
        }
        shownBy.computeIfAbsent(row, each -> new TreeSet<>())
                .add(test.getDeclaringClass().getSimpleName());
    }

    private List<Integer> listed() {
        List<Integer> rows = new ArrayList<>();
        for (NotTestedHere each : getClass().getPackage().getAnnotationsByType(NotTestedHere.class)) {
            assertThat(each.because()).isNotBlank();
            IntStream.of(each.rows()).forEach(rows::add);
        }
        return rows;
    }
}
