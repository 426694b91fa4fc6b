package dev.ringpost.cli.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page, which is one file, and the policy that lets a browser run nothing but what is in it.
 *
 * @param html the file
 * @param contentSecurityPolicy names its one style and its one script by their hashes
 */
record Page(String html, String contentSecurityPolicy) {

    private static final String RESOURCE = "dashboard.html";

    /** Reads it from the jar. */
    static Page load() {
        try (InputStream in = Page.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing beside its class: the jar is not whole");
            }
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Page of(String html) {
        return new Page(
                html,
                "default-src 'none'; connect-src 'self'; img-src data:; style-src " + hash(html, "style")
                        + "; script-src " + hash(html, "script")
                        + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }

    private static String hash(String html, String element) {
        Matcher matcher = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL)
                .matcher(html);
        if (!matcher.find()) {
            throw new IllegalStateException("the page has no " + element);
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(matcher.group(1).getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
