package io.ehloscope.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.plan.Settings.StarttlsMode;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every form of reply in a published transcript, in a whole dialogue: its outcome, independent of how the network
 * splits it.
 */
class ReplyShapesTest {

    private static final String EXCHANGE = "250-mail.example.com Hello [192.0.2.1]\r\n250-X-EXPS NTLM\r\n";

    /** The forms, each with the expected verbs, or stage and reason. */
    static Stream<Shape> shapes() {
        return Stream.of(
                shape("a reply of its own with 220 before the list")
                        .ehlo("220 mail Hello\r\n250-TURN\r\n250 XEXCH50\r\n")
                        .verbs("TURN", "XEXCH50"),
                shape("a second greeting before the whole list")
                        .ehlo("220 mail ESMTP\r\n250-mail Hello\r\n250-XFOO\r\n250 XEXCH50\r\n")
                        .verbs("XFOO", "XEXCH50"),
                shape("a reply of another code behind the list")
                        .ehlo(EXCHANGE + "250 OK\r\n220 READY\r\n")
                        .verbs("X-EXPS"),
                shape("prose behind the list, before 221")
                        .ehlo("250-mail\r\n250 DSN\r\n")
                        .bye("250 goodbye\r\n221 bye\r\n")
                        .verbs("DSN"),
                shape("a reply to QUIT with another wrong code")
                        .ehlo("250-mail\r\n250 DSN\r\n")
                        .bye("200 XFOO\r\n")
                        .verbs("DSN"),
                shape("240 instead of 250 in the list")
                        .ehlo(EXCHANGE + "240-X-EXPS=LOGIN *\r\n250 OK\r\n")
                        .fails(Stage.EHLO, Reason.NOT_SMTP),
                shape("an error as the last line of the list")
                        .ehlo(EXCHANGE + "550 no\r\n")
                        .fails(Stage.EHLO, Reason.NOT_SMTP),
                shape("a blank line in the list")
                        .ehlo(EXCHANGE + "\r\n250 XEXCH50\r\n")
                        .verbs("X-EXPS", "XEXCH50"),
                shape("the last-line form in mid-list")
                        .ehlo("250-mail\r\n250-ETRN\r\n250 DSN\r\n250 AUTH=LOGIN\r\n250 TLS\r\n")
                        .verbs("ETRN", "DSN", "AUTH=LOGIN", "TLS"),
                shape("the last-line form in mid-list, the rest in another reply of several lines")
                        .ehlo("250-mail\r\n250 DSN\r\n250-X-LINK2STATE\r\n250 XEXCH50\r\n")
                        .verbs("DSN", "X-LINK2STATE", "XEXCH50"),
                shape("every line in the last-line form")
                        .ehlo("250 mail\r\n250 SIZE\r\n250 XEXCH50\r\n")
                        .verbs("SIZE", "XEXCH50"),
                shape("the last-line form in mid-list, and a close instead of the 221 reply")
                        .ehlo("250-mail\r\n250 DSN\r\n250 XEXCH50\r\n")
                        .bye("")
                        .verbs("DSN", "XEXCH50"),
                shape("a reply to QUIT with the wrong code")
                        .ehlo("250-mail\r\n250 DSN\r\n")
                        .bye("250 bye\r\n")
                        .verbs("DSN"),
                shape("a last line that never comes")
                        .ehlo("250-Hello, pleased to meet you\r\n")
                        .fails(Stage.EHLO, Reason.TRUNCATED),
                shape("a list that breaks off in mid-line")
                        .ehlo(EXCHANGE + "250-XEXC")
                        .fails(Stage.EHLO, Reason.TRUNCATED),
                shape("a list that goes on behind its seeming end, and breaks off")
                        .ehlo("250-mail\r\n250 DSN\r\n250-X-LINK2STATE\r\n")
                        .fails(Stage.EHLO, Reason.TRUNCATED),
                shape("OK as the last line").ehlo(EXCHANGE + "250 OK\r\n").verbs("X-EXPS"),
                shape("a bare code as the last line").ehlo(EXCHANGE + "250\r\n").verbs("X-EXPS"),
                shape("a code and a blank as the last line")
                        .ehlo(EXCHANGE + "250 \r\n")
                        .verbs("X-EXPS"),
                shape("an empty greeting line")
                        .ehlo("250-\r\n250-PIPELINING\r\n250 DSN\r\n")
                        .verbs("PIPELINING", "DSN"),
                shape("a verb before the greeting line")
                        .ehlo("250-STARTTLS\r\n250-mail.example.com\r\n250 SIZE\r\n")
                        .verbs("STARTTLS", "SIZE"),
                shape("no greeting line").ehlo("250-SIZE\r\n250 XRDST\r\n").verbs("SIZE", "XRDST"),
                shape("a line without a code")
                        .ehlo("250-mail\r\nSIZE 1000\r\n250 XRDST\r\n")
                        .fails(Stage.EHLO, Reason.NOT_SMTP),
                shape("a line without a separator")
                        .ehlo("250-mail\r\n250SIZE 1000\r\n")
                        .fails(Stage.EHLO, Reason.NOT_SMTP),
                shape("no code at all").ehlo("OK\r\n").fails(Stage.EHLO, Reason.NOT_SMTP),
                shape("EHLO answered with another 220").ehlo("220 go on...\r\n").verbs(),
                shape("AUTH without a mechanism, and its doubles")
                        .ehlo("250-mail\r\n250-AUTH=LOGIN\r\n250-AUTH\r\n250 AUTH LOGIN\r\n")
                        .verbs("AUTH=LOGIN", "AUTH", "AUTH"),
                shape("lower case")
                        .ehlo("250-mail\r\n250-8bitmime\r\n250 XexCH50\r\n")
                        .verbs("8bitmime", "XexCH50"),
                shape("a host with blanks and an IPv6 literal")
                        .ehlo("250-My Mail Server Hello [IPv6:fe80::1%eth0]\r\n250 SIZE\r\n")
                        .verbs("SIZE"),
                shape("bare line feeds").ehlo("250-mail\n250-SIZE\n250 XRDST\n").verbs("SIZE", "XRDST"),
                shape("a greeting of several lines")
                        .greeting("220-mail\r\n220-we do not authorize\r\n220 ready\r\n")
                        .ehlo(EXCHANGE + "250 OK\r\n")
                        .verbs("X-EXPS"),
                shape("blank lines before the greeting")
                        .greeting("\r\n\r\n220 hi\r\n")
                        .ehlo(EXCHANGE + "250 OK\r\n")
                        .verbs("X-EXPS"),
                shape("a starred greeting without a blank")
                        .greeting("220*****0*2****\r\n")
                        .ehlo(EXCHANGE + "250 OK\r\n")
                        .verbs("X-EXPS"),
                shape("a starred greeting whose second line has lost its code")
                        .greeting("220*****0*2****\r\n", "2002***2***0*00 \r\n")
                        .ehlo(EXCHANGE + "250 OK\r\n")
                        .verbs("X-EXPS"),
                shape("told that we spoke too early (postscreen)")
                        .greeting("521 5.5.1 Protocol error\r\n")
                        .fails(Stage.GREETING, Reason.REJECTED_PERMANENTLY),
                shape("told that we spoke too early (Exim)")
                        .greeting("554 SMTP synchronization error\r\n")
                        .fails(Stage.GREETING, Reason.REJECTED_PERMANENTLY),
                shape("told that we spoke too early (Haraka)")
                        .greeting("421 You talk too soon\r\n")
                        .fails(Stage.GREETING, Reason.REJECTED_TEMPORARILY),
                shape("421 to EHLO")
                        .ehlo("421 4.7.0 name does not match\r\n")
                        .fails(Stage.EHLO, Reason.REJECTED_TEMPORARILY),
                shape("a 221 reply instead of a greeting")
                        .greeting("221 bye\r\n")
                        .fails(Stage.GREETING, Reason.CLOSED),
                shape("a 221 reply instead of a list").ehlo("221 closing\r\n").fails(Stage.EHLO, Reason.CLOSED),
                shape("a 221 reply after the list without QUIT")
                        .ehlo(EXCHANGE + "250 OK\r\n221 timeout\r\n")
                        .verbs("X-EXPS"),
                shape("text behind 221")
                        .ehlo(EXCHANGE + "250 OK\r\n")
                        .bye("221 bye\r\n250 XEXCH50\r\nand so on")
                        .verbs("X-EXPS"),
                shape("EHLO refused, HELO answered in several lines")
                        .ehlo("502 what?\r\n")
                        .helo("250-mail\r\n250-welcome\r\n250 OK\r\n")
                        .heloOnly(),
                shape("EHLO refused in several lines")
                        .ehlo("500-I do not\r\n500 know this\r\n")
                        .helo("250 mail\r\n")
                        .heloOnly(),
                shape("EHLO refused, HELO refused as a second hello")
                        .ehlo("502 what?\r\n")
                        .helo("503 duplicate HELO\r\n")
                        .fails(Stage.HELO, Reason.REJECTED_PERMANENTLY),
                shape("a long list of last lines")
                        .ehlo("250 XVERB\r\n".repeat(1_000))
                        .fails(Stage.EHLO, Reason.TOO_LARGE),
                shape("a list that goes on for ever behind its seeming end")
                        .ehlo("250-mail\r\n250 DSN\r\n" + "250-XVERB\r\n".repeat(1_000))
                        .fails(Stage.EHLO, Reason.TOO_LARGE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void everyFormOfReplyHasItsOutcome(Shape shape) {
        assertThat(play(shape, new Cuts(Integer.MAX_VALUE, 0))).isEqualTo(shape.expected());
    }

    /** In two pieces, split at every position, and in equal pieces of every small size. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void outcomeDoesNotDependOnTheSplit(Shape shape) {
        int longest = Math.min(200, shape.longest());
        for (int at = 1; at <= longest; at++) {
            assertThat(play(shape, new Cuts(Integer.MAX_VALUE, at)))
                    .as("%s, cut after %d bytes", shape, at)
                    .isEqualTo(shape.expected());
        }
        for (int size = 1; size < 12; size++) {
            assertThat(play(shape, new Cuts(size, 0)))
                    .as("%s, in pieces of %d bytes", shape, size)
                    .isEqualTo(shape.expected());
        }
    }

    @Test
    void heloReplyIsNotAList() {
        Observation seen = ScriptedDialogue.begin()
                .server("220 hi")
                .server("502 what?")
                .server("250-mail", "250 XEXCH50")
                .sends("QUIT")
                .server("221 bye")
                .answered();
        assertThat(seen.ehlo()).isNull();
    }

    @Test
    void truncatedListInsideTlsIsNotKept() {
        Observation seen = ScriptedDialogue.begin(StarttlsMode.NEGOTIATE)
                .server("220 hi")
                .server("250-mail", "250 STARTTLS")
                .server("220 go")
                .secured()
                .server("250-mail", "250 XRDST")
                .sends("QUIT")
                .server("250-XEXCH50")
                .serverCloses()
                .answered();
        assertThat(seen.ehlo().verbs().keys()).containsExactly("STARTTLS");
        assertThat(seen.ehloTls()).isNull();
        assertThat(ObservedSentences.of(seen)).anyMatch(remark -> remark.startsWith("at ehlo_tls"));
    }

    /** Plays the server: it sends each part when its turn comes, split in pieces, and then closes. */
    private static String play(Shape shape, Cuts cuts) {
        ScriptedDialogue play = ScriptedDialogue.begin();
        cuts.of(shape.greetings().get(0)).forEach(play::serverBytes);
        if (play.hasSent("EHLO scanner.example.com")) {
            shape.greetings().stream().skip(1).map(cuts::of).forEach(late -> late.forEach(play::serverBytes));
            cuts.of(shape.ehlo()).forEach(play::serverBytes);
        }
        if (play.hasSent("HELO scanner.example.com")) {
            cuts.of(shape.helo()).forEach(play::serverBytes);
        }
        if (play.hasSent("QUIT")) {
            cuts.of(shape.bye()).forEach(play::serverBytes);
        }
        return inWords(play.serverCloses().outcome());
    }

    private static String inWords(ProbeOutcome outcome) {
        if (outcome instanceof ProbeOutcome.Failed failed) {
            Failure failure = failed.failure();
            return failure.stage() + " " + failure.reason();
        }
        EhloReply ehlo = outcome.observation().ehlo();
        Reply helo = outcome.observation().helo();
        return ehlo == null
                ? "HELO " + (helo != null)
                : ehlo.verbs().stream().map(Verb::name).toList().toString();
    }

    private static Shape shape(String name) {
        return new Shape(name, List.of("220 hi\r\n"), "", "", "221 bye\r\n", null);
    }

    /**
     * How bytes are split: in pieces of a size, after a first piece of another size.
     *
     * @param size bytes of a piece
     * @param first bytes of the first piece; 0 for none
     */
    private record Cuts(int size, int first) {
        List<String> of(String bytes) {
            int head = Math.min(first, bytes.length());
            List<String> pieces = new ArrayList<>();
            if (head > 0) {
                pieces.add(bytes.substring(0, head));
            }
            for (int at = head; at < bytes.length(); at += Math.min(size, bytes.length() - at)) {
                pieces.add(bytes.substring(at, Math.min(bytes.length(), at + Math.min(size, bytes.length()))));
            }
            return pieces;
        }
    }

    /** What a server sends at each turn, and the expected outcome. */
    private record Shape(
            String name,
            List<String> greetings,
            String ehlo,
            String helo,
            String bye,
            @Nullable String expected) {

        Shape greeting(String... parts) {
            return new Shape(name, List.of(parts), ehlo, helo, bye, expected);
        }

        Shape ehlo(String bytes) {
            return new Shape(name, greetings, bytes, helo, bye, expected);
        }

        Shape helo(String bytes) {
            return new Shape(name, greetings, ehlo, bytes, bye, expected);
        }

        Shape bye(String bytes) {
            return new Shape(name, greetings, ehlo, helo, bytes, expected);
        }

        Shape verbs(String... names) {
            return new Shape(name, greetings, ehlo, helo, bye, List.of(names).toString());
        }

        Shape heloOnly() {
            return new Shape(name, greetings, ehlo, helo, bye, "HELO true");
        }

        Shape fails(Stage stage, Reason reason) {
            return new Shape(name, greetings, ehlo, helo, "", stage + " " + reason);
        }

        int longest() {
            return Math.max(ehlo.length(), greetings.get(0).length());
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
