package io.ehloscope.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.ehloscope.classify.Verdict;
import io.ehloscope.drift.Baseline;
import io.ehloscope.drift.TargetState;
import io.ehloscope.report.ReportFormat;
import io.ehloscope.report.Style;
import io.ehloscope.scan.SampleResults;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are not a baseline, and their error messages. */
class BaselineReaderTest {

    private static final String WANTED = "; a baseline is the output of scan -o json or scan -o ndjson";
    private static final String SCAN = "\"started_at\":\"2026-03-01T12:00:00.000Z\",\"targets\":";
    private static final String ONE = "\"target\":\"a:25\",\"site\":\"s\",\"verdict\":\"healthy\"";

    @TempDir
    private Path directory;

    static Stream<Arguments> damaged() {
        return Stream.of(
                bad("an empty file", "", "1:1: this file contains no scan" + WANTED),
                bad("an inventory", "version: 1\nsites: []\n", "1:1: this is not JSON" + WANTED),
                bad("a list", "[1]", "1:1: the content of the file is not an object"),
                bad(
                        "one result, as of explain",
                        "{" + ONE + "}",
                        "1:1: this is neither a scan nor a record of a scan" + WANTED),
                bad(
                        "another schema",
                        "{\"scan\":{\"hosts\":[]}}",
                        "1:9: a scan without started_at and targets" + WANTED),
                bad("a document without its scan", "{\"results\":[]}", "1:15: this file contains no scan" + WANTED),
                bad(
                        "a document cut short",
                        "{\"scan\":{" + SCAN + "1},\n\"results\":[\n{\"target\":\"a:",
                        "3:14: the file ends here, before the scan does: it is incomplete"),
                bad(
                        "fewer results than targets",
                        "{\"scan\":{" + SCAN + "2},\n\"results\":[{" + ONE + "}]}",
                        "1:9: 1 results of 2 targets: the file is incomplete"),
                bad(
                        "records cut short between two lines",
                        "{\"record\":\"scan\"," + SCAN + "1}\n{\"record\":\"result\"," + ONE + "}\n",
                        "3:1: the file ends without its summary record: it is incomplete"),
                bad(
                        "two scans in one file",
                        "{\"record\":\"scan\"," + SCAN + "0}\n{\"record\":\"scan\"," + SCAN + "0}\n",
                        "2:1: a second scan starts here; use the file of one scan"),
                bad(
                        "more behind the summary",
                        "{\"record\":\"scan\"," + SCAN + "0}\n{\"record\":\"summary\"}\n{\"record\":\"scan\"}",
                        "3:1: there is more after the end of the scan; use the file of one scan"),
                bad(
                        "a target twice",
                        "{\"scan\":{" + SCAN + "2},\"results\":[{" + ONE + "},\n{" + ONE + "}]}",
                        "2:1: a second result for a:25"),
                bad(
                        "a result of nobody",
                        "{\"scan\":{" + SCAN + "1},\"results\":[\n{\"verdict\":\"healthy\"}]}",
                        "2:1: a result without target, site and verdict"),
                bad(
                        "a verdict of tomorrow",
                        one("\"verdict\":\"sleepy\""),
                        "2:11: this program does not know this verdict"),
                bad(
                        "fewer targets than none",
                        "{\"scan\":{" + SCAN + "-1}}",
                        "1:60: targets is not a number of targets"),
                bad(
                        "more targets than can be counted",
                        "{\"scan\":{" + SCAN + "99999999999999999999}}",
                        "1:60: targets is not a number of targets"),
                bad("a number for a text", one("\"site\":7"), "2:8: site is not text"),
                bad("an object for a list", one("\"verbs\":{}"), "2:9: verbs is not an array"),
                bad("a verb without a name", one("\"verbs\":[{}]"), "2:10: a verb without a name"),
                bad(
                        "too many verbs",
                        one("\"verbs\":[" + "{\"name\":\"A\"},".repeat(128) + "\n{\"name\":\"B\"}]"),
                        "3:1: verbs has more than 128 elements"),
                bad(
                        "a time that is none",
                        one("\"tls\":{\"not_after\":\"soon\"}"),
                        "2:20: not_after is not a time such as 2026-03-01T12:00:00.000Z"));
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void mistakesAreReportedWithTheirLocation(String text, String message) {
        assertThatExceptionOfType(BaselineException.class)
                .isThrownBy(() -> read(text))
                .withMessage("before.json:" + message);
    }

    @Test
    void depthAndLengthAreBounded() {
        assertThatExceptionOfType(BaselineException.class)
                .isThrownBy(() -> read("{\"later\":" + "[".repeat(100_000)))
                .withMessageStartingWith("before.json:1:")
                .withMessageEndingWith("a value is too long or too deeply nested" + WANTED);
        assertThatExceptionOfType(BaselineException.class)
                .isThrownBy(() -> read("{\"record\":\"" + "x".repeat(2_000_000) + "\"}"))
                .withMessageEndingWith("a value is too long or too deeply nested" + WANTED);
    }

    @Test
    void anUnreadableFileIsReportedInOneSentence() {
        Path missing = directory.resolve("before.json");
        assertThatExceptionOfType(BaselineException.class)
                .isThrownBy(() -> BaselineReader.read(missing))
                .withMessage(missing + ": there is no such file");
        assertThatExceptionOfType(BaselineException.class)
                .isThrownBy(() -> BaselineReader.read(directory))
                .withMessage(directory + ": this is a directory" + WANTED);
    }

    /** Before findings, a result had no findings, and an address had only a verdict, reasons, verbs and a failure. */
    @Test
    void baselineFromBeforeFindingsIsRead() {
        String verbs = "\"verbs\":[{\"name\":\"SIZE\",\"params\":[\"10\"]},{\"name\":\"XEXCH50\",\"params\":[]}]";
        String old = "{\"record\":\"scan\",\"source\":\"org.yml\",\"version\":\"0.2.0\",\"ehlo_name\":\"s.test\","
                + SCAN
                + "2}\n{\"record\":\"result\"," + ONE + ",\"labels\":{},\"reasons\":[\"all there\"]," + verbs
                + ",\"missing\":[],\"unexpected\":[],\"masked\":[],\"starttls\":\"failed\",\"attempts\":1}\n"
                + "{\"record\":\"result\",\"target\":\"b:25\",\"site\":\"s\",\"labels\":{},\"verdict\":\"inconsistent\","
                + "\"reasons\":[\"its addresses disagree\"],\"addresses\":[{\"address\":\"192.0.2.1\",\"verdict\":\"healthy\","
                + "\"reasons\":[]," + verbs + ",\"missing\":[]},{\"address\":\"192.0.2.2\",\"verdict\":\"unreachable\","
                + "\"reasons\":[],\"failure\":{\"stage\":\"connect\",\"reason\":\"refused\",\"detail\":\"…\"}}],"
                + "\"attempts\":2}\n{\"record\":\"summary\",\"outcome\":\"completed\","
                + "\"finished_at\":\"2026-03-01T12:00:01.000Z\",\"duration_ms\":1,\"attempts\":3,\"verdicts\":{\"healthy\":1}}\n";

        assertThat(read(old).vanished(SampleResults.empty().plan()))
                .extracting(TargetState::target, TargetState::verdict)
                .containsExactly(tuple("a:25", Verdict.HEALTHY), tuple("b:25", Verdict.INCONSISTENT));
    }

    @Test
    void membersCanBeInAnyOrderOrUnknown() {
        String text = "{\"later\":{\"a\":[1,{}]},\"results\":[{\"new\":[[]],\"product\":null,\"verdict\":\"healthy\","
                + "\"site\":\"s\",\"target\":\"a:25\"}],\"scan\":{\"targets\":1,\"more\":{},"
                + "\"started_at\":\"2026-03-01T12:00:00.000Z\"}}";
        assertThat(read(text).vanished(SampleResults.empty().plan()))
                .extracting(TargetState::target)
                .containsExactly("a:25");
    }

    /** A file that is cut at any position is rejected: a part of a fleet is never taken for the whole. */
    @ParameterizedTest
    @EnumSource(
            value = ReportFormat.class,
            names = {"JSON", "NDJSON"})
    void aTruncatedFileIsRejected(ReportFormat format) throws IOException {
        StringWriter out = new StringWriter();
        format.write(SampleResults.scan(), out, Style.PLAIN);
        byte[] whole = out.toString().strip().getBytes(StandardCharsets.UTF_8);
        Path file = directory.resolve("cut.json");
        for (int length = 0; length < whole.length; length += 97) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatExceptionOfType(BaselineException.class)
                    .as("cut at %s", length)
                    .isThrownBy(() -> BaselineReader.read(file));
        }
        Files.write(file, whole);
        assertThat(BaselineReader.read(file).isGiven()).isTrue();
    }

    private static String one(String member) {
        return "{\"scan\":{" + SCAN + "1},\"results\":[{\"target\":\"a:25\",\n" + member + "}]}";
    }

    private static Baseline read(String text) {
        return BaselineReader.read("before.json", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Arguments bad(String name, String text, String message) {
        return argumentSet(name, text, message);
    }
}
