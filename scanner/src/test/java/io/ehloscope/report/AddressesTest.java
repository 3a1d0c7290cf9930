package io.ehloscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Classifier;
import io.ehloscope.classify.Expectation;
import io.ehloscope.classify.Finding;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.Verdict;
import io.ehloscope.drift.Baseline;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.json.BaselineReader;
import io.ehloscope.result.AddressResult;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.scan.SampleVerdicts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A target with several addresses: every output shows each address with its own evidence. */
class AddressesTest {

    private static final Catalogue CATALOGUE = Catalogue.load();
    private static final Failure BROKEN =
            new Failure(Stage.STARTTLS, Reason.REJECTED_TEMPORARILY, "454 4.7.0 TLS not available", 454, "4.7.0");

    private final ScanResult scan = SampleResults.of("org.yml", List.of(pool()));

    @Test
    void jsonHasAResultForEachAddress() throws IOException {
        JsonNode addresses = JsonMapper.builder()
                .build()
                .readTree(written(ReportFormat.JSON))
                .at("/results/0/addresses");

        assertThat(addresses).hasSize(3);
        JsonNode dead = addresses.get(0);
        assertThat(dead.propertyNames())
                .containsExactly("address", "profile", "verdict", "findings", "reasons", "failure");
        assertThat(dead.at("/findings/0/finding").asString()).isEqualTo("unreachable");
        JsonNode broken = addresses.get(1);
        assertThat(broken.at("/address").asString()).isEqualTo("192.0.2.2");
        assertThat(broken.at("/verdict").asString()).isEqualTo("healthy");
        assertThat(broken.at("/findings/0/finding").asString()).isEqualTo("starttls_failed");
        assertThat(broken.at("/starttls").asString()).isEqualTo("failed");
        assertThat(broken.at("/starttls_failure").toString())
                .isEqualTo("{\"stage\":\"starttls\",\"reason\":\"rejected_temporarily\","
                        + "\"detail\":\"454 4.7.0 TLS not available\",\"code\":454,\"enhanced_code\":\"4.7.0\"}");
        assertThat(broken.at("/verbs/0/name").asString()).isEqualTo("PIPELINING");
        assertThat(broken.at("/dialogue/0/line").asString()).startsWith("connected to");
        assertThat(broken.has("timings_ms")).isTrue();
        JsonNode healthy = addresses.get(2);
        assertThat(healthy.at("/findings")).isEmpty();
        assertThat(healthy.has("dialogue")).isFalse();
        assertThat(healthy.has("starttls_failure")).isFalse();
    }

    @Test
    void outputIsABaseline() throws IOException {
        for (ReportFormat format : List.of(ReportFormat.JSON, ReportFormat.NDJSON)) {
            byte[] before = written(format).getBytes(StandardCharsets.UTF_8);

            Baseline read = BaselineReader.read("before.json", new ByteArrayInputStream(before));

            assertThat(read.changes(pool())).isEmpty();
            assertThat(read.vanished(scan.plan())).isEmpty();
        }
    }

    @Test
    void textShowsEachAddressAndThenAll() throws IOException {
        StringWriter out = new StringWriter();
        new DialogueReport(out, new Advice(CATALOGUE.verbs(), CATALOGUE.findings()), 120).result(pool());

        assertThat(out.toString().replaceAll("(?m)^ +[0-9.]+ ms .*\n", ""))
                .startsWith("""
                        pool.example.com:25

                        address 192.0.2.1

                        unreachable: no SMTP dialogue was possible
                          critical  unreachable: nothing listens on the port

                        product     not recognized
                        profile     any-esmtp
                        failure     connect, refused: nothing listens on the port

                        address 192.0.2.2

                        healthy: every verb that its profile requires is there
                          warning   starttls_failed: STARTTLS is offered, but refused when requested: 454 4.7.0 TLS not available
                        """)
                .containsSubsequence(
                        "STARTTLS    starttls, rejected_temporarily: 454 4.7.0 TLS not available\n",
                        "\naddress 192.0.2.3\n",
                        "\nall addresses of pool.example.com:25\n"
                                + "inconsistent: the addresses of one target disagree\n"
                                + "  critical  unreachable: 192.0.2.1: nothing listens on the port\n",
                        "  warning   starttls_failed: 192.0.2.2: STARTTLS is offered");
        assertThat(out.toString()).contains("connected to 203.0.113.10 port 25");
    }

    @Test
    void pageShowsEachAddress() throws IOException {
        assertThat(written(ReportFormat.HTML))
                .contains(
                        "<b>192.0.2.1</b> unreachable <span class=\"meaning\">connect refused: nothing listens on the port")
                .contains("<b>192.0.2.2</b> healthy <span class=\"meaning\">STARTTLS is offered, but refused")
                .contains("<summary>Dialogue with 192.0.2.2</summary>", "<summary>Dialogue with 192.0.2.3</summary>");
    }

    @Test
    void tableNamesTheAddresses() throws IOException {
        assertThat(written(ReportFormat.TABLE))
                .contains("192.0.2.1: connect refused: nothing listens on the port; 192.0.2.2: STARTTLS is offered, but"
                        + " refused when requested: 454 4.7.0 TLS not available; addresses disagree");
    }

    private static TargetResult pool() {
        Observation answer = SampleVerdicts.foreign().observation();
        Observation broken = new Observation(
                answer.peer(),
                answer.greeting(),
                answer.ehlo(),
                null,
                null,
                Starttls.FAILED,
                null,
                null,
                answer.timings(),
                answer.transcript(),
                List.of(),
                BROKEN,
                null);
        AddressResult dead = address(
                "192.0.2.1",
                new ProbeOutcome.Failed(
                        Failure.of(Stage.CONNECT, Reason.REFUSED, "nothing listens on the port"), Observation.NOTHING));
        AddressResult other = address("192.0.2.2", new ProbeOutcome.Answered(broken));
        AddressResult healthy = address("192.0.2.3", new ProbeOutcome.Answered(answer));
        List<Finding> findings = List.of(
                at("192.0.2.1", dead),
                at("192.0.2.2", other),
                new Finding(FindingKind.INCONSISTENT, Severity.WARNING, null, "The addresses disagree."));
        TargetResult all =
                SampleVerdicts.healthyPostfix(SampleResults.target("pool.example.com", 25, "emea", Map.of()));
        return all.with(
                dead.outcome(),
                Assessment.without(Verdict.INCONSISTENT, List.of(), null, null).with(findings),
                List.of(dead, other, healthy));
    }

    private static AddressResult address(String address, ProbeOutcome outcome) {
        Classifier classifier = CATALOGUE.classifier(CATALOGUE.profiles());
        return new AddressResult(
                new InetSocketAddress(address, 25),
                outcome,
                classifier.assess(outcome, Expectation.of(Classifier.ANY, 25)));
    }

    private static Finding at(String where, AddressResult address) {
        Finding own = address.assessment().findings().get(0);
        return new Finding(own.kind(), own.severity(), own.subject(), where + ": " + own.sentence());
    }

    private String written(ReportFormat format) throws IOException {
        StringWriter out = new StringWriter();
        format.write(scan, out, Style.PLAIN);
        return out.toString();
    }
}
