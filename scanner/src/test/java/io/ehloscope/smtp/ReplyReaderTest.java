package io.ehloscope.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.smtp.ReplyEvent.Complete;
import io.ehloscope.smtp.ReplyEvent.Kind;
import io.ehloscope.smtp.ReplyEvent.Violation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {

    private static final ReplyLimits SMALL = new ReplyLimits(20, 5, 60);

    @Test
    void replyOfOneLineIsRead() {
        assertThat(codesAndTexts(read("220 mail.example.com ESMTP\r\n")))
                .containsExactly("220 [mail.example.com ESMTP]");
    }

    @Test
    void replyEndsWithTheLineWithoutHyphen() {
        assertThat(codesAndTexts(read("250-mail.example.com\r\n250-PIPELINING\r\n250 8BITMIME\r\n")))
                .containsExactly("250 [mail.example.com, PIPELINING, 8BITMIME]");
    }

    @Test
    void bareLineFeedEndsALine() {
        assertThat(codesAndTexts(read("250-mail\n250 OK\n"))).containsExactly("250 [mail, OK]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"250\r\n", "250 \r\n"})
    void lastLineCanBeEmpty(String last) {
        assertThat(codesAndTexts(read("250-mail\r\n" + last))).containsExactly("250 [mail, ]");
    }

    @Test
    void emptyGreetingLineIsALine() {
        assertThat(codesAndTexts(read("250-\r\n250 SIZE\r\n"))).containsExactly("250 [, SIZE]");
    }

    /** RFC 5321 section 4.2.1: the same code, then a hyphen or a blank; nothing else is SMTP. */
    @ParameterizedTest
    @CsvSource({
        "'250-mail\r\n240-X-EXPS=LOGIN *\r\n250 OK\r\n', MIXED_CODES, 2",
        "'250-mail\r\n550 no\r\n', MIXED_CODES, 2",
        "'220-mail\r\n250 SIZE\r\n', MIXED_CODES, 2",
        "'250-mail\r\nSIZE 1000\r\n250 OK\r\n', NO_CODE, 2",
        "'220-mail\r\n****\r\n220 hi\r\n', NO_CODE, 2",
        "'250-mail\r\n2500 SIZE\r\n', NO_CODE, 2",
        "'250-mail\r\n250OK\r\n', NOT_SMTP, 2",
        "'220OK\r\n', NOT_SMTP, 1",
        "'200:Ok\r\n', NOT_SMTP, 1",
        "'220\tmail\r\n', NOT_SMTP, 1",
        "'220.\r\n', NOT_SMTP, 1",
        "'220_mail\r\n', NOT_SMTP, 1",
        "'250=mail *\r\n', NOT_SMTP, 1"
    })
    void brokenGrammarIsAViolation(String wire, Kind kind, int lines) {
        assertThat(read(wire)).singleElement().isInstanceOfSatisfying(Violation.class, violation -> {
            assertThat(violation.kind()).isEqualTo(kind);
            assertThat(violation.lines()).hasSize(lines);
            assertThat(violation.kind().isTooLarge()).isFalse();
        });
    }

    @Test
    void blankLineInsideAReplyIsALineWithoutText() {
        assertThat(codesAndTexts(read("250-mail\r\n\r\n250 SIZE\r\n"))).containsExactly("250 [mail, , SIZE]");
    }

    /** RFC 8446 section 5.1: a change of cipher, an alert, a handshake message, application data. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0014\u0003\u0004\u0000",
                "\u0015\u0003\u0001\u0000\u0002\u0002\u0028",
                "\u0016\u0003\u0003\u0000\u0004",
                "\u0017\u0003\u0000"
            })
    void tlsRecordIsRecognizedInAnyChunks(String record) {
        for (String before : List.of("", "\r\n", "220 mail\r\n")) {
            List<ReplyEvent> events = read(before + record);
            assertThat(events.get(events.size() - 1))
                    .isInstanceOfSatisfying(
                            Violation.class,
                            violation -> assertThat(violation.kind()).isEqualTo(Kind.TLS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0015\u0003\u0005\r\n", "\u0015\u0002\u0001\r\n", "\u0018\u0003\u0001\r\n", "\u0015\r\n"})
    void otherBytesAreNotTls(String bytes) {
        assertThat(read(bytes))
                .singleElement()
                .isInstanceOfSatisfying(
                        Violation.class,
                        violation -> assertThat(violation.kind()).isEqualTo(Kind.NOT_SMTP));
    }

    @Test
    void lastLineFormInTheMiddleEndsTheReply() {
        assertThat(codesAndTexts(read("250-a\r\n250 DSN\r\n250 TLS\r\n"))).containsExactly("250 [a, DSN]", "250 [TLS]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*****0*2****", "*", "* 2 *"})
    void maskedBannerWithoutBlankIsAReply(String stars) {
        assertThat(codesAndTexts(read("220" + stars + "\r\n"))).containsExactly("220 [" + stars + "]");
    }

    /** A reply is accepted only if every line has its code and a separator, apart from blank lines and stars. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void everyCompleteReplyKeepsTheGrammar(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            for (ReplyEvent event : read(almostSmtp(random), ReplyLimits.DEFAULT, 64)) {
                if (event instanceof Complete complete) {
                    int code = complete.reply().lines().get(0).code();
                    assertThat(code).isBetween(100, 599);
                    assertThat(complete.reply().lines())
                            .allMatch(line -> line.code() == code || line.raw().isBlank())
                            .allMatch(line -> line.separator() != ReplyLine.Separator.MISSING || line.isStarred());
                }
            }
        }
    }

    @Test
    void blankLinesBeforeAReplyAreSkipped() {
        assertThat(codesAndTexts(read("\r\n\r\n220 hi\r\n"))).containsExactly("220 [hi]");
    }

    @Test
    void unfinishedReplyGivesNoEvent() {
        ReplyReader reader = new ReplyReader(ReplyLimits.DEFAULT);
        assertThat(reader.read(bytes("250-mail\r\n250-SI"))).isNull();
        assertThat(reader.isMidReply()).isTrue();
        assertThat(reader.unfinished()).extracting(ReplyLine::raw).containsExactly("250-mail", "250-SI");
    }

    @Test
    void bytesAfterAReplyAreNotTaken() {
        ByteBuffer in = bytes("220 hi\r\n250 more\r\n");
        new ReplyReader(ReplyLimits.DEFAULT).read(in);
        assertThat(in.remaining()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 400\r\n', NOT_SMTP",
        "'SSH-2.0-OpenSSH_9.2\r\n', NOT_SMTP",
        "'2002***2***0*00\r\n', NOT_SMTP",
        "'999 what\r\n', NOT_SMTP",
        "'220 123456789012345678901234567890\r\n', LINE_TOO_LONG",
        "'250-a\r\n250-b\r\n250-c\r\n250-d\r\n250-e\r\n250 f\r\n', TOO_MANY_LINES",
        "'250-123456789012345\r\n250-123456789012345\r\n250-123456789012345\r\n250 1\r\n', TOO_MANY_BYTES"
    })
    void bytesThatAreNotAReplyAreAViolation(String wire, Kind kind) {
        List<ReplyEvent> events = read(wire, SMALL, wire.length());
        assertThat(events)
                .hasSize(1)
                .first()
                .isInstanceOfSatisfying(
                        Violation.class,
                        violation -> assertThat(violation.kind()).isEqualTo(kind));
    }

    @Test
    void lineOfTheLargestLengthIsRead() {
        assertThat(read("220 1234567890123456\r\n", SMALL, 5))
                .hasSize(1)
                .first()
                .isInstanceOf(Complete.class);
        assertThat(read("220 12345678901234567\r\n", SMALL, 5)).first().isInstanceOf(Violation.class);
    }

    @Test
    void endlessLineIsAViolationAtTheLimit() {
        ReplyReader reader = new ReplyReader(ReplyLimits.DEFAULT);
        ByteBuffer in = ByteBuffer.wrap("2".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII));
        assertThat(reader.read(in)).isInstanceOf(Violation.class);
        assertThat(reader.offset()).isLessThan(ReplyLimits.DEFAULT.lineBytes() + 3);
    }

    @Test
    void noBytesAreTakenAfterAViolation() {
        ReplyReader reader = new ReplyReader(ReplyLimits.DEFAULT);
        ReplyEvent first = reader.read(bytes("garbage\r\n"));
        assertThat(reader.isMidReply()).isFalse();
        assertThat(reader.unfinished()).isEmpty();
        ByteBuffer more = bytes("220 hi\r\n");
        assertThat(reader.read(more)).isSameAs(first);
        assertThat(more.remaining()).isEqualTo(8);
    }

    @Test
    void textIsUtf8IfValidElseLatin1() {
        assertThat(codesAndTexts(read("220 Grüße\r\n"))).containsExactly("220 [Grüße]");
        byte[] latin = "220 Grüße\r\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(codesAndTexts(read(latin, ReplyLimits.DEFAULT, 3))).containsExactly("220 [Grüße]");
    }

    @Test
    void lineWithoutAnyAsciiIsReadAsUtf8Too() {
        assertThat(read("\u00e9\u00e8\r\n"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Violation.class,
                        violation -> assertThat(violation.lines())
                                .extracting(ReplyLine::raw)
                                .containsExactly("\u00e9\u00e8"));
    }

    /** The buffer of a line begins with 128 bytes and grows. */
    @ParameterizedTest
    @ValueSource(ints = {126, 127, 128, 129, 255, 256, 257})
    void lineThatFillsTheBufferIsRead(int length) {
        String text = "x".repeat(length - 4);
        assertThat(codesAndTexts(read("220 " + text + "\n"))).containsExactly("220 [" + text + "]");
    }

    @Test
    void readerIsMidReplyFromTheFirstByteToTheLast() {
        ReplyReader reader = new ReplyReader(ReplyLimits.DEFAULT);
        assertThat(reader.isMidReply()).isFalse();
        reader.read(bytes("2"));
        assertThat(reader.isMidReply()).isTrue();
        reader.read(bytes("50-mail\r\n"));
        assertThat(reader.isMidReply()).isTrue();
        assertThat(reader.unfinished()).extracting(ReplyLine::raw).containsExactly("250-mail");
        reader.read(bytes("250 SIZE\r\n"));
        assertThat(reader.isMidReply()).isFalse();
        assertThat(reader.unfinished()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1_000})
    void offsetCountsEveryByteThatWasTaken(int chunk) {
        String wire = "\r\n220 mail\r\n250-mail\r\n250 SIZE\r\n\u0015\r\n";
        ReplyReader reader = new ReplyReader(ReplyLimits.DEFAULT);
        for (int at = 0; at < wire.length(); at += chunk) {
            ByteBuffer in = bytes(wire.substring(at, Math.min(wire.length(), at + chunk)));
            while (reader.read(in) instanceof Complete) {
                assertThat(reader.offset()).isIn(12L, 32L);
            }
        }
        assertThat(reader.offset()).isEqualTo(wire.length());
    }

    /** The limits hold to the byte, whatever the chunks, and for each reply anew. */
    @ParameterizedTest
    @CsvSource({
        "60, '250-1234567890123\r\n250-1234567890123\r\n250 1234567890123456\r\n', ",
        "60, '250-12345678901234\r\n250-12345678901234\r\n250 12345678901234\r\n', ",
        "60, '250-12345678901234\r\n250-12345678901234\r\n250 123456789012345\r\n', TOO_MANY_BYTES",
        "60, '250-a\r\n250-b\r\n250-c\r\n250-d\r\n250 e\r\n', ",
        "60, '250-a\r\n250-b\r\n250-c\r\n250-d\r\n250-e\r\n2', ",
        "20, '220 1234567890123456\n', TOO_MANY_BYTES",
        "21, '220 1234567890123456\n', ",
        "22, '220 12345678901234567\n', LINE_TOO_LONG",
        "60, '220 12345678901234567', ",
        "60, '220 123456789012345678', LINE_TOO_LONG"
    })
    void limitsHoldToTheByte(int bytes, String wire, @Nullable Kind kind) {
        for (int chunk : new int[] {1, 3, 1_000}) {
            List<ReplyEvent> events = read(wire, new ReplyLimits(20, 5, bytes), chunk);
            List<Kind> kinds = events.stream()
                    .filter(Violation.class::isInstance)
                    .map(event -> ((Violation) event).kind())
                    .toList();
            assertThat(kinds).as("chunks of %d", chunk).isEqualTo(kind == null ? List.of() : List.of(kind));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 5_000})
    void longestLineOfTheDefaultLimitsIsRead(int chunk) {
        String longest = "250 " + "x".repeat(ReplyLimits.DEFAULT.lineBytes() - 4);
        assertThat(read(longest + "\r\n", ReplyLimits.DEFAULT, chunk)).allMatch(Complete.class::isInstance);
        assertThat(read(longest + "x\r\n", ReplyLimits.DEFAULT, chunk)).allMatch(Violation.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void noByteIsTakenBeyondTheOneThatExceedsTheLimit(int chunk) {
        String wire = "250-12345678901234\r\n250-12345678901234\r\n250-123456\r\n250-1234567890\r\n";
        assertThat(read(wire, new ReplyLimits(20, 5, 58), chunk))
                .singleElement()
                .isInstanceOfSatisfying(Violation.class, violation -> {
                    assertThat(violation.kind()).isEqualTo(Kind.TOO_MANY_BYTES);
                    assertThat(violation.offset()).isEqualTo(59);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "22", "222", "\r\n2\r\n", "\u0015\u0003\u0001"})
    void smallestLimitsAreKept(String wire) {
        for (ReplyEvent event : read(wire, new ReplyLimits(1, 1, 10), 1)) {
            assertThat(event).isInstanceOf(Violation.class);
        }
        assertThat(read(wire, new ReplyLimits(1, 1, 10), 10)).isEqualTo(read(wire, new ReplyLimits(1, 1, 10), 1));
    }

    @Test
    void everyReplyHasTheWholeLimit() {
        String reply = "250-12345678901234\r\n250 12345678901234\r\n";
        assertThat(read(reply.repeat(3), SMALL, 1_000)).hasSize(3).allMatch(Complete.class::isInstance);
        assertThat(read(reply.repeat(3), SMALL, 1)).hasSize(3).allMatch(Complete.class::isInstance);
    }

    @Test
    void violationKeepsWhatArrivedAndItsPlace() {
        Violation tooLong = (Violation)
                read("250-a\r\n250 12345678901234567890\r\n", SMALL, 1_000).get(0);
        assertThat(tooLong.lines()).extracting(ReplyLine::raw).containsExactly("250-a", "250 1234567890123456");
        assertThat(tooLong.offset()).isEqualTo(29);

        Violation tooMany =
                (Violation) read("250-a\r\n".repeat(6), SMALL, 1_000).get(0);
        assertThat(tooMany.lines()).hasSize(5);
        assertThat(tooMany.offset()).isEqualTo(42);
    }

    /** PIX makes such a line of the second line of a greeting. */
    @ParameterizedTest
    @CsvSource({
        "true, '****** 2 0\r\n220 mail\r\n', 220 [mail]",
        "true, '*\r\n250 OK\r\n', 250 [OK]",
        "true, '2*\r\n250-a\r\n\r\n250 b\r\n', '250 [a, , b]'",
        "false, '******\r\n220 mail\r\n', NOT_SMTP",
        "true, '***x\r\n220 mail\r\n', NOT_SMTP",
        "true, '200 \r\n', 200 []",
        "true, '2 0\r\n220 mail\r\n', NOT_SMTP",
        "true, '250-a\r\n****\r\n250 b\r\n', NO_CODE"
    })
    void starsBeforeAReplyAreSkippedOnRequest(boolean skips, String wire, String expected) {
        ReplyReader reader = new ReplyReader(ReplyLimits.DEFAULT);
        reader.skipStars(skips);
        ReplyEvent event = reader.read(bytes(wire));
        assertThat(
                        event instanceof Violation violation
                                ? violation.kind().name()
                                : codesAndTexts(List.of((Complete) event)).get(0))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_SMTP, what arrived is not an SMTP reply, false",
        "NO_CODE, a line without a reply code in the middle of a reply, false",
        "MIXED_CODES, lines with different codes in one reply, false",
        "TLS, TLS where plain SMTP was expected, false",
        "LINE_TOO_LONG, a line longer than 20 bytes, true",
        "TOO_MANY_LINES, a reply of more than 5 lines, true",
        "TOO_MANY_BYTES, a reply of more than 60 bytes, true"
    })
    void violationSaysWhatIsWrong(Kind kind, String sentence, boolean tooLarge) {
        assertThat(new Violation(kind, 0, List.of()).sentence(SMALL)).isEqualTo(sentence);
        assertThat(kind.isTooLarge()).isEqualTo(tooLarge);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, 0, 1", "1, 1, 0", "-1, 1, 1"})
    void limitsBelowOneAreRejected(int lineBytes, int lines, int bytes) {
        assertThatThrownBy(() -> new ReplyLimits(lineBytes, lines, bytes)).hasMessage("every limit must be at least 1");
        assertThat(new ReplyLimits(1, 1, 1).bytes()).isEqualTo(1);
    }

    /** For any bytes and any chunks: the same events, no exception, and the limits are kept. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyBytesInAnyChunksGiveTheSameEvents(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            byte[] wire = i % 3 == 0 ? noise(random) : almostSmtp(random);
            ReplyLimits limits = i % 2 == 0 ? SMALL : ReplyLimits.DEFAULT;
            List<ReplyEvent> whole = read(wire, limits, Math.max(1, wire.length));
            for (int chunk : new int[] {1, 2, 3, 7, 1 + random.nextInt(50)}) {
                assertThat(read(wire, limits, chunk))
                        .as("seed %d, case %d, chunks of %d", seed, i, chunk)
                        .isEqualTo(whole);
            }
            assertThat(whole).allSatisfy(event -> keepsBounds(event, limits));
        }
    }

    private static void keepsBounds(ReplyEvent event, ReplyLimits limits) {
        List<ReplyLine> lines =
                event instanceof Complete complete ? complete.reply().lines() : ((Violation) event).lines();
        assertThat(lines).hasSizeLessThanOrEqualTo(limits.lines());
        assertThat(lines).allMatch(line -> line.raw().length() <= limits.lineBytes());
        assertThat(lines.stream().mapToInt(line -> line.raw().length()).sum()).isLessThanOrEqualTo(limits.bytes());
    }

    private static byte[] noise(Random random) {
        byte[] wire = new byte[random.nextInt(400)];
        random.nextBytes(wire);
        return wire;
    }

    private static byte[] almostSmtp(Random random) {
        String[] pieces = {
            "250",
            "-",
            " ",
            "\r\n",
            "\n",
            "\r",
            "220",
            "5",
            "SIZE",
            "\0",
            "*",
            "XXXX",
            "é",
            "250-",
            "250 ",
            "OK",
            "\r\n\r\n",
            "999"
        };
        StringBuilder wire = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            wire.append(pieces[random.nextInt(pieces.length)]);
        }
        return wire.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<ReplyEvent> read(String wire) {
        List<ReplyEvent> whole = read(wire, ReplyLimits.DEFAULT, 1_000);
        assertThat(read(wire, ReplyLimits.DEFAULT, 1)).isEqualTo(whole);
        return whole;
    }

    private static List<ReplyEvent> read(String wire, ReplyLimits limits, int chunk) {
        return read(wire.getBytes(StandardCharsets.UTF_8), limits, chunk);
    }

    private static List<ReplyEvent> read(byte[] wire, ReplyLimits limits, int chunk) {
        ReplyReader reader = new ReplyReader(limits);
        List<ReplyEvent> events = new ArrayList<>();
        for (int at = 0; at < wire.length; at += chunk) {
            ByteBuffer in = ByteBuffer.wrap(wire, at, Math.min(chunk, wire.length - at));
            for (ReplyEvent event = reader.read(in); event != null; event = reader.read(in)) {
                events.add(event);
                if (event instanceof Violation) {
                    return events;
                }
            }
        }
        return events;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> codesAndTexts(List<ReplyEvent> events) {
        return events.stream()
                .map(event -> ((Complete) event).reply())
                .map(reply -> reply.code() + " "
                        + reply.lines().stream().map(ReplyLine::text).toList())
                .toList();
    }
}
