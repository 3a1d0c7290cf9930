package io.ehloscope.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.paste.Paste;
import io.ehloscope.paste.PastedTranscript;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyTexts;
import io.ehloscope.smtp.VerbSet;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every published transcript, pasted bare and with the decoration that people and programs add to lines. */
class PastedTranscriptsTest {

    private static final int ROUNDS = 25;

    /** One decoration of each line of a paste; the number is that of the line. */
    private enum Decorated {
        NONE("%2$s"),
        SERVER("S: %2$s"),
        CURL("< %2$s"),
        SWAKS("<-  %2$s"),
        SWAKS_TLS("<~  %2$s"),
        QUOTED("> > %2$s"),
        TABBED("%1$d\t%2$s"),
        NUMBERED("%1$4d: %2$s"),
        CLOCK("[12:00:%1$02d] %2$s"),
        ISO("2024-05-06T12:00:%1$02d.123Z %2$s"),
        ISO_AND_MARK("2024-05-06 12:00:%1$02d,123 +0200 < %2$s"),
        SYSLOG("May  6 12:00:%1$02d relay1 postfix/smtp[4711]: < mx.example.com[192.0.2.1]:25: %2$s"),
        SYSLOG_IN_A_MAIL("> May  6 12:00:%1$02d relay1 exim[4711]: SMTP<< %2$s"),
        PYTHON("reply: b'%2$s\\r\\n'"),
        BULLET("* %2$s"),
        INDENTED("    %2$s   "),
        PROBE("      12.3 ms  < %2$s");

        private final String format;

        Decorated(String format) {
            this.format = format;
        }

        String on(String text) {
            int[] number = {0};
            return text.lines()
                    .map(line -> String.format(format, ++number[0] % 60, line))
                    .collect(Collectors.joining("\n"));
        }
    }

    /** Changes to characters by an editor, a mail program, or a web page. */
    private static final List<UnaryOperator<String>> CHARACTERS = List.of(
            text -> text,
            text -> text.replace("\n", "\r\n"),
            text -> text.replace(' ', '\u00a0'),
            text -> text.replace('-', '\u2011'),
            text -> text.replace("&", "&amp;")
                    .replace("<", "&lt;")
                    .replace(">", "&gt;")
                    .replace("\n", "<br>\n"),
            text -> "\ufeff" + text);

    static Stream<Recorded> transcripts() {
        return Recorded.all().stream();
    }

    /**
     * Transcripts except those whose last reply could be a greeting without commands: lone refusals, and a 220 in reply
     * to EHLO.
     */
    static Stream<Recorded> plain() {
        return transcripts().filter(each -> !isLoneRefusal(each) && !each.file().contains("220-on-ehlo"));
    }

    @ParameterizedTest
    @MethodSource("plain")
    void decorationMakesNoDifference(Recorded each) {
        for (Decorated decoration : Decorated.values()) {
            String pasted = decoration.on(text(each));
            assertSame(each, Paste.read(pasted), pasted);
        }
    }

    @ParameterizedTest
    @MethodSource("plain")
    void decorationAndChangedCharactersMakeNoDifference(Recorded each) {
        Random random = new Random(each.file().hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            String pasted = text(each);
            pasted = pick(random).on(pasted);
            pasted = CHARACTERS.get(random.nextInt(CHARACTERS.size())).apply(pasted);
            assertSame(each, Paste.read(pasted), pasted);
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void commandsAndProgramOutputMakeNoDifference(Recorded each) {
        String banner = each.banner() == null ? "" : each.banner() + "\n";
        String ehlo = each.ehlo() == null ? "" : "EHLO scanner.example.net\n" + each.ehlo() + "\n";
        String pasted = "Trying 192.0.2.1...\nConnected to mx.example.com.\nEscape character is '^]'.\n" + banner + ehlo
                + "QUIT\n221 Bye\nConnection closed by foreign host.\n";

        assertSame(each, Paste.read(pasted), pasted);
    }

    /** A paste with random changes is read without failing, and gives the same result twice. */
    @ParameterizedTest
    @MethodSource("transcripts")
    void damagedPasteIsReadWithoutFailing(Recorded each) {
        Random random = new Random(each.file().hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder damaged = new StringBuilder(pick(random).on(text(each)));
            for (int i = 0; i < 8 && damaged.length() > 1; i++) {
                int at = random.nextInt(damaged.length());
                switch (random.nextInt(3)) {
                    case 0 -> damaged.deleteCharAt(at);
                    case 1 -> damaged.insert(at, (char) random.nextInt(0x3000));
                    default -> damaged.insert(at, '\n');
                }
            }
            Paste read = Paste.read(damaged.toString());
            assertThat(read).isEqualTo(Paste.read(damaged.toString()));
            long lines = damaged.toString().split("\\R", -1).length;
            assertThat(read.ignored()).allMatch(line -> line.number() >= 1 && line.number() <= lines);
        }
    }

    private static boolean isLoneRefusal(Recorded each) {
        Reply reply = expected(each);
        return each.banner() == null && reply != null && !reply.isPositive();
    }

    private static Decorated pick(Random random) {
        return Decorated.values()[random.nextInt(Decorated.values().length)];
    }

    private static String text(Recorded each) {
        return Stream.of(each.banner(), each.ehlo())
                .filter(part -> part != null)
                .collect(Collectors.joining("\n"));
    }

    private static void assertSame(Recorded each, Paste paste, String pasted) {
        assertThat(paste.transcripts()).as(pasted).hasSize(1);
        PastedTranscript read = paste.transcripts().get(0);
        assertThat(read.greeting() == null ? 0 : read.greeting().code())
                .as(pasted)
                .isEqualTo(
                        each.banner() == null
                                ? 0
                                : ReplyTexts.reply(each.banner()).code());
        assertThat(verbs(read.ehlo())).as(pasted).isEqualTo(verbs(expected(each)));
        assertThat(code(read.ehlo())).as(pasted).isEqualTo(code(expected(each)));
    }

    private static @Nullable Reply expected(Recorded each) {
        return each.ehlo() == null ? null : ReplyTexts.reply(each.ehlo());
    }

    private static int code(@Nullable Reply reply) {
        return reply == null ? 0 : reply.code();
    }

    private static VerbSet verbs(@Nullable Reply reply) {
        return reply == null || !reply.isPositive()
                ? VerbSet.EMPTY
                : EhloReply.of(reply).verbs();
    }
}
