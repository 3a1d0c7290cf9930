package io.ehloscope.classify;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.smtp.Reply;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Assesses dialogues that ended without an answer. */
final class Failures {

    /** The port of submission over implicit TLS (RFC 8314 section 3.3). */
    static final int SUBMISSIONS = 465;

    /** For an EHLO reply in the clear on port 465. */
    static final String NOT_ENCRYPTED =
            "On port 465, TLS usually begins with the first byte (RFC 8314 section 3.3), but this reply was read without"
                    + " TLS: set tls: implicit, or --tls for a recorded reply, if that was not meant.";

    private static final Pattern TOO_EARLY = Pattern.compile("(?i)protocol error|synchroni[sz]ation error|too soon");
    private static final Pattern NO_MAIL = Pattern.compile(
            "(?i)no (?:e?smtp|mail) service|(?:does|do) not accept (?:any )?(?:e-?mail|mail)|accepts? no mail");

    /** Replies that ask for TLS or a login (RFC 4954 section 6, RFC 3207 section 4). */
    private static final Set<Integer> LOGIN_FIRST = Set.of(523, 530, 534, 535, 538);

    /** Replies of a server that does not know a command (RFC 5321 section 4.2.4). */
    private static final Set<Integer> UNKNOWN_COMMAND = Set.of(500, 502);

    /** Failures without a reply. After a refusal of EHLO, they add nothing to it. */
    private static final Set<Reason> NO_ANSWER = EnumSet.of(
            Reason.TIMEOUT, Reason.CLOSED, Reason.RESET, Reason.REFUSED, Reason.UNREACHABLE, Reason.TRUNCATED);

    private static final Pattern NOT_AVAILABLE = Pattern.compile("(?i)\\b4\\.3\\.2\\b.*service not available");

    private final ProductRecogniser recogniser;

    Failures(ProductRecogniser recogniser) {
        this.recogniser = recogniser;
    }

    Assessment assess(Failure failure, Observation seen, Expectation expectation, @Nullable String profile) {
        Recognition recognition = recogniser.recognise(seen.greeting(), null);
        Product product = recognition == null ? null : recognition.product();
        List<String> masked = MaskDetector.maskedLines(seen);
        if (!masked.isEmpty() && isByMask(failure, seen)) {
            List<String> why = List.of(MaskReasons.headline(seen, masked.size()), failure.detail());
            return new Assessment(Verdict.MASKED, why, profile, product, null, null, List.of(), masked);
        }
        Reply refusal = refusalOfEhlo(failure, seen);
        Verdict verdict = refusal != null ? Verdict.REFUSED : verdict(failure.reason());
        List<String> why = new ArrayList<>();
        if (refusal != null) {
            why.add("EHLO is refused with \"" + Reasons.shown(refusal.onOneLine()) + "\", and HELO got no answer: "
                    + failure.detail());
            why.add(refusal(Stage.EHLO, refusal.code(), seen));
        } else {
            why.addAll(reasons(verdict, failure, seen));
        }
        Failure later = seen.laterFailure();
        if (later != null && later.stage() == Stage.HELO) {
            why.add("HELO, sent after the refusal, got no complete answer: " + later.detail());
        }
        if (!masked.isEmpty()) {
            why.add("A middlebox rewrote the greeting; it may have intercepted more.");
        }
        String hint = hint(failure, seen, expectation.port());
        if (hint != null) {
            why.add(hint);
        }
        DialogueFindings.of(seen, failure, expectation).forEach(each -> why.add(each.sentence()));
        why.addAll(seen.remarks());
        return Assessment.without(verdict, why, profile, product);
    }

    /** The permanent refusal of EHLO, if the failure after it brought no other reply; null otherwise. */
    private static @Nullable Reply refusalOfEhlo(Failure failure, Observation seen) {
        Reply refusal = seen.ehloRefusal();
        return refusal != null && refusal.isPermanent() && NO_ANSWER.contains(failure.reason()) ? refusal : null;
    }

