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
class PastedTranscriptTest {

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
        String read = shown(PastedTranscript.read(Files.readString(FOLDER.resolve(name + ".txt"))));

        Path record = FOLDER.resolve(name + ".expected");
        Golden.assertMatches(record, read);
    }

    @ParameterizedTest
    @MethodSource("pastes")
    void windowsLineEndsMakeNoDifference(String name) throws IOException {
        String text = Files.readString(FOLDER.resolve(name + ".txt"));

        assertThat(shown(PastedTranscript.read(text.replace("\n", "\r\n"))))
                .isEqualTo(shown(PastedTranscript.read(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "hello", "\u0000", "\r", "250", "-", "> > >", "\ud800", "250-\n", "&#1114111;"})
    void anyTextIsReadWithoutFailing(String text) {
        assertThat(PastedTranscript.read(text)).isNotNull();
    }

    @Test
    void replyOnOneLineWithSpelledOutLineEndsIsRead() {
        PastedTranscript read =
                PastedTranscript.read("reply = \"\"\nb'250-mx.example.com\\r\\n250-SIZE 10\\r\\n250 DSN\\r\\n'");

        assertThat(verbs(read.ehlo())).isEqualTo("SIZE 10, DSN");
    }

    @Test
    void listOfVerbsIsCompleteAndHasARemark() {
        PastedTranscript read = PastedTranscript.read("SIZE\nPIPELINING\nSTARTTLS\n");

        assertThat(verbs(read.ehlo())).isEqualTo("SIZE, PIPELINING, STARTTLS");
        assertThat(read.remarks()).hasSize(1);
    }

    @Test
    void twoVerbsInProseAreNotAList() {
        assertThat(PastedTranscript.read("SIZE matters\nHELP\n").isEmpty()).isTrue();
    }

    @Test
    void replyWithTooManyLinesIsCutAndUnfinished() {
        String text = "250-mx.example.com\n" + "250-XVERB\n".repeat(1_000) + "250 OK\n";

        PastedTranscript read = PastedTranscript.read(text);

        assertThat(read.ehlo()).isNotNull();
        assertThat(read.ehlo().lines()).hasSize(ReplyLimits.DEFAULT.lines());
        assertThat(read.ehlo().lines().get(ReplyLimits.DEFAULT.lines() - 1).isLast())
                .isFalse();
        assertThat(read.ignored()).isNotEmpty();
    }

    @Test
    void hugePasteIsReadWithinBounds() {
        String text = "220 mx.example.com\n250-mx.example.com\n250 SIZE\n" + "> x 250 \"(\n".repeat(1 << 20);

        PastedTranscript read = PastedTranscript.read(text);

        assertThat(verbs(read.ehlo())).isEqualTo("SIZE");
        assertThat(read.ignored()).hasSize(PastedTranscript.MAX_IGNORED);
        assertThat(read.ignored().size() + read.moreIgnored()).isEqualTo(PastedTranscript.MAX_LINES - 3);
        assertThat(read.remarks()).hasSize(1);
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
                .forEach(line -> assertThat(PastedTranscript.read(line).ignored())
                        .allMatch(each -> each.text().length() <= 201));
    }

    private static String shown(PastedTranscript read) {
        StringBuilder text = new StringBuilder();
        line(text, "greeting", read.greeting() == null ? null : read.greeting().onOneLine());
        line(text, "verbs", verbs(read.ehlo()));
        line(text, "helo", read.helo() == null ? null : read.helo().onOneLine());
        line(text, "starttls", read.starttls() == null ? null : read.starttls().onOneLine());
        line(text, "verbs inside TLS", verbs(read.ehloTls()));
        read.remarks().forEach(remark -> line(text, "remark", remark));
        read.ignored().forEach(each -> line(text, "ignored " + each.number(), each.text()));
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
