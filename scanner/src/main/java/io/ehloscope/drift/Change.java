package io.ehloscope.drift;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One property of a target that changed.
 *
 * @param kind what kind of property
 * @param what which property: a verb, a verb and its mechanism, a part of the certificate, or the name of the kind
 * @param from the earlier value; null if the target did not exist
 * @param to the later value; null if the target does not exist any more
 */
public record Change(
        Kind kind,
        String what,
        @Nullable String from,
        @Nullable String to) {

    /** The server offers the verb, the mechanism or STARTTLS. */
    static final String OFFERED = "offered";

    /** The server does not offer it. */
    static final String NOT_OFFERED = "not_offered";

    private static final String INSIDE = " inside TLS";

    /** The kinds of properties. A closed set. */
    public enum Kind {
        /** The target was not in the earlier scan. */
        NEW,
        /** The target was in the earlier scan and is not in this one. */
        VANISHED,
        /** The verdict. */
        VERDICT,
        /** The product, or its version. */
        PRODUCT,
        /** A verb before TLS. */
        VERB,
        /** A mechanism of AUTH or X-EXPS before TLS. */
        MECHANISM,
        /** Whether the server offers STARTTLS, and whether it works. */
        STARTTLS,
        /** A verb inside TLS. */
        VERB_TLS,
        /** A mechanism of AUTH or X-EXPS inside TLS. */
        MECHANISM_TLS,
        /** The subject, the issuer, the validity or the thumbprint of the certificate. */
        CERTIFICATE;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The name in results and labels. */
        public String label() {
            return label;
        }
    }

    /** A sentence that describes the change, without a period. It may contain server text, not escaped. */
    public String sentence() {
        return switch (kind) {
            case NEW -> "new in this scan: " + to;
            case VANISHED -> "no longer scanned; it was " + from;
            case VERDICT, PRODUCT -> what + " " + from + " -> " + to;
            case VERB -> verb();
            case VERB_TLS -> verb() + INSIDE;
            case MECHANISM -> mechanism();
            case MECHANISM_TLS -> mechanism() + INSIDE;
            case STARTTLS -> starttls();
            case CERTIFICATE -> "the certificate changed: " + what + " " + from + " -> " + to;
        };
    }

    private boolean isOfferedNow() {
        return OFFERED.equals(to);
    }

    private String verb() {
        return what + (isOfferedNow() ? " is new" : " is gone");
    }

    private String mechanism() {
        int blank = what.indexOf(' ');
        return what.substring(0, blank)
                + (isOfferedNow() ? " now offers" : " no longer offers")
                + what.substring(blank);
    }

    private String starttls() {
        if (NOT_OFFERED.equals(to)) {
            return "STARTTLS is gone";
        }
        if (NOT_OFFERED.equals(from)) {
            return "STARTTLS is now offered" + ("failed".equals(to) ? ", but fails" : "");
        }
        return "failed".equals(to) ? "STARTTLS now fails" : "STARTTLS works again";
    }
}
