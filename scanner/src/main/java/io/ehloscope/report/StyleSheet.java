package io.ehloscope.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * An inline style sheet, and the policy under which it is all that a page may use.
 *
 * @param text as it stands in the page, to the byte
 * @param policy for the {@code Content-Security-Policy} of the page
 */
public record StyleSheet(String text, String policy) {

    /**
     * Style sheets one after another.
     *
     * @param paths where they are in the jar, each from its root
     * @throws IllegalStateException if one is not packaged
     */
    public static StyleSheet load(String... paths) {
        StringBuilder text = new StringBuilder();
        for (String path : paths) {
            text.append(read(path));
        }
        return of(text.toString());
    }

    private static StyleSheet of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            String hash = Base64.getEncoder().encodeToString(digest);
            return new StyleSheet(
                    text, "default-src 'none'; style-src 'sha256-" + hash + "'; base-uri 'none'; form-action 'none'");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String read(String path) {
        try (InputStream in = StyleSheet.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("not packaged: " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
