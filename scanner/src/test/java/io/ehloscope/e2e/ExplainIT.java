package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code explain} for a transcript in a file. */
@Timeout(120)
class ExplainIT {

    private static final String BARE = "250-mail1 Hello\n250-TURN\n250-SIZE\n250-ETRN\n250-8bitmime\n250 OK\n";

    @TempDir
    Path directory;

    @Test
    void findingIsOnStdoutAndIgnoredLinesOnStderr() throws Exception {
        ProcessResult ended =
                PackagedJar.run("explain", paste("what they sent:\n" + BARE).toString(), "--profile", "exchange-2003");

        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(1);
        assertThat(ended.stdout())
                .contains("not_loaded:", "What to do, in this order:", "missing: XEXCH50", "peexch50.dll");
        assertThat(ended.stdout().lines()).allMatch(line -> line.length() <= 80);
        assertThat(ended.stderr().strip()).isEqualTo("ignored line 1: what they sent:");
    }

    @Test
    void jsonResultIsWrittenToFile() throws Exception {
        Path out = directory.resolve("result.json");

        ProcessResult ended = PackagedJar.run("explain", paste(BARE).toString(), "-o", "json", "--out", out.toString());

        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(1);
        assertThat(ended.stdout()).isEmpty();
        assertThat(Files.readString(out))
                .startsWith("{\"target\":\"transcript:25\"")
                .contains("\"verdict\":\"not_loaded\"");
    }

    @Test
    void everyDialogueHasItsResult() throws Exception {
        String healthy = "220 b.example.com ESMTP\nEHLO x\n250-b.example.com\n250 SIZE\n";
        String both = "220 a.example.com ESMTP\nEHLO x\n" + BARE + "QUIT\n221 bye\n" + healthy;

        ProcessResult table = PackagedJar.run("explain", paste(both).toString());
        ProcessResult json = PackagedJar.run("explain", paste(both).toString(), "-o", "json");

        assertThat(table.exitCode()).as(table.toString()).isEqualTo(1);
        assertThat(table.stdout()).contains("a.example.com:25", "not_loaded:", "b.example.com:25", "healthy:");
        assertThat(json.exitCode()).as(json.toString()).isEqualTo(1);
        assertThat(json.stdout().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"target\":"));
    }

    @Test
    void unreadablePasteNamesTheClosestLine() throws Exception {
        ProcessResult ended =
                PackagedJar.run("explain", paste("hello\nit said 250SIZE\n").toString());

        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(2);
        assertThat(ended.stderr()).contains("this paste could not be read", "closest line: 2: it said 250SIZE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --profile | exchange-203 | did you mean "exchange-2003"?
            --port    | 70000        | from 1 to 65535
            -o        | html         | table or json
            """)
    void invalidOptionIsReportedInOneLine(String option, String value, String message) throws Exception {
        ProcessResult ended = PackagedJar.run("explain", paste(BARE).toString(), option, value);

        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(2);
        assertThat(ended.stdout()).isEmpty();
        assertThat(ended.stderr().lines()).singleElement().asString().contains(message);
    }

    @Test
    void textWithoutReplyIsUsageError() throws Exception {
        ProcessResult ended = PackagedJar.run("explain", paste("Dear all,\n").toString());

        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(2);
        assertThat(ended.stderr().lines()).singleElement().asString().contains("it contains no SMTP reply");
    }

    private Path paste(String text) throws Exception {
        return Files.writeString(directory.resolve("paste.txt"), text);
    }
}
