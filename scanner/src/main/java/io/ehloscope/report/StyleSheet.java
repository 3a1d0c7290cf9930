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
record StyleSheet(String text, String policy) {

    /** A style sheet of this package. */
    static StyleSheet load(String name) {
        try (InputStream in = StyleSheet.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not packaged: " + name);
            }
            byte[] bytes = in.readAllBytes();
            String hash = Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
            return new StyleSheet(
                    new String(bytes, StandardCharsets.UTF_8),
                    "default-src 'none'; style-src 'sha256-" + hash + "'; base-uri 'none'; form-action 'none'");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
