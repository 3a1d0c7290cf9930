package io.ehloscope.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * An inline style sheet or script of a page.
 *
 * @param text the exact text in the page
 * @param source the hash source of a {@code Content-Security-Policy} that allows exactly this text
 */
public record Inline(String text, String source) {

    /**
     * Loads and concatenates resource files.
     *
     * @param paths their absolute paths in the jar
     * @throws IllegalStateException if one of them is not in the jar
     */
    public static Inline load(String... paths) {
        StringBuilder text = new StringBuilder();
        for (String path : paths) {
            text.append(read(path));
        }
        return of(text.toString());
    }

    private static Inline of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new Inline(text, "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String read(String path) {
        try (InputStream in = Inline.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("not packaged: " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
