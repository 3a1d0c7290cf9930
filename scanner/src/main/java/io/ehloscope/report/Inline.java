package io.ehloscope.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A style sheet or a script that stands in the page itself.
 *
 * @param text as it stands there, to the byte
 * @param source how a {@code Content-Security-Policy} allows it and nothing else
 */
public record Inline(String text, String source) {

    /**
     * Files one after another.
     *
     * @param paths where they are in the jar, each from its root
     * @throws IllegalStateException if one is not packaged
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
