package io.ehloscope.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.json.Json;
import io.ehloscope.json.ResultJson;
import io.ehloscope.result.AddressResult;
import io.ehloscope.result.SampleFindings;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.SampleFailures;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.scan.SampleVerdicts;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonReportTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @ParameterizedTest
    @MethodSource("io.ehloscope.report.Scans#all")
    void oneDocumentHoldsEveryTargetOnce(ScanResult scan) throws IOException {
        JsonNode document = MAPPER.readTree(written(ReportFormat.JSON, scan));
        assertThat(document.propertyNames()).containsExactly("scan", "results");
        assertThat(document.at("/results")
                        .valueStream()
                        .map(result -> result.at("/target").asString()))
                .containsExactlyElementsOf(scan.results().stream()
                        .map(result -> result.target().id())
                        .toList());
        assertThat(document.at("/scan/verdicts").propertyNames())
                .containsExactlyElementsOf(
                        Stream.of(Verdict.values()).map(Verdict::label).toList());
    }

    @ParameterizedTest
    @MethodSource("io.ehloscope.report.Scans#all")
    void everyLineOfNdjsonIsARecord(ScanResult scan) throws IOException {
        List<JsonNode> records =
                written(ReportFormat.NDJSON, scan).lines().map(MAPPER::readTree).toList();
        List<String> expected =
                new ArrayList<>(Collections.nCopies(scan.results().size(), "result"));
        expected.add(0, "scan");
        expected.add("summary");
        assertThat(records).extracting(each -> each.at("/record").asString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("io.ehloscope.report.Scans#all")
    void nothingIsEverNull(ScanResult scan) throws IOException {
        JsonNode document = MAPPER.readTree(written(ReportFormat.JSON, scan));
        assertNoNull(document);
    }

    @Test
    void resultOfEachAddressIsIncluded() throws IOException {
        TargetResult one = SampleResults.scan().results().get(0);
        AddressResult here =
                new AddressResult(new InetSocketAddress("192.0.2.11", 25), one.outcome(), one.assessment());
        AddressResult gone = new AddressResult(
                new InetSocketAddress("192.0.2.12", 25),
                new ProbeOutcome.Failed(
                        Failure.of(Stage.CONNECT, Reason.REFUSED, "the connection was refused"), Observation.NOTHING),
                Assessment.without(Verdict.UNREACHABLE, List.of("the connection was refused"), null, null));
        StringWriter out = new StringWriter();
        ResultJson.write(
                out,
                SampleFindings.result(
                        one.target(), one.outcome(), one.assessment(), List.of(here, gone), 2, null, Duration.ZERO));
        JsonNode addresses = MAPPER.readTree(out.toString()).at("/addresses");
        assertThat(addresses).hasSize(2);
        assertThat(addresses.at("/0/address").asString()).isEqualTo("192.0.2.11");
        assertThat(addresses.at("/0/verbs/0/name").asString()).isEqualTo("TURN");
        assertThat(addresses.at("/1").propertyNames())
                .containsExactly("address", "verdict", "findings", "reasons", "failure");
        assertThat(addresses.at("/1/failure/reason").asString()).isEqualTo("refused");
        assertNoNull(addresses);
    }

    @Test
    void serverTextIsPreserved() throws IOException {
        JsonNode results = MAPPER.readTree(written(ReportFormat.JSON, HostileResults.scan()))
                .at("/results");
        assertThat(results.at("/0/greeting").asString()).isEqualTo(HostileResults.ANSI + "\n" + HostileResults.ANSI);
        assertThat(results.at("/2/failure/detail").asString()).isEqualTo(HostileResults.CONTROLS);
        assertThat(results.at("/3/failure/detail").asString()).isEqualTo(HostileResults.BIDI);
        assertThat(results.at("/4/failure/detail").asString())
                .isEqualTo(HostileResults.WIDTHS.replace('\ud800', '\ufffd'));
        assertThat(results.at("/5/failure/detail").asString()).isEqualTo(HostileResults.FORMULA);
    }

    @Test
    void controlAndFormatCharactersAreEscaped() throws IOException {
        assertThat(written(ReportFormat.JSON, HostileResults.scan()).codePoints())
                .noneMatch(c -> c != '\n' && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT));
    }

    @Test
    void unknownValuesAreAbsent() {
        assertThat(json(SampleFailures.skipped()).propertyNames())
                .containsExactly("target", "site", "labels", "verdict", "findings", "reasons", "attempts");
        assertThat(json(SampleVerdicts.masked()).propertyNames())
                .contains("masked", "verbs")
                .doesNotContain("missing", "unexpected", "product");
        assertThat(json(SampleVerdicts.healthyExchange()).at("/missing").isEmpty())
                .isTrue();
        assertThat(json(SampleVerdicts.healthyExchange()).has("missing")).isTrue();
    }

    @Test
    void exemptionStatesWhetherItIsUsed() {
        JsonNode exempt = json(SampleVerdicts.healthyTls()).at("/exempt");

        assertThat(exempt.toString()).isEqualTo("""
                [{"verb":"X-EXPS","reason":"an edge server, X-EXPS is off","until":"2027-01-31","used":true},\
                {"verb":"XRDST","used":false}]""");
        assertThat(json(SampleVerdicts.partial()).at("/exempt/0/used").asBoolean())
                .isFalse();
        assertThat(json(SampleVerdicts.healthyExchange()).has("exempt")).isFalse();
    }

    @Test
    void onlyFindingsIncludeTheirDialogue() {
        assertThat(json(SampleVerdicts.healthyExchange()).has("dialogue")).isFalse();
        assertThat(json(SampleVerdicts.partial()).at("/dialogue/0/direction").asString())
                .isEqualTo("event");
    }

    @Test
    void ndjsonWritesEachRecordAtOnceAndFlushesTheHeader() throws IOException {
        List<String> flushed = new ArrayList<>();
        StringWriter out = new StringWriter() {
            @Override
            public void flush() {
                flushed.add(toString());
            }
        };
        ScanResult scan = SampleResults.scan();
        Report report = ReportFormat.NDJSON.open(scan.plan(), out, Style.PLAIN);
        report.begin(scan.header());
        assertThat(flushed).singleElement().isEqualTo(out.toString()).asString().endsWith("}\n");
        report.result(scan.results().get(0));
        assertThat(out.toString().lines()).hasSize(2);
    }

    @Test
    void exceptionOfTheWriterIsThrownUnchanged() {
        IOException full = new IOException("No space left on device");
        Writer broken = new Writer() {
            @Override
            public void write(char[] chars, int offset, int length) throws IOException {
                throw full;
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        for (ReportFormat format : ReportFormat.values()) {
            assertThatThrownBy(() -> format.write(SampleResults.scan(), broken, Style.PLAIN))
                    .as(format.label())
                    .isSameAs(full);
        }
    }

    private static void assertNoNull(JsonNode node) {
        assertThat(node.isNull()).isFalse();
        node.forEach(JsonReportTest::assertNoNull);
    }

    private static JsonNode json(TargetResult result) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = Json.generator(out)) {
            ResultJson.write(json, result);
        }
        return MAPPER.readTree(out.toString());
    }

    private static String written(ReportFormat format, ScanResult scan) throws IOException {
        StringWriter out = new StringWriter();
        format.write(scan, out, Style.PLAIN);
        return out.toString();
    }
}
