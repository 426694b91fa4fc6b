package dev.ringpost.pages;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An example of a page, to be compiled as it stands: statements as the body of a method, anything else as members of a class.
 * Imports that it begins with are added to those given.
 *
 * @param name of the class that is made of it
 * @param text as it stands on the page
 */
record Snippet(String name, String text) {

    private static final Pattern IMPORT = Pattern.compile("import [\\w.*]+;");

    /** A class, or a method: two words before the first parenthesis, and a body. */
    private static final Pattern DECLARATION = Pattern.compile(
            "(?:(?:public|private|protected|static|final|abstract) )*(?:(?:class|interface|enum|record) \\w+|[\\w<>\\[\\].?, ]+ \\w+\\([^=]*)");

    /** The source of the class. */
    String source(List<String> imports) {
        List<String> lines = text.lines().toList();
        String ownImports =
                lines.stream().filter(line -> IMPORT.matcher(line).matches()).collect(Collectors.joining("\n"));
        String code =
                lines.stream().filter(line -> !IMPORT.matcher(line).matches()).collect(Collectors.joining("\n"));
        String body = isMembers(code) ? code : "void run() throws Exception {\n" + code + "\n}";
        return Stream.concat(
                                imports.stream().map(each -> "import " + each + ";"),
                                Stream.of(
                                        ownImports,
                                        "class " + name + " extends " + Surroundings.class.getName() + " {"))
                        .collect(Collectors.joining("\n"))
                + "\n" + body + "\n}\n";
    }

    private static boolean isMembers(String code) {
        return code.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("//"))
                .findFirst()
                .map(line -> line.startsWith("@") || DECLARATION.matcher(line).lookingAt())
                .orElse(false);
    }
}
