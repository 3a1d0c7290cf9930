package io.ehloscope.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Finding;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.FindingRule;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.PeerCertificate;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.evidence.Timings;
import io.ehloscope.plan.PerTarget;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.result.AddressResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Transcript;
import io.ehloscope.smtp.VerbSet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The series of findings, of TLS versions, and of failures after the EHLO reply. */
class FindingSeriesTest {

    private static final Finding XEXCH50 =
            new Finding(FindingKind.VERB_MISSING, Severity.WARNING, "XEXCH50", "XEXCH50 is missing.");
    private static final Finding X_EXPS =
            new Finding(FindingKind.VERB_MISSING, Severity.CRITICAL, "X-EXPS", "X-EXPS is missing.");
    private static final Finding SIZE =
            new Finding(FindingKind.VERB_MISSING, Severity.CRITICAL, "SIZE", "SIZE is missing.");
    private static final Finding UNTRUSTED =
            new Finding(FindingKind.CERTIFICATE_UNTRUSTED, Severity.INFO, "CN=mail", "It is not trusted.");

    @Test
    void aTargetHasOneSeriesForEachFindingAndSeverity() throws IOException {
        assertThat(rows(MetricNames.TARGET_FINDING, result("emea", 25, Map.of(), XEXCH50, X_EXPS, SIZE, UNTRUSTED)))
                .containsExactlyInAnyOrder(
                        row("verb_missing", "critical"),
                        row("verb_missing", "warning"),
                        row("certificate_untrusted", "info"));
        assertThat(rows(MetricNames.TARGET_FINDING, result("emea", 25, Map.of())))
                .isEmpty();
    }

    @Test
    void aTargetCountsOnceForEachFindingAndSeverity() throws IOException {
        TargetResult one = result("emea", 25, Map.of(), XEXCH50, X_EXPS, SIZE);
        TargetResult other = result("emea", 26, Map.of(), X_EXPS);
        assertThat(rows(MetricNames.FLEET_FINDING_TARGETS, one, other))
                .contains(count("verb_missing", "critical", 2), count("verb_missing", "warning", 1));
        assertThat(rows(MetricNames.FLEET_SEVERITY_TARGETS, one, other, result("emea", 27, Map.of(), UNTRUSTED)))
                .contains(
                        "ehlo_fleet_severity_targets{severity=\"critical\",site=\"emea\"} 2.0",
                        "ehlo_fleet_severity_targets{severity=\"warning\",site=\"emea\"} 0.0",
                        "ehlo_fleet_severity_targets{severity=\"info\",site=\"emea\"} 1.0");
    }

    @ParameterizedTest
    @EnumSource
    void everyFindingStartsAtZeroWithTheSeverityThatItWouldHave(FindingKind kind) throws IOException {
        assertThat(rows(MetricNames.FLEET_FINDING_TARGETS, result("emea", 25, Map.of())))
                .hasSize(FindingKind.values().length)
                .anyMatch(each -> each.contains("finding=\"" + kind.label() + "\"") && each.endsWith(" 0.0"));
    }

    @ParameterizedTest
    @CsvSource({
        "25, certificate_untrusted, info, warning",
        "587, certificate_untrusted, warning, info",
        "25, starttls_failed, warning, critical",
        "465, starttls_failed, critical, warning",
    })
    void theZeroHasTheSeverityOfThePort(int port, String finding, String severity, String other) throws IOException {
        assertThat(rows(MetricNames.FLEET_FINDING_TARGETS, result("emea", port, Map.of())))
                .contains(count(finding, severity, 0))
                .doesNotContain(count(finding, other, 0));
    }

    @Test
    void theZeroHasTheSeverityThatTheInventorySets() throws IOException {
        Map<FindingKind, FindingRule> rules =
                Map.of(FindingKind.MASKED, FindingRule.of(Severity.INFO), FindingKind.EXEMPTION_ENDED, FindingRule.OFF);
        assertThat(rows(MetricNames.FLEET_FINDING_TARGETS, result("emea", 25, rules)))
                .hasSize(FindingKind.values().length - 1)
                .contains(count("masked", "info", 0))
                .doesNotContain(count("masked", "warning", 0))
                .noneMatch(each -> each.contains("exemption_ended"));
    }

