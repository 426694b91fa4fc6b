package dev.ringpost.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/** Colours, where they can be seen and nobody objects: a few, for what is good, doubtful and bad. Immutable. */
final class Paint {

    /** Leaves everything as it is. */
    static final Paint NONE = new Paint(false);

    private final boolean on;

    private Paint(boolean on) {
        this.on = on;
    }

    /**
     * By <a href="https://no-color.org">the common rule</a>: on a terminal, unless {@code NO_COLOR} is set to anything.
     *
     * @param isTerminal whether the output goes to one
     * @param environment the process's
     */
    static Paint of(boolean isTerminal, Map<String, String> environment) {
        String noColor = environment.get("NO_COLOR");
        boolean unwanted = noColor != null && !noColor.isEmpty();
        return new Paint(isTerminal && !unwanted && !"dumb".equals(environment.get("TERM")));
    }

    String good(String text) {
        return styled("fg(green)", text);
    }

    String doubtful(String text) {
        return styled("fg(yellow)", text);
    }

    String bad(String text) {
        return styled("bold,fg(red)", text);
    }

    String faint(String text) {
        return styled("faint", text);
    }

    /** How help looks. */
    Help.ColorScheme helpColors() {
        return Help.defaultColorScheme(on ? Ansi.ON : Ansi.OFF);
    }

    private String styled(String style, @Nullable String text) {
        // Not through picocli's markup, which would read what stands in the text.
        if (!on || text == null) {
            return String.valueOf(text);
        }
        Ansi.IStyle[] styles = Ansi.Style.parse(style);
        return Ansi.Style.on(styles) + text + Ansi.Style.off(styles);
    }
}
