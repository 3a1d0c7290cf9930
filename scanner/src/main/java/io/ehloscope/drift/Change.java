package io.ehloscope.drift;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing about a target that is not as it was.
 *
 * @param kind what sort of thing
 * @param what which: a verb, a verb and its mechanism, a part of the certificate, or the kind's own name
 * @param from what it was; null where the target was not there
 * @param to what it is; null where the target is there no more
 */
public record Change(
        Kind kind,
        String what,
        @Nullable String from,
        @Nullable String to) {

    /** A verb, a mechanism or STARTTLS is there. */
    static final String OFFERED = "offered";

    /** It is not. */
    static final String NOT_OFFERED = "not_offered";

    private static final String INSIDE = " inside TLS";

    /** What can change. A closed set. */
    public enum Kind {
        /** The target was not in the earlier scan. */
        NEW,
        /** The target was in the earlier scan and is not in this one. */
        VANISHED,
        /** What it comes to. */
        VERDICT,
        /** What answers, or its version. */
        PRODUCT,
        /** A verb before TLS. */
        VERB,
        /** A mechanism of AUTH or X-EXPS before TLS. */
        MECHANISM,
        /** Whether STARTTLS is offered, and works. */
        STARTTLS,
        /** A verb inside TLS. */
        VERB_TLS,
        /** A mechanism of AUTH or X-EXPS inside TLS. */
        MECHANISM_TLS,
        /** The subject, the issuer or the end of the certificate. */
        CERTIFICATE;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** As it is written in results and labels. */
        public String label() {
            return label;
        }
    }

    /** A sentence for a person, without a full stop; server text in it is not escaped. */
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

    private boolean isThere() {
        return OFFERED.equals(to);
    }

    private String verb() {
        return what + (isThere() ? " is new" : " is gone");
    }

    private String mechanism() {
        int blank = what.indexOf(' ');
        return what.substring(0, blank) + (isThere() ? " now offers" : " no longer offers") + what.substring(blank);
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
