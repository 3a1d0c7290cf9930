package io.ehloscope.classify;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Assesses dialogues that ended without an answer. */
final class Failures {

    /** The port of submission over implicit TLS (RFC 8314 section 3.3). */
    private static final int SUBMISSIONS = 465;

    private static final Pattern TOO_EARLY = Pattern.compile("(?i)protocol error|synchroni[sz]ation error|too soon");
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
            List<String> why = List.of(
                    "A middlebox rewrote the greeting or intercepted EHLO, so what the server offers cannot be known.",
                    failure.detail());
            return new Assessment(Verdict.MASKED, why, profile, product, null, null, List.of(), masked);
        }
        Verdict verdict = verdict(failure.reason());
        List<String> why = new ArrayList<>(reasons(verdict, failure));
        if (!masked.isEmpty()) {
            why.add("A middlebox rewrote the greeting; it may have intercepted more.");
        }
        String hint = hint(failure, seen);
        if (hint != null) {
            why.add(hint);
        }
        DialogueFindings.of(seen, failure, expectation).forEach(each -> why.add(each.sentence()));
        why.addAll(seen.remarks());
        return Assessment.without(verdict, why, profile, product);
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

    private static List<String> reasons(Verdict verdict, Failure failure) {
        String detail = failure.detail();
        return switch (verdict) {
            case REFUSED ->
                List.of(
                        detail,
                        TOO_EARLY.matcher(detail).find()
                                ? "The server says that the scanner spoke too early: this is about the scanner, not about the server's health."
                                : refusal(failure.stage()));
            case DEFERRED -> List.of(detail, deferral(failure));
            case SKIPPED ->
                List.of("The scanner itself was short of a resource; this says nothing about the server.", detail);
            default -> List.of(detail);
        };
    }

    /** A hint that the two sides disagree on when TLS begins. */
    private static @Nullable String hint(Failure failure, Observation seen) {
        InetSocketAddress peer = seen.peer();
        boolean submissions = peer != null && peer.getPort() == SUBMISSIONS;
        if (submissions && failure.stage() == Stage.GREETING && seen.tls() == null && seen.greeting() == null) {
            return "Port 465 usually speaks TLS from the first byte: set tls: implicit.";
        }
        return failure.stage() == Stage.TLS && failure.reason() == Reason.TLS_FAILED && !submissions
                ? "The scanner started TLS with the first byte. Except on port 465, most servers start unencrypted: see tls."
                : null;
    }

    private static String refusal(Stage stage) {
        return stage == Stage.GREETING
                ? "A refusal in the greeting usually means that the scanner's address is on a block list or not allowed: check"
                        + " that first; the server may be healthy."
                : "The server sends a greeting, but refuses to go on: it may not accept the EHLO name (ehlo_name) or the scanner.";
    }

    private static String deferral(Failure failure) {
        if (failure.reason() == Reason.RATE_LIMITED) {
            return "The server limits the scanner's connections: the scanner causes this. Scan more slowly (limits: per_address_gap).";
        }
        if (NOT_AVAILABLE.matcher(failure.detail()).find()) {
            return "Exchange 2007 and later send this while transport is inactive (maintenance) or short of resources.";
        }
        return failure.stage() == Stage.GREETING
                ? "It may be in maintenance, short of resources, or limiting the scanner's connections: scan it again later."
                : "Some servers compare the EHLO name with the DNS records of the scanner's address: see ehlo_name.";
    }
}
