package io.ehloscope.scan;

import static io.ehloscope.scan.SampleResults.START;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Confidence;
import io.ehloscope.classify.Product;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.PeerCertificate;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A scan in which every finding occurs, and healthy targets beside them. */
public final class EveryFinding {

    private static final Product POSTFIX =
            new Product("postfix", "Postfix", null, "postfix", Product.Family.OTHER, Confidence.CERTAIN);

    private static final Instant NEXT_YEAR = START.plus(Duration.ofDays(365));

    private EveryFinding() {}

    /** The scan: every verdict but skipped, each fault of TLS on its own, and some at once. */
    public static ScanResult scan() {
        List<TargetResult> results = new ArrayList<>(SampleVerdicts.all().stream()
                .filter(each -> each.verdict() != Verdict.SKIPPED)
                .toList());
        results.add(SampleAddresses.disagreeing());
        results.addAll(brokenStarttls());
        results.addAll(certificates());
        results.addAll(outdated());
        return SampleResults.of("inventory/findings.yaml", results);
    }

    private static List<TargetResult> brokenStarttls() {
        Observation plain = dialogue().observation();
        Failure refused = new Failure(
                Stage.STARTTLS,
                Reason.REJECTED_TEMPORARILY,
                "454 4.7.0 TLS not available due to local problem",
                454,
                "4.7.0");
        return List.of(
                healthy("starttls-broken", 25, with(plain, Starttls.FAILED, refused, null)),
                healthy("submission-broken", 587, with(plain, Starttls.FAILED, refused, null)),
                healthy(
                        "injected",
                        25,
                        with(
                                plain,
                                Starttls.NEGOTIATED,
                                null,
                                "After the reply to STARTTLS, 14 bytes arrived before TLS, which were discarded (CVE-2011-0411).")));
    }

    private static List<TargetResult> certificates() {
        PeerCertificate good = certificate(START.minus(Duration.ofDays(30)), NEXT_YEAR, 2048, "SHA256withRSA");
        PeerCertificate old =
                certificate(START.minus(Duration.ofDays(365)), START.minus(Duration.ofDays(2)), 2048, "SHA256withRSA");
        PeerCertificate soon =
                certificate(START.minus(Duration.ofDays(360)), START.plus(Duration.ofDays(5)), 2048, "SHA256withRSA");
        PeerCertificate early = certificate(START.plus(Duration.ofDays(3)), NEXT_YEAR, 2048, "SHA256withRSA");
        PeerCertificate weak = certificate(START.minus(Duration.ofDays(30)), NEXT_YEAR, 1024, "SHA1withRSA");
        List<String> untrusted = List.of("it is signed by itself, and not in the trust store");
        return List.of(
                upgraded(
                        "expired", 25, tls("TLSv1.3", "TLS_AES_256_GCM_SHA384", old, List.of(old.expired("it")), true)),
                upgraded("expiring", 25, tls("TLSv1.3", "TLS_AES_256_GCM_SHA384", soon, List.of(), true)),
                upgraded(
                        "early",
                        25,
                        tls("TLSv1.3", "TLS_AES_256_GCM_SHA384", early, List.of(early.notYetValid("it")), true)),
                upgraded("untrusted", 25, tls("TLSv1.3", "TLS_AES_256_GCM_SHA384", good, untrusted, true)),
                upgraded("untrusted", 587, tls("TLSv1.3", "TLS_AES_256_GCM_SHA384", good, untrusted, true)),
                upgraded("othername", 587, tls("TLSv1.3", "TLS_AES_256_GCM_SHA384", good, List.of(), false)),
                upgraded("weak", 25, tls("TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", weak, List.of(), true)),
                upgraded("good", 25, tls("TLSv1.3", "TLS_AES_256_GCM_SHA384", good, List.of(), true)),
                upgraded(
                        "everything", 587, tls("TLSv1", "TLS_RSA_WITH_3DES_EDE_CBC_SHA", weak(old), untrusted, false)));
    }

    private static List<TargetResult> outdated() {
        PeerCertificate good = certificate(START.minus(Duration.ofDays(30)), NEXT_YEAR, 2048, "SHA256withRSA");
        return List.of(
                upgraded("oldtls", 25, tls("TLSv1", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", good, List.of(), true)),
                upgraded("oldcipher", 25, tls("TLSv1.2", "TLS_RSA_WITH_3DES_EDE_CBC_SHA", good, List.of(), true)));
    }

    private static PeerCertificate weak(PeerCertificate old) {
        return new PeerCertificate(
                old.subject(),
                old.alternativeNames(),
                old.issuer(),
                old.notBefore(),
                old.notAfter(),
                "RSA",
                1024,
                "SHA1withRSA");
    }

    private static PeerCertificate certificate(Instant from, Instant until, int bits, String signature) {
        return new PeerCertificate(
                "CN=mx.example.com,O=Example Corp",
                List.of("mx.example.com"),
                "CN=Example Issuing CA 2,O=Example Corp",
                from,
                until,
                "RSA",
                bits,
                signature);
    }

    private static PeerTls tls(
            String version, String cipher, PeerCertificate leaf, List<String> distrust, boolean names) {
        return new PeerTls(version, cipher, null, List.of(leaf), distrust, names);
    }

    private static SampleDialogue dialogue() {
        return new SampleDialogue()
                .dns(2_050)
                .connect("203.0.113.25", 25, 12_000)
                .greeting(12_400, "220 mx.example.com ESMTP Postfix")
                .ehlo(12_700, "250-mx.example.com", "250-PIPELINING", "250-SIZE 10240000", "250 STARTTLS");
    }

    private static TargetResult upgraded(String name, int port, PeerTls tls) {
        return healthy(
                name,
                port,
                dialogue()
                        .starttls(tls, 20_000, "250-mx.example.com", "250-PIPELINING", "250 SIZE 10240000")
                        .quit("221 2.0.0 Bye")
                        .observation());
    }

    private static TargetResult healthy(String name, int port, Observation seen) {
        return SampleResults.result(
                SampleResults.target(name + ".tls.example.com", port, "tls", Map.of("role", "edge")),
                new ProbeOutcome.Answered(seen),
                new Assessment(
                        Verdict.HEALTHY,
                        List.of("All 4 required verbs are there."),
                        "postfix",
                        POSTFIX,
                        List.of(),
                        0,
                        List.of(),
                        List.of()),
                1,
                40);
    }

    private static Observation with(
            Observation plain, Starttls starttls, @Nullable Failure later, @Nullable String injection) {
        return new Observation(
                plain.peer(),
                plain.greeting(),
                plain.ehlo(),
                plain.ehloRefusal(),
                plain.helo(),
                starttls,
                plain.ehloTls(),
                plain.tls(),
                plain.timings(),
                plain.transcript(),
                plain.remarks(),
                later,
                injection);
    }
}