    /**
     * Whether a mask caused the failure: a masked greeting is not a valid reply, or EHLO is refused after a masked
     * greeting.
     */
    private static boolean isByMask(Failure failure, Observation seen) {
        boolean refusedHello = failure.reason() == Reason.REJECTED_PERMANENTLY && failure.stage() != Stage.GREETING;
        boolean refusedEhlo = seen.ehloRefusal() != null && seen.ehloRefusal().isPermanent();
        return refusedHello || refusedEhlo || failure.reason() == Reason.NOT_SMTP;
    }

    private static Verdict verdict(Reason reason) {
        return switch (reason) {
            case REJECTED_PERMANENTLY -> Verdict.REFUSED;
            case REJECTED_TEMPORARILY, RATE_LIMITED -> Verdict.DEFERRED;
            case OVERLOADED -> Verdict.SKIPPED;
            case NOT_FOUND, TIMEOUT, REFUSED, UNREACHABLE, RESET, CLOSED, NOT_SMTP, TRUNCATED, TOO_LARGE, TLS_FAILED ->
                Verdict.UNREACHABLE;
        };
    }

    private static List<String> reasons(Verdict verdict, Failure failure, Observation seen) {
        String detail = failure.detail();
        return switch (verdict) {
            case REFUSED ->
                List.of(
                        detail,
                        failure.stage() == Stage.GREETING
                                        || TOO_EARLY.matcher(detail).find()
                                ? refusedGreeting(detail)
                                : refusal(failure.stage(), failure.code(), seen));
            case DEFERRED -> List.of(detail, deferral(failure));
            case SKIPPED ->
                List.of("The scanner itself was short of a resource; this says nothing about the server.", detail);
            default -> List.of(detail);
        };
    }

    /** A hint that the two sides disagree on when TLS begins. */
    private static @Nullable String hint(Failure failure, Observation seen, int port) {
        if (port == SUBMISSIONS
                && seen.tls() == null
                && failure.stage() == Stage.GREETING
                && (seen.greeting() == null || failure.reason() == Reason.NOT_SMTP)) {
            return "Port 465 usually speaks TLS from the first byte: set tls: implicit.";
        }
        return failure.stage() == Stage.TLS && failure.reason() == Reason.TLS_FAILED && port != SUBMISSIONS
                ? "The scanner started TLS with the first byte. Except on port 465, most servers start unencrypted: see tls."
                : null;
    }

    private static String refusedGreeting(String detail) {
        if (TOO_EARLY.matcher(detail).find()) {
            return "The server says that the scanner spoke too early: this is about the scanner, not about the server's health.";
        }
        return NO_MAIL.matcher(detail).find()
                ? "The server says that it accepts no mail. If it should, check its configuration; if not, remove the target."
                : "A refusal in the greeting usually means that the scanner's address is on a block list or not allowed: check"
                        + " that first; the server may be healthy.";
    }

    private static String refusal(Stage stage, @Nullable Integer code, Observation seen) {
        Reply ehlo = seen.ehloRefusal();
        if (stage == Stage.HELO
                && ehlo != null
                && UNKNOWN_COMMAND.contains(ehlo.code())
                && code != null
                && UNKNOWN_COMMAND.contains(code)) {
            return "The server knows neither EHLO nor HELO, which every SMTP server must know (RFC 5321 section 4.5.1): it may"
                    + " not speak SMTP, or something on the path lets neither command pass.";
        }
        if (code != null && LOGIN_FIRST.contains(code)) {
            return "The code " + code + " usually means that the server wants TLS or a login first.";
        }
        return "The server sends a greeting, but refuses to go on: it may not accept the EHLO name (ehlo_name) or the scanner.";
    }

    private static String deferral(Failure failure) {
        if (failure.reason() == Reason.RATE_LIMITED) {
            return "The server says that it has too many connections, or is too busy. The scanner may cause this: scan more slowly (limits: per_address_gap).";
        }
        if (NOT_AVAILABLE.matcher(failure.detail()).find()) {
            return "Exchange 2007 and later send this while transport is inactive (maintenance) or short of resources.";
        }
        return failure.stage() == Stage.GREETING
                ? "It may be in maintenance, short of resources, or limiting the scanner's connections: scan it again later."
                : "Some servers compare the EHLO name with the DNS records of the scanner's address: see ehlo_name.";
    }
}