    @Test
    void targetsWithoutFindingHaveNoSeriesOfTheirOwnButCount() throws IOException {
        List<TargetResult> both = List.of(result("emea", 25, Map.of(), UNTRUSTED), result("emea", 26, Map.of()));
        String shown = FleetTextTest.text(FixedScan.of(both, PerTarget.FINDINGS, FixedScan.START));
        assertThat(shown).contains("target=\"mail:25\"").doesNotContain("target=\"mail:26\"");
        assertThat(FleetTextTest.text(FixedScan.of(both, PerTarget.OFF, FixedScan.START)))
                .contains(count("certificate_untrusted", "info", 1))
                .doesNotContain("ehlo_target_finding");
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3,TLSv1.3", "TLSv1,TLSv1", "SSLv3,SSLv3", "TLSv1.4,other", "x\"y,other", "'',other"})
    void versionsOfTlsAreAClosedSet(String version, String label) throws IOException {
        assertThat(rows(MetricNames.FLEET_TLS_TARGETS, secured(version)))
                .hasSize(6)
                .contains("ehlo_fleet_tls_targets{site=\"emea\",version=\"" + label + "\"} 1.0")
                .filteredOn(each -> each.endsWith(" 0.0"))
                .hasSize(5);
    }

    @Test
    void aTargetWithSeveralAddressesCountsOnceWithItsOldestVersion() throws IOException {
        TargetResult both = secured("TLSv1.3", "TLSv1.2");
        assertThat(rows(MetricNames.FLEET_TLS_TARGETS, both))
                .contains(
                        "ehlo_fleet_tls_targets{site=\"emea\",version=\"TLSv1.2\"} 1.0",
                        "ehlo_fleet_tls_targets{site=\"emea\",version=\"TLSv1.3\"} 0.0");
        assertThat(rows(MetricNames.TARGET_CERTIFICATE_NOT_AFTER_TIMESTAMP, both))
                .containsExactly(
                        "ehlo_target_certificate_not_after_timestamp_seconds{site=\"emea\",target=\"mail:25\"} "
                                + end(2).getEpochSecond() / 1e9 + "E9");
    }

    @Test
    void aSiteWithoutTlsHasNoVersions() throws IOException {
        assertThat(rows(MetricNames.FLEET_TLS_TARGETS, result("emea", 25, Map.of())))
                .isEmpty();
    }

    @Test
    void aFailureAfterTheEhloReplyCounts() throws IOException {
        Observation broken = observation(null, Failure.of(Stage.STARTTLS, Reason.REJECTED_TEMPORARILY, "a fixture"));
        assertThat(rows(MetricNames.FLEET_FAILURES, answered(broken, List.of())))
                .containsExactly(
                        "ehlo_fleet_failures{reason=\"rejected_temporarily\",site=\"emea\",stage=\"starttls\"} 1.0");
    }

    private static String row(String finding, String severity) {
        return "ehlo_target_finding{finding=\"" + finding + "\",severity=\"" + severity
                + "\",site=\"emea\",target=\"mail:25\"} 1.0";
    }

    private static String count(String finding, String severity, int targets) {
        return "ehlo_fleet_finding_targets{finding=\"" + finding + "\",severity=\"" + severity + "\",site=\"emea\"} "
                + targets + ".0";
    }

    private static TargetResult result(
            String site, int port, Map<FindingKind, FindingRule> rules, Finding... findings) {
        Settings settings = Settings.DEFAULT.withFindings(rules);

        List<Finding> sorted = Stream.of(findings).sorted(Finding.WORST_FIRST).toList();
        return new TargetResult(
                new Target("mail:" + port, "mail", port, Target.Kind.NAME, site, Map.of(), settings),
                new ProbeOutcome.Answered(Observation.NOTHING),
                Assessment.without(Verdict.HEALTHY, List.of(), null, null).with(sorted),
                1,
                FixedScan.START,
                Duration.ofMillis(5));
    }

    /** A target that negotiated these versions at its addresses; the certificate of each ends a day before the last. */
    private static TargetResult secured(String... versions) {
        List<AddressResult> addresses = Arrays.stream(versions)
                .map(version -> {
                    int place = Arrays.asList(versions).indexOf(version) + 1;
                    return new AddressResult(
                            new InetSocketAddress("192.0.2." + place, 25),
                            new ProbeOutcome.Answered(observation(tls(version, end(place)), null)),
                            Assessment.without(Verdict.HEALTHY, List.of(), null, null));
                })
                .toList();
        Observation first = addresses.get(0).outcome().observation();
        return answered(first, addresses.size() == 1 ? List.of() : addresses);
    }

    private static Instant end(int place) {
        return FixedScan.START.plus(Duration.ofDays(90 - place));
    }

    private static TargetResult answered(Observation seen, List<AddressResult> addresses) {
        return new TargetResult(
                new Target("mail:25", "mail", 25, Target.Kind.NAME, "emea", Map.of(), Settings.DEFAULT),
                new ProbeOutcome.Answered(seen),
                Assessment.without(Verdict.HEALTHY, List.of(), null, null),
                addresses,
                1,
                FixedScan.START,
                Duration.ofMillis(5));
    }

    private static PeerTls tls(String version, Instant end) {
        PeerCertificate leaf =
                new PeerCertificate("CN=mail", List.of(), "CN=ca", FixedScan.START, end, "EC", 256, "SHA256withECDSA");
        return new PeerTls(version, "TLS_AES_256_GCM_SHA384", null, List.of(leaf), List.of(), true);
    }

    private static Observation observation(@Nullable PeerTls tls, @Nullable Failure later) {
        return new Observation(
                null,
                null,
                new EhloReply("hello", new VerbSet(List.of()), false, List.of()),
                null,
                null,
                tls == null ? Starttls.FAILED : Starttls.NEGOTIATED,
                null,
                tls,
                Timings.NONE,
                Transcript.EMPTY,
                List.of(),
                later,
                null);
    }

    private static List<String> rows(MetricNames name, TargetResult... results) throws IOException {
        return FleetTextTest.text(FixedScan.of(List.of(results), PerTarget.ALL, FixedScan.START))
                .lines()
                .filter(each -> each.startsWith(name.key() + "{"))
                .toList();
    }
}
