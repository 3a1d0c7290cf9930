package io.ehloscope.classify;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be wrong with a target: a closed set, the values of {@code finding}. Of two findings of one severity, the
 * one that comes first here is listed first.
 */
public enum FindingKind {
    /** The verdict {@link Verdict#NOT_LOADED}. */
    NOT_LOADED(Verdict.NOT_LOADED),
    /** The verdict {@link Verdict#UNREACHABLE}. */
    UNREACHABLE(Verdict.UNREACHABLE),
    /** The verdict {@link Verdict#FOREIGN}. */
    FOREIGN(Verdict.FOREIGN),
    /** The verdict {@link Verdict#REFUSED}. */
    REFUSED(Verdict.REFUSED),
    /** The verdict {@link Verdict#INCONSISTENT}. */
    INCONSISTENT(Verdict.INCONSISTENT),
    /** The verdict {@link Verdict#DEFERRED}. */
    DEFERRED(Verdict.DEFERRED),
    /** The verdict {@link Verdict#MASKED}. */
    MASKED(Verdict.MASKED),
    /** The verdict {@link Verdict#HELO_ONLY}. */
    HELO_ONLY(Verdict.HELO_ONLY),
    /** The verdict {@link Verdict#PARTIAL}. */
    PARTIAL(Verdict.PARTIAL),
    /** A required verb is missing; one finding for each verb. */
    VERB_MISSING(null),
    /** A verb is offered although the profile forbids it; one finding for each verb. */
    VERB_FORBIDDEN(null),
    /** STARTTLS is offered, and was then refused or broke. */
    STARTTLS_FAILED(null),
    /** Bytes arrived at the border of TLS that no command asked for (CVE-2011-0411). */
    STARTTLS_INJECTION(null),
    /** The validity of the server's certificate has ended. */
    CERTIFICATE_EXPIRED(null),
    /** The validity of the server's certificate has not begun. */
    CERTIFICATE_NOT_YET_VALID(null),
    /** The validity of the server's certificate ends soon. */
    CERTIFICATE_EXPIRING(null),
    /** The chain does not lead to a trusted authority. */
    CERTIFICATE_UNTRUSTED(null),
    /** The certificate does not name the host. */
    CERTIFICATE_NAME_MISMATCH(null),
    /** A key or a signature of the chain is too weak. */
    CERTIFICATE_WEAK(null),
    /** The server supports nothing newer than an obsolete version of TLS. */
    TLS_VERSION_OLD(null),
    /** The server chose an obsolete cipher suite or a short Diffie-Hellman group. */
    TLS_CIPHER_WEAK(null),
    /** The last day of an exemption has passed, and the verb is missing. */
    EXEMPTION_ENDED(null);

    private static final Map<Verdict, FindingKind> BY_VERDICT = new EnumMap<>(Verdict.class);

    static {
        for (FindingKind each : values()) {
            if (each.verdict != null) {
                BY_VERDICT.put(each.verdict, each);
            }
        }
    }

    private final String label = name().toLowerCase(Locale.ROOT);
    private final @Nullable Verdict verdict;

    FindingKind(@Nullable Verdict verdict) {
        this.verdict = verdict;
    }

    /** The finding that a verdict is; null for healthy and skipped. */
    public static @Nullable FindingKind of(Verdict verdict) {
        return BY_VERDICT.get(verdict);
    }

    /** The name in results, labels, and inventories. */
    public String label() {
        return label;
    }

    /** The verdict that this finding is; null if it is none. */
    public @Nullable Verdict verdict() {
        return verdict;
    }
}
