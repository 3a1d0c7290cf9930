package io.ehloscope.classify;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Starttls;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with the way to TLS, and with the TLS behind it. */
final class DialogueFindings {

    private DialogueFindings() {}

    /**
     * The findings, the most important first.
     *
     * @param failure the failure that ended the dialogue; null if it did not fail
     */
    static List<Detected> of(Observation seen, @Nullable Failure failure, Expectation expectation) {
        List<Detected> all = new ArrayList<>();
        String broken = broken(seen, failure);
        if (broken != null) {
            all.add(new Detected(FindingKind.STARTTLS_FAILED, null, broken));
        }
        if (seen.injection() != null) {
            all.add(new Detected(FindingKind.STARTTLS_INJECTION, null, seen.injection()));
        }
        all.addAll(TlsFindings.of(seen, expectation.now(), expectation.expiringBefore()));
        return all;
    }

    /** Whether the EHLO reply before TLS offers STARTTLS. */
    static boolean isOffered(Observation seen) {
        return seen.ehlo() != null && seen.ehlo().verbs().has("STARTTLS");
    }

    /** How STARTTLS failed; null if it did not, or was not offered. A shortage of the scanner is no such failure. */
    private static @Nullable String broken(Observation seen, @Nullable Failure failure) {
        Failure later = seen.laterFailure();
        if (later == null && failure != null && isAfterStarttls(failure, seen)) {
            later = failure;
        }
        if (!isOffered(seen) || (later != null && !later.stage().isOfTls())) {
            return null;
        }
        if (later == null || later.reason() == Reason.OVERLOADED) {
            return seen.starttls() == Starttls.FAILED && later == null ? "STARTTLS is offered, but failed." : null;
        }
        return switch (later.stage()) {
            case STARTTLS -> "STARTTLS is offered, but " + answered(later);
            case TLS -> "STARTTLS is offered, but the TLS handshake failed: " + later.detail();
            default -> "STARTTLS is offered, but EHLO inside TLS failed: " + later.detail();
        };
    }

    private static String answered(Failure later) {
        Integer code = later.code();
        if (code == null) {
            return "got no valid reply: " + later.detail();
        }
        return (code / 100 == 4 || code / 100 == 5
                        ? "refused when requested: "
                        : "was answered with another reply than 220: ")
                + later.detail();
    }

    /** A connection that begins with TLS has no STARTTLS that could fail. */
    private static boolean isAfterStarttls(Failure failure, Observation seen) {
        return failure.stage().isOfTls() && seen.ehlo() != null;
    }
}
