package io.ehloscope.classify;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a target.
 *
 * @param kind what is wrong
 * @param severity how much it matters
 * @param subject what it is about: a verb, the subject of a certificate, a version of TLS, a cipher suite; null if it
 *     is about the target as a whole. Can be the server's own text, not escaped
 * @param sentence what was seen, for a person; can quote the server, not escaped
 */
public record Finding(
        FindingKind kind, Severity severity, @Nullable String subject, String sentence) {

    /** The worst first; equal ones keep their order. */
    public static final Comparator<Finding> WORST_FIRST =
            Comparator.comparing(Finding::severity).thenComparing(Finding::kind);
}
