package io.ehloscope.drift;

import static io.ehloscope.scan.SampleResults.failed;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.json.BaselineReader;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.report.ReportFormat;
import io.ehloscope.report.Style;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.SampleDialogue;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.scan.SampleVerdicts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BaselineTest {

    @Test
    void withoutAnEarlierScanThereAreNoChanges() {
        assertThat(Baseline.NONE.isGiven()).isFalse();
        assertThat(Baseline.NONE.changes(SampleVerdicts.partial())).isEmpty();
        assertThat(Baseline.NONE.vanished(SampleResults.scan().plan())).isEmpty();
    }

    @Test
    void aScanComparedWithItselfHasNoChanges() {
        ScanResult scan = SampleResults.scan();
        assertNothingChanged(Baseline.of(scan), scan);
    }

    @ParameterizedTest
    @EnumSource(
            value = ReportFormat.class,
            names = {"JSON", "NDJSON"})
    void aBaselineSurvivesWritingAndReading(ReportFormat format) throws IOException {
        ScanResult scan = SampleResults.scan();
        Baseline read = read(written(format, scan));
        assertThat(read.since()).isEqualTo(SampleResults.START);
        assertNothingChanged(read, scan);

        ScanResult empty = SampleResults.empty();
        assertThat(read(written(format, empty)).vanished(scan.plan())).isEmpty();
        assertThat(read.vanished(empty.plan()))
                .containsExactlyElementsOf(
                        scan.results().stream().map(TargetState::of).toList());
    }

    @ParameterizedTest
    @EnumSource(
            value = ReportFormat.class,
            names = {"JSON", "NDJSON"})
    void changesAreTheSameWithABaselineFromAFile(ReportFormat format) throws IOException {
        TargetResult before = answered("one.example.com", "250-AUTH NTLM LOGIN", "250-XEXCH50", "250 OK");
        TargetResult after = answered("one.example.com", "250-auth ntlm", "250-DSN", "250 OK");
        ScanResult scan = SampleResults.of("fleet.yaml", List.of(before));
        assertThat(read(written(format, scan)).changes(after))
                .isEqualTo(Baseline.of(scan).changes(after))
                .extracting(Change::sentence)
                .containsExactly("DSN is new", "XEXCH50 is gone", "AUTH no longer offers LOGIN");
    }

    @Test
    void onlyTheVerdictOfAMaskedReplyIsCompared() {
        TargetResult clear = answered("one.example.com", "250-XEXCH50", "250 OK");
        TargetResult masked = assessed(
                clear.target(),
                new Assessment(Verdict.MASKED, List.of(), null, null, null, null, List.of(), List.of("250-XXXXXXX")),
                "250-XXXXXXX",
                "250 OK");
        Baseline before = Baseline.of(SampleResults.of("fleet.yaml", List.of(clear)));
        assertThat(before.changes(masked)).extracting(Change::sentence).containsExactly("verdict healthy -> masked");
    }

    @Test
    void verbsOfAFailedDialogueAreUnknown() {
        TargetResult before = answered("one.example.com", "250-XEXCH50", "250 OK");
        Observation half = dialogue("250-DSN", "250 OK");
        TargetResult after = failed(
                before.target(),
                Verdict.UNREACHABLE,
                Failure.of(Stage.STARTTLS, Reason.TIMEOUT, "nothing came"),
                half,
                1);
        assertThat(Baseline.of(SampleResults.of("fleet.yaml", List.of(before))).changes(after))
                .extracting(Change::sentence)
                .containsExactly("verdict healthy -> unreachable");
    }

    @Test
    void newAndVanishedTargetsAreDistinguished() {
        TargetResult one = answered("one.example.com", "250 OK");
        TargetResult two = answered("two.example.com", "250 OK");
        Baseline before = Baseline.of(SampleResults.of("fleet.yaml", List.of(one)));
        ScanResult after = SampleResults.of("fleet.yaml", List.of(two));
        assertThat(before.changes(two))
                .containsExactly(new Change(Change.Kind.NEW, "target", null, "healthy"))
                .extracting(Change::sentence)
                .containsExactly("new in this scan: healthy");
        assertThat(before.vanished(after.plan()))
                .extracting(each -> Baseline.vanishing(each).sentence())
                .containsExactly("no longer scanned; it was healthy");
    }

    @Test
    void scanOfAPartOfTheInventoryHasNoVanishedTargets() {
        TargetResult one = answered("one.example.com", "250 OK");
        TargetResult two = answered("two.example.com", "250 OK");
        Baseline before =
                Baseline.of(SampleResults.of("fleet.yaml", List.of(one, two))).forPart();
        assertThat(before.vanished(SampleResults.of("fleet.yaml", List.of(one)).plan()))
                .isEmpty();
        assertThat(before.changes(two)).isEmpty();
    }

    @Test
    void hostsOfADomainWithFailedLookupAreNeitherVanishedNorNew() {
        ScanResult found = SampleResults.of("fleet.yaml", List.of(answered("mx1.example.com", "250 OK")));
        ScanResult lost = SampleResults.of("fleet.yaml", List.of(domain()));
        assertThat(Baseline.of(found).vanished(lost.plan())).isEmpty();
        assertThat(Baseline.of(found).changes(lost.results().get(0))).isEmpty();
        assertThat(Baseline.of(lost).vanished(found.plan())).isEmpty();
        assertThat(Baseline.of(lost).changes(found.results().get(0))).isEmpty();
    }

    private static TargetResult domain() {
        Target target =
                new Target("mx:example.com:25", "example.com", 25, Target.Kind.MX, "emea", Map.of(), Settings.DEFAULT);
        Failure failure = Failure.of(Stage.DNS, Reason.TIMEOUT, "nobody answers");
        return failed(target, Verdict.UNREACHABLE, failure, Observation.NOTHING, 1);
    }

    private static TargetResult answered(String host, String... verbs) {
        Assessment healthy = Assessment.without(Verdict.HEALTHY, List.of("all there"), "any-esmtp", null);
        return assessed(SampleResults.target(host, 25, "emea", Map.of()), healthy, verbs);
    }

    private static TargetResult assessed(Target target, Assessment assessment, String... verbs) {
        return SampleResults.result(target, new ProbeOutcome.Answered(dialogue(verbs)), assessment, 1, 5);
    }

    private static Observation dialogue(String... verbs) {
        String[] lines = new String[verbs.length + 1];
        lines[0] = "250-hello";
        System.arraycopy(verbs, 0, lines, 1, verbs.length);
        return new SampleDialogue().greeting(10, "220 ready").ehlo(10, lines).observation();
    }

    private static void assertNothingChanged(Baseline before, ScanResult scan) {
        assertThat(scan.results())
                .allSatisfy(each -> assertThat(before.changes(each)).isEmpty());
        assertThat(before.vanished(scan.plan())).isEmpty();
    }

    private static Baseline read(String text) {
        return BaselineReader.read("before.json", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String written(ReportFormat format, ScanResult scan) throws IOException {
        StringWriter out = new StringWriter();
        format.write(scan, out, Style.PLAIN);
        return out.toString();
    }
}
