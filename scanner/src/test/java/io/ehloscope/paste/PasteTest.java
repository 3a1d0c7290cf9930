package io.ehloscope.paste;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.golden.Golden;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyLimits;
import io.ehloscope.smtp.ReplyLine;
import io.ehloscope.smtp.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pastes of users, and what {@code explain} reads in them. The expected files are golden files. */
class PasteTest {

    private static final Path FOLDER = Path.of("src/test/resources/io/ehloscope/paste/pasted");

    static Stream<String> pastes() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".txt"))
                    .map(name -> name.replace(".txt", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("pastes")
    void everyPasteMatchesItsGoldenFile(String name) throws IOException {
        String read = shown(Paste.read(Files.readString(FOLDER.resolve(name + ".txt"))));

        Path record = FOLDER.resolve(name + ".expected");
        Golden.assertMatches(record, read);
    }

    @ParameterizedTest
    @MethodSource("pastes")
    void windowsLineEndsMakeNoDifference(String name) throws IOException {
        String text = Files.readString(FOLDER.resolve(name + ".txt"));

        assertThat(shown(Paste.read(text.replace("\n", "\r\n")))).isEqualTo(shown(Paste.read(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "hello", "\u0000", "\r", "250", "-", "> > >", "\ud800", "250-\n", "&#1114111;"})
    void anyTextIsReadWithoutFailing(String text) {
        assertThat(Paste.read(text)).isNotNull();
    }

    @Test
    void replyOnOneLineWithSpelledOutLineEndsIsRead() {
        PastedTranscript read = only("reply = \"\"\nb'250-mx.example.com\\r\\n250-SIZE 10\\r\\n250 DSN\\r\\n'");

        assertThat(verbs(read.ehlo())).isEqualTo("SIZE 10, DSN");
    }

    @Test
    void listOfVerbsIsCompleteAndHasARemark() {
        PastedTranscript read = only("SIZE\nPIPELINING\nSTARTTLS\n");

        assertThat(verbs(read.ehlo())).isEqualTo("SIZE, PIPELINING, STARTTLS");
        assertThat(read.remarks()).hasSize(1);
    }

    @Test
    void twoVerbsInProseAreNotAList() {
        assertThat(Paste.read("SIZE matters\nHELP\n").transcripts()).isEmpty();
    }

    @Test
    void replyWithTooManyLinesIsCutAndUnfinished() {
        String text = "250-mx.example.com\n" + "250-XVERB\n".repeat(1_000) + "250 OK\n";

        Paste read = Paste.read(text);

        Reply ehlo = read.transcripts().get(0).ehlo();
        assertThat(ehlo).isNotNull();
        assertThat(ehlo.lines()).hasSize(ReplyLimits.DEFAULT.lines());
        assertThat(ehlo.lines().get(ReplyLimits.DEFAULT.lines() - 1).isLast()).isFalse();
        assertThat(read.ignored()).isNotEmpty();
    }

    @Test
    void hugePasteIsReadWithinBounds() {
        String text = "220 mx.example.com\n250-mx.example.com\n250 SIZE\n" + "> x 250 \"(\n".repeat(1 << 20);

        Paste read = Paste.read(text);

        assertThat(verbs(read.transcripts().get(0).ehlo())).isEqualTo("SIZE");
        assertThat(read.ignored()).hasSize(Paste.MAX_IGNORED);
        assertThat(read.ignored().size() + read.moreIgnored()).isEqualTo(Paste.MAX_LINES - 3);
        assertThat(read.transcripts().get(0).remarks()).hasSize(1);
    }

    static Stream<String> hugeLines() {
        return Stream.of(
                        "a",
                        ">",
                        "(",
                        "[",
                        "\"",
                        "250-",
                        "1:",
                        "&lt;",
                        "\\n250-",
                        "2024-01-01T,a,a,1,a,a,",
                        "X-",
                        "<br")
                .map(piece -> piece.repeat((10 << 20) / piece.length()));
    }

    @Test
    void oneLineOfTenMegabytesIsCut() {
        hugeLines()
                .forEach(line -> assertThat(Paste.read(line).ignored())
                        .allMatch(each -> each.text().length() <= 201));
    }

    private static PastedTranscript only(String text) {
        Paste read = Paste.read(text);
        assertThat(read.transcripts()).hasSize(1);
        return read.transcripts().get(0);
    }

    private static String shown(Paste paste) {
        StringBuilder text = new StringBuilder();
        for (PastedTranscript read : paste.transcripts()) {
            if (paste.transcripts().size() > 1) {
                text.append("-- ").append(read.host()).append('\n');
            }
            line(
                    text,
                    "greeting",
                    read.greeting() == null ? null : read.greeting().onOneLine());
            line(text, "verbs", verbs(read.ehlo()));
            line(text, "helo", read.helo() == null ? null : read.helo().onOneLine());
            line(
                    text,
                    "starttls",
                    read.starttls() == null ? null : read.starttls().onOneLine());
            line(text, "verbs inside TLS", verbs(read.ehloTls()));
            read.remarks().forEach(remark -> line(text, "remark", remark));
        }
        paste.ignored().forEach(each -> line(text, "ignored " + each.number(), each.text()));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append(name).append(": ").append(value).append('\n');
        }
    }

    private static @Nullable String verbs(@Nullable Reply reply) {
        if (reply == null || !reply.isPositive()) {
            return reply == null ? null : reply.onOneLine();
        }
        List<ReplyLine> lines = reply.lines();
        return EhloReply.of(reply).verbs().stream().map(Verb::toString).collect(Collectors.joining(", "))
                + (lines.get(lines.size() - 1).isLast() ? "" : " (unfinished)");
    }
}
