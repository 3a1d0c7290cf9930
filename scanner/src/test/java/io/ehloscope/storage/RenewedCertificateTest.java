package io.ehloscope.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.drift.Baseline;
import io.ehloscope.drift.Change;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.PeerCertificate;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.json.BaselineReader;
import io.ehloscope.report.ReportFormat;
import io.ehloscope.report.Style;
import io.ehloscope.result.SampleFindings;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.scan.SampleVerdicts;
import io.ehloscope.snapshot.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A certificate that was renewed with the same subject and issuer: the change shows which certificate the server uses
 * now, after a restart and with a file of an earlier version too.
 */
class RenewedCertificateTest {

    private static final String NOT_BEFORE =
            "the certificate changed: not_before 2026-01-15T00:00:00Z -> 2026-12-20T00:00:00Z";
    private static final String NOT_AFTER =
            "the certificate changed: not_after 2027-01-15T23:59:59Z -> 2027-12-20T00:00:00Z";
    private static final String THUMBPRINT = "the certificate changed: thumbprint "
            + "9F7B0C1D2E3F405162738495A6B7C8D9EAFB0C1D -> 0A1B2C3D4E5F60718293A4B5C6D7E8F901234567";

    private static final TargetResult SAMPLE = SampleVerdicts.healthyTls();
    private static final TargetResult BEFORE = with(
            Instant.parse("2026-01-15T00:00:00Z"),
            Instant.parse("2027-01-15T23:59:59Z"),
            "9F7B0C1D2E3F405162738495A6B7C8D9EAFB0C1D");
    private static final TargetResult AFTER = with(
            Instant.parse("2026-12-20T00:00:00Z"),
            Instant.parse("2027-12-20T00:00:00Z"),
            "0A1B2C3D4E5F60718293A4B5C6D7E8F901234567");

    @TempDir
    private Path directory;

    @Test
    void renewalIsAChangeOfValidityAndThumbprint() {
        assertThat(sentences(Baseline.of(scan(BEFORE)))).containsExactly(NOT_BEFORE, NOT_AFTER, THUMBPRINT);
    }

    @ParameterizedTest
    @EnumSource(
            value = ReportFormat.class,
            names = {"JSON", "NDJSON"})
    void renewalIsSeenInABaseline(ReportFormat format) throws IOException {
        StringWriter out = new StringWriter();
        format.write(scan(BEFORE), out, Style.PLAIN);
        assertThat(out.toString()).contains("\"thumbprint\":\"9F7B0C1D2E3F405162738495A6B7C8D9EAFB0C1D\"");
        assertThat(sentences(baseline(out.toString()))).containsExactly(NOT_BEFORE, NOT_AFTER, THUMBPRINT);
    }

    @Test
    void baselineOfAnEarlierVersionShowsWhatItKnows() throws IOException {
        StringWriter out = new StringWriter();
        ReportFormat.JSON.write(scan(BEFORE), out, Style.PLAIN);
        String old = out.toString()
                .replaceAll(",\"thumbprint\":\"[^\"]*\"", "")
                .replaceAll("\"not_before\":\"[^\"]*\",", "")
                .replaceAll("\"findings\":\\[[^]]*],", "")
                .replaceAll(",\"targets_with_findings\":.*\"exemption_ended\":0}", "");
        assertThat(old).doesNotContain("thumbprint", "not_before", "findings").contains("not_after");
        assertThat(sentences(baseline(old))).containsExactly(NOT_AFTER);
    }

    @Test
    void renewalIsSeenAfterARestart() throws IOException {
        assertThat(sentences(restarted(text -> text))).containsExactly(NOT_BEFORE, NOT_AFTER, THUMBPRINT);
    }

    @Test
    void snapshotOfAnEarlierVersionShowsWhatItKnows() throws IOException {
        Baseline read = restarted(text -> text.replace("\"version\":3", "\"version\":2")
                .replaceAll(",\"thumbprint\":\"[^\"]*\"", "")
                .replaceAll("(?m)^(\\{\"before\".*)\"notBefore\":\"[^\"]*\",", "$1"));
        assertThat(sentences(read)).containsExactly(NOT_AFTER);
    }

    private interface Edit {
        String of(String text);
    }

    /** The baseline of a snapshot that was written, changed, and read again. */
    private Baseline restarted(Edit edit) throws IOException {
        ScanResult earlier = scan(BEFORE);
        ScanResult later = scan(AFTER);
        SnapshotFile file = new SnapshotFile(directory);
        file.write(Snapshot.first(earlier, earlier.plan()).followedBy(later, later.plan()));
        Path path = directory.resolve("snapshot.json.gz");
        String text;
        try (var in = new GZIPInputStream(Files.newInputStream(path))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        try (var out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write(edit.of(text).getBytes(StandardCharsets.UTF_8));
        }
        Snapshot read = file.read(later.plan(), SampleFindings.FINDINGS);
        assertThat(read).isNotNull();
        return read.before();
    }

    private static List<String> sentences(Baseline before) {
        return before.changes(AFTER).stream().map(Change::sentence).toList();
    }

    private static Baseline baseline(String text) {
        return BaselineReader.read("before.json", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static ScanResult scan(TargetResult result) {
        return SampleResults.of("org.yml", List.of(result));
    }

    private static TargetResult with(Instant notBefore, Instant notAfter, String thumbprint) {
        Observation seen = SAMPLE.observation();
        PeerTls tls = seen.tls();
        PeerCertificate leaf = tls.leaf();
        PeerCertificate other = new PeerCertificate(
                leaf.subject(),
                leaf.alternativeNames(),
                leaf.issuer(),
                notBefore,
                notAfter,
                leaf.keyAlgorithm(),
                leaf.keyBits(),
                leaf.signature(),
                thumbprint);
        Observation renewed = new Observation(
                seen.peer(),
                seen.greeting(),
                seen.ehlo(),
                seen.ehloRefusal(),
                seen.helo(),
                seen.starttls(),
                seen.ehloTls(),
                new PeerTls(
                        tls.version(),
                        tls.cipher(),
                        tls.groupBits(),
                        List.of(other),
                        tls.distrust(),
                        tls.hostnameMatches()),
                seen.timings(),
                seen.transcript(),
                seen.remarks());
        return SAMPLE.with(new ProbeOutcome.Answered(renewed), SAMPLE.assessment(), List.of());
    }
}
