package io.ehloscope.classify;

import static io.ehloscope.classify.Replies.ehlo;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.PeerCertificate;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.evidence.Timings;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wrong with a target, whatever its verdict. */
class FindingsTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Instant LONG_AGO = Instant.parse("2025-01-01T00:00:00Z");
    private static final Catalogue CATALOGUE = Catalogue.load();
    private static final EhloReply EXCHANGE = ehlo(
            "TURN",
            "SIZE",
            "ETRN",
            "8bitmime",
            "X-EXPS NTLM LOGIN",
            "X-EXPS=LOGIN",
            "AUTH NTLM",
            "X-LINK2STATE",
            "XEXCH50",
            "OK");

    @Test
    void healthyTargetHasNone() {
        assertThat(found(new ProbeOutcome.Answered(Replies.plain(null, EXCHANGE)), expectation("exchange-2003", 25)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void everyVerdictButHealthyAndSkippedIsOne(Verdict verdict) {
        Assessment assessment = Assessment.without(verdict, List.of("Because."), null, null);
        List<Finding> found = new Findings(CATALOGUE.findings(), CATALOGUE.verbs())
                .of(new ProbeOutcome.Answered(Observation.NOTHING), assessment, expectation("auto", 25));
        if (verdict == Verdict.HEALTHY || verdict == Verdict.SKIPPED) {
            assertThat(found).isEmpty();
            assertThat(FindingKind.of(verdict)).isNull();
        } else {
            assertThat(found).singleElement().satisfies(each -> {
                assertThat(each.kind().label()).isEqualTo(verdict.label());
                assertThat(each.kind().verdict()).isEqualTo(verdict);
                assertThat(each.sentence()).isEqualTo("Because.");
            });
        }
    }

    @Test
    void eachMissingVerbIsOneWithItsOwnSeverityAndThePartialListHasTheWorst() {
        List<Finding> found = found(
                Replies.answered(null, ehlo("SIZE", "X-EXPS NTLM", "AUTH NTLM", "XEXCH50", "OK")),
                expectation("exchange-2003", 25));
        assertThat(words(found)).containsExactly("critical partial", "critical verb_missing X-LINK2STATE");
        assertThat(found.get(1).sentence()).startsWith("X-LINK2STATE is missing. Without it: Link state");
    }

    @Test
    void notLoadedComesBeforeItsVerbs() {
        assertThat(words(found(
                        Replies.answered(
                                "220 mail Microsoft ESMTP MAIL Service, Version: 6.0.3790.4675",
                                ehlo("TURN", "SIZE", "ETRN", "OK")),
                        expectation("exchange-2003", 25))))
                .startsWith("critical not_loaded", "critical verb_missing X-EXPS")
                .hasSize(5);
    }

    @Test
    void forbiddenVerbIsOneAlthoughTheVerdictIsHealthy() {
        List<Finding> found = found(
                Replies.answered(
                        "220 gw ESMTP Postfix", ehlo("PIPELINING", "SIZE", "VRFY", "STARTTLS", "8BITMIME", "SMTPUTF8")),
                expectation("our-gateway", 25));
        assertThat(words(found)).containsExactly("warning verb_forbidden VRFY");
        assertThat(found.get(0).sentence()).isEqualTo("VRFY is offered, although our-gateway forbids it.");
    }

    @Test
    void endedExemptionIsOneOnlyIfTheVerbIsMissing() {
        Exemption ended = new Exemption("XEXCH50", "a firewall", LocalDate.of(2026, 11, 29));
        Exemption idle = new Exemption("X-EXPS", null, LocalDate.of(2026, 11, 29));
        Expectation expectation = new Expectation("exchange-2003", 25, List.of(ended, idle), Map.of(), NOW);
        List<Finding> found = found(
                Replies.answered(null, ehlo("SIZE", "X-EXPS NTLM", "AUTH NTLM", "X-LINK2STATE", "OK")), expectation);
        assertThat(words(found))
                .containsExactly("critical partial", "critical verb_missing XEXCH50", "info exemption_ended XEXCH50");
        assertThat(found.get(2).sentence())
                .isEqualTo("The exemption for XEXCH50 ended on 2026-11-29; its reason was: a firewall.");
        assertThat(found(
                        Replies.answered(null, ehlo("SIZE", "X-EXPS NTLM", "AUTH NTLM", "X-LINK2STATE", "OK")),
                        new Expectation("exchange-2003", 25, List.of(ended), Map.of(), NOW.minus(Duration.ofDays(1)))))
                .as("on its last day")
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} {1} {2}: {4}")
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "STARTTLS | REJECTED_TEMPORARILY | 454 | 25  | warning starttls_failed",
                "STARTTLS | REJECTED_PERMANENTLY | 501 | 587 | critical starttls_failed",
                "STARTTLS | TIMEOUT              | -   | 25  | warning starttls_failed",
                "TLS      | TLS_FAILED           | -   | 25  | warning starttls_failed",
                "TLS      | RESET                | -   | 25  | warning starttls_failed",
                "EHLO_TLS | CLOSED               | -   | 25  | warning starttls_failed",
                "TLS      | OVERLOADED           | -   | 25  | -",
                "STARTTLS | OVERLOADED           | -   | 25  | -"
            })
    void brokenStarttlsIsOneUnlessTheScannerIsToBlame(
            Stage stage, Reason reason, @Nullable Integer code, int port, @Nullable String expected) {
        Failure later = new Failure(stage, reason, "what happened", code, null);
        Observation seen = with(null, reason == Reason.OVERLOADED ? Starttls.OFFERED : Starttls.FAILED, later, null);
        List<Finding> found = found(new ProbeOutcome.Answered(seen), expectation("any-esmtp", port));
        assertThat(words(found)).isEqualTo(expected == null ? List.of() : List.of(expected));
        Assessment assessment =
                Samples.CLASSIFIER.assess(new ProbeOutcome.Answered(seen), expectation("any-esmtp", port));
        assertThat(assessment.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(assessment.reasons())
                .filteredOn(each -> each.contains("what happened"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "STARTTLS | 454 | STARTTLS is offered, but refused when requested: what happened",
                "STARTTLS | 502 | STARTTLS is offered, but refused when requested: what happened",
                "STARTTLS | 250 | STARTTLS is offered, but was answered with another reply than 220: what happened",
                "STARTTLS | 354 | STARTTLS is offered, but was answered with another reply than 220: what happened",
                "STARTTLS | -   | STARTTLS is offered, but got no valid reply: what happened",
                "TLS      | -   | STARTTLS is offered, but the TLS handshake failed: what happened",
                "EHLO_TLS | -   | STARTTLS is offered, but EHLO inside TLS failed: what happened"
            })
    void sentenceSaysHowStarttlsFailed(Stage stage, @Nullable Integer code, String sentence) {
        Failure later = new Failure(stage, Reason.REJECTED_TEMPORARILY, "what happened", code, null);
        Observation seen = with(null, Starttls.FAILED, later, null);
        assertThat(found(new ProbeOutcome.Answered(seen), expectation("any-esmtp", 25)))
                .extracting(Finding::sentence)
                .containsExactly(sentence);
    }

    /** A recording shows only that STARTTLS failed; and a failure of QUIT does not hide it. */
    @Test
    void failureOfStarttlsIsOneWithoutItsCause() {
        Observation seen = with(null, Starttls.FAILED, null, null);
        Failure atQuit = Failure.of(Stage.QUIT, Reason.TIMEOUT, "no reply");
        for (ProbeOutcome outcome : List.of(new ProbeOutcome.Answered(seen), new ProbeOutcome.Failed(atQuit, seen))) {
            assertThat(found(outcome, expectation("any-esmtp", 25)))
                    .extracting(Finding::sentence)
                    .containsExactly("STARTTLS is offered, but failed.");
        }
        assertThat(found(
                        new ProbeOutcome.Answered(with(null, Starttls.OFFERED, null, null)),
                        expectation("any-esmtp", 25)))
                .isEmpty();
    }

    @Test
    void bytesAtTheBorderOfTlsAreOne() {
        Observation seen = with(null, Starttls.NEGOTIATED, null, "12 bytes arrived unencrypted");
        assertThat(words(found(new ProbeOutcome.Answered(seen), expectation("any-esmtp", 25))))
                .containsExactly("warning starttls_injection");
    }

    @ParameterizedTest(name = "from {0} to {1}: {2}")
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "2025-11-30T00:00:00Z | 2026-11-30T11:59:59Z | critical certificate_expired",
                "2025-11-30T00:00:00Z | 2026-11-30T12:00:01Z | warning certificate_expiring",
                "2025-11-30T00:00:00Z | 2026-12-21T11:59:59Z | warning certificate_expiring",
                "2025-11-30T00:00:00Z | 2026-12-21T12:00:00Z | -",
                "2026-11-30T12:00:01Z | 2027-11-30T00:00:00Z | critical certificate_not_yet_valid",
                "2026-11-25T00:00:00Z | 2026-12-02T00:00:00Z | warning certificate_expiring",
                "2026-11-28T00:00:00Z | 2026-12-05T00:00:00Z | -",
                "2026-10-15T00:00:00Z | 2026-11-29T00:00:00Z | critical certificate_expired",
                "2026-11-01T00:00:00Z | 2026-12-16T00:00:00Z | -",
                "2026-10-20T00:00:00Z | 2026-12-04T00:00:00Z | warning certificate_expiring"
            })
    void validityDecides(Instant begin, Instant end, @Nullable String expected) {
        PeerTls tls = tls(begin, end, List.of(), true, "TLSv1.3");
        assertThat(words(found(over(tls), expectation("any-esmtp", 465))))
                .isEqualTo(expected == null ? List.of() : List.of(expected + " CN=mail"));
    }

    @Test
    void inventorySetsWhenACertificateIsExpiring() {
        PeerTls tls = tls(LONG_AGO, Instant.parse("2027-02-01T00:00:00Z"), List.of(), true, "TLSv1.3");
        FindingRule early = new FindingRule(false, Severity.INFO, Duration.ofDays(90));
        assertThat(words(found(
                        over(tls),
                        new Expectation(
                                "any-esmtp", 25, List.of(), Map.of(FindingKind.CERTIFICATE_EXPIRING, early), NOW))))
                .containsExactly("info certificate_expiring CN=mail");
    }

    @Test
    void expiredCertificateIsNotUntrustedForThatReasonAlone() {
        Instant end = Instant.parse("2026-11-28T00:00:00Z");
        PeerTls only = tls(LONG_AGO, end, List.of("it expired on 2026-11-28"), true, "TLSv1.3");
        assertThat(words(found(over(only), expectation("any-esmtp", 465))))
                .containsExactly("critical certificate_expired CN=mail");
        assertThat(only.trusted()).isFalse();
        PeerTls both = tls(LONG_AGO, end, List.of("it expired on 2026-11-28", "it is self-signed"), true, "TLSv1.3");
        assertThat(words(found(over(both), expectation("any-esmtp", 465))))
                .containsExactly("critical certificate_expired CN=mail", "warning certificate_untrusted CN=mail");
        assertThat(words(found(over(both), Expectation.of("any-esmtp", 465))))
                .as("without a time, what the handshake said decides")
                .contains("critical certificate_expired CN=mail");
    }

    @ParameterizedTest
    @CsvSource({"25, info", "465, warning", "587, warning", "2525, warning"})
    void trustAndNamesMatterLessBetweenMailServers(int port, String severity) {
        PeerTls tls =
                tls(LONG_AGO, Instant.parse("2028-01-01T00:00:00Z"), List.of("it is self-signed"), false, "TLSv1.3");
        assertThat(words(found(over(tls), expectation("any-esmtp", port))))
                .containsExactly(
                        severity + " certificate_untrusted CN=mail", severity + " certificate_name_mismatch CN=mail");
    }

    @Test
    void outdatedTlsIsOneForEachKind() {
        PeerCertificate weak = new PeerCertificate(
                "CN=mail",
                List.of("mail"),
                "CN=ca",
                LONG_AGO,
                Instant.parse("2028-01-01T00:00:00Z"),
                "RSA",
                1024,
                "SHA1withRSA");
        PeerTls tls = new PeerTls("TLSv1", "TLS_RSA_WITH_3DES_EDE_CBC_SHA", 1024, List.of(weak), List.of(), true);
        assertThat(words(found(over(tls), expectation("any-esmtp", 25))))
                .containsExactly(
                        "warning certificate_weak CN=mail",
                        "warning certificate_weak CN=mail",
                        "warning tls_version_old TLSv1",
                        "warning tls_cipher_weak TLS_RSA_WITH_3DES_EDE_CBC_SHA",
                        "warning tls_cipher_weak 1024-bit Diffie-Hellman group");
    }

    @Test
    void rulesOfTheInventoryOverrideThoseOfTheProfile() {
        Profile parent = CATALOGUE.profiles().get("any-esmtp");
        Profile ours = new Profile(
                "ours",
                "ours",
                parent.products(),
                parent.usual(),
                parent.ports(),
                List.of(),
                Map.of(
                        FindingKind.TLS_VERSION_OLD,
                        FindingRule.OFF,
                        FindingKind.CERTIFICATE_UNTRUSTED,
                        FindingRule.of(Severity.CRITICAL)),
                Set.of(),
                parent.origin());
        Classifier classifier = CATALOGUE.classifier(Map.of("ours", ours));
        PeerTls tls = tls(LONG_AGO, Instant.parse("2028-01-01T00:00:00Z"), List.of("it is self-signed"), true, "TLSv1");
        Function<Map<FindingKind, FindingRule>, List<String>> found = rules -> words(classifier
                .assess(over(tls), new Expectation("ours", 25, List.of(), rules, NOW))
                .findings());
        assertThat(found.apply(Map.of())).containsExactly("critical certificate_untrusted CN=mail");
        assertThat(found.apply(Map.of(FindingKind.CERTIFICATE_UNTRUSTED, FindingRule.OFF)))
                .isEmpty();
        assertThat(found.apply(Map.of(FindingKind.TLS_VERSION_OLD, FindingRule.of(Severity.INFO))))
                .containsExactly("critical certificate_untrusted CN=mail", "info tls_version_old TLSv1");
    }

    @Test
    void nearerRuleReplacesOnlyWhatItSets() {
        Map<FindingKind, FindingRule> outer = Map.of(
                FindingKind.CERTIFICATE_EXPIRING,
                new FindingRule(false, Severity.INFO, Duration.ofDays(30)),
                FindingKind.MASKED,
                FindingRule.OFF);
        Map<FindingKind, FindingRule> nearer = Map.of(
                FindingKind.CERTIFICATE_EXPIRING, FindingRule.of(Severity.CRITICAL),
                FindingKind.MASKED, FindingRule.of(Severity.WARNING));
        assertThat(FindingRule.merged(outer, nearer))
                .containsEntry(
                        FindingKind.CERTIFICATE_EXPIRING,
                        new FindingRule(false, Severity.CRITICAL, Duration.ofDays(30)))
                .containsEntry(FindingKind.MASKED, FindingRule.of(Severity.WARNING));
        assertThat(FindingRule.merged(outer, Map.of())).isEqualTo(outer);
    }

    /** A nearer rule turns a finding on again only if it sets a severity. */
    @ParameterizedTest
    @CsvSource({
        "true, false, , true",
        "true, false, INFO, false",
        "true, true, INFO, true",
        "false, true, , true",
        "false, false, , false",
        "false, false, INFO, false"
    })
    void nearerRuleWithASeverityTurnsAFindingOnAgain(
            boolean outerOff, boolean nearerOff, @Nullable Severity nearer, boolean off) {
        FindingRule outer = new FindingRule(outerOff, null, null);
        FindingRule rule = new FindingRule(nearerOff, nearer, Duration.ofDays(3));
        assertThat(FindingRule.merged(Map.of(FindingKind.MASKED, outer), Map.of(FindingKind.MASKED, rule)))
                .containsEntry(FindingKind.MASKED, new FindingRule(off, nearer, Duration.ofDays(3)));
    }

    @Test
    void turningAVerdictOffKeepsTheVerdict() {
        ProbeOutcome refused =
                new ProbeOutcome.Failed(Failure.of(Stage.CONNECT, Reason.REFUSED, "refused"), Observation.NOTHING);
        Assessment assessment = Samples.CLASSIFIER.assess(
                refused, new Expectation("auto", 25, List.of(), Map.of(FindingKind.UNREACHABLE, FindingRule.OFF), NOW));
        assertThat(assessment.verdict()).isEqualTo(Verdict.UNREACHABLE);
        assertThat(assessment.findings()).isEmpty();
        assertThat(assessment.worst()).isNull();
    }

    /** The reference lists every finding with its default severity; some depend on more than the catalogue. */
    @Test
    void referenceHasTheSeveritiesOfTheCatalogue() throws IOException {
        Map<String, String> rows = Files.readAllLines(Path.of("docs/inventory.md")).stream()
                .map(line -> line.split(" \\| "))
                .filter(cells -> cells.length == 3 && cells[0].matches("\\| `[a-z_]+`"))
                .collect(Collectors.toMap(
                        cells -> cells[0].substring(3, cells[0].length() - 1), cells -> cells[1], (one, other) -> one));
        for (FindingKind kind : FindingKind.values()) {
            FindingFact fact = CATALOGUE.findings().general(kind);
            String row = fact.severity().label()
                    + (fact.severityOn25() == fact.severity()
                            ? ""
                            : "; on port 25 " + fact.severityOn25().label());
            String written = rows.get(kind.label());
            assertThat(written).as(kind.label()).isNotNull();
            if (!List.of(FindingKind.PARTIAL, FindingKind.INCONSISTENT, FindingKind.VERB_MISSING)
                    .contains(kind)) {
                assertThat(written).as(kind.label()).isEqualTo(row);
            }
        }
    }

    private static List<Finding> found(ProbeOutcome outcome, Expectation expectation) {
        return Samples.CLASSIFIER.assess(outcome, expectation).findings();
    }

    private static List<String> words(List<Finding> found) {
        return found.stream()
                .map(each -> each.severity().label() + " " + each.kind().label()
                        + (each.subject() == null ? "" : " " + each.subject()))
                .toList();
    }

    private static Expectation expectation(String profile, int port) {
        return new Expectation(profile, port, List.of(), Map.of(), NOW);
    }

    private static PeerTls tls(Instant begin, Instant end, List<String> distrust, boolean matches, String version) {
        PeerCertificate leaf =
                new PeerCertificate("CN=mail", List.of("mail"), "CN=ca", begin, end, "EC", 256, "SHA256withECDSA");
        return new PeerTls(version, "TLS_AES_256_GCM_SHA384", null, List.of(leaf), distrust, matches);
    }

    private static ProbeOutcome over(PeerTls tls) {
        return new ProbeOutcome.Answered(with(tls, Starttls.NEGOTIATED, null, null));
    }

    private static Observation with(
            @Nullable PeerTls tls, Starttls starttls, @Nullable Failure later, @Nullable String injection) {
        EhloReply reply = ehlo("SIZE", "STARTTLS");
        return new Observation(
                null,
                null,
                reply,
                null,
                null,
                starttls,
                tls == null ? null : ehlo("SIZE"),
                tls,
                Timings.NONE,
                Transcript.EMPTY,
                List.of(),
                later,
                injection);
    }
}
