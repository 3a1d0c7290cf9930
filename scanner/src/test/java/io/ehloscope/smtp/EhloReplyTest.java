package io.ehloscope.smtp;

import static io.ehloscope.smtp.ReplyTexts.reply;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of EHLO replies that servers send and web pages quote. */
class EhloReplyTest {

    @Test
    void itReadsATypicalReply() {
        EhloReply ehlo =
                read("250-mail.example.com Hello [192.0.2.1]\n250-SIZE 37748736\n250-AUTH NTLM LOGIN\n250 XRDST");

        assertThat(ehlo.greeting()).isEqualTo("mail.example.com Hello [192.0.2.1]");
        assertThat(ehlo.verbs().list())
                .containsExactly(
                        new Verb("SIZE", List.of("37748736")),
                        new Verb("AUTH", List.of("NTLM", "LOGIN")),
                        new Verb("XRDST", List.of()));
        assertThat(ehlo.endsWithOk()).isFalse();
        assertThat(ehlo.oddities()).isEmpty();
    }

    @Test
    void codesCanDifferWithinOneReply() {
        EhloReply ehlo = read("220 host Hello [10.0.0.1]\n250-TURN\n250 OK");

        assertThat(ehlo.greeting()).isEqualTo("host Hello [10.0.0.1]");
        assertThat(ehlo.verbs().keys()).containsExactly("TURN");
        assertThat(ehlo.oddities())
                .containsExactly(
                        "reply code 220 on \"220 host Hello [10.0.0.1]\", 250 at the end",
                        "\"220 host Hello [10.0.0.1]\" is marked as the last line, but more lines follow");
    }

    @Test
    void verbWithAMistypedCodeIsKeptAndReported() {
        EhloReply ehlo = read("250-host Hello\n240-X-EXPS=LOGIN *\n250 OK");

        assertThat(ehlo.verbs().has("X-EXPS=LOGIN")).isTrue();
        assertThat(ehlo.oddities()).anyMatch(each -> each.startsWith("reply code 240"));
    }

    @Test
    void lastLineFormInTheMiddleDoesNotEndTheReply() {
        EhloReply ehlo = read("250-host\n250-ETRN\n250 DSN\n250 AUTH=LOGIN\n250 TLS");

        assertThat(ehlo.verbs().keys()).containsExactly("ETRN", "DSN", "AUTH=LOGIN", "TLS");
        assertThat(ehlo.oddities())
                .contains("\"250 DSN\" is marked as the last line, but more lines follow")
                .hasSize(2);
    }

    @Test
    void unfinishedReplyIsReported() {
        EhloReply ehlo = read("250-Hello client, pleased to meet you");

        assertThat(ehlo.verbs().isEmpty()).isTrue();
        assertThat(ehlo.oddities()).containsExactly("the reply does not end: its last line announces another line");
    }

    @ParameterizedTest
    @ValueSource(strings = {"250 OK", "250 ok", "250 OK "})
    void okOfWindowsIsATerminatorNotAVerb(String last) {
        EhloReply ehlo = read("250-host Hello [10.0.0.1]\n250-TURN\n" + last);

        assertThat(ehlo.endsWithOk()).isTrue();
        assertThat(ehlo.verbs().keys()).containsExactly("TURN");
        assertThat(ehlo.oddities()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"250", "250 "})
    void emptyLastLineIsNotAVerb(String last) {
        EhloReply ehlo = read("250-host\n250-PIPELINING\n" + last);

        assertThat(ehlo.verbs().keys()).containsExactly("PIPELINING");
        assertThat(ehlo.endsWithOk()).isFalse();
        assertThat(ehlo.oddities()).isEmpty();
    }

    @Test
    void greetingLineCanBeEmpty() {
        EhloReply ehlo = read("250-\n250-PIPELINING\n250 SMTPUTF8");

        assertThat(ehlo.greeting()).isEmpty();
        assertThat(ehlo.verbs().keys()).containsExactly("PIPELINING", "SMTPUTF8");
        assertThat(ehlo.oddities()).containsExactly("the greeting line is empty");
    }

    @Test
    void emptyLineInTheListIsReported() {
        assertThat(read("250-host\n250-\n250 SIZE").oddities()).containsExactly("an empty line in the list");
    }

    @Test
    void verbBeforeTheGreetingLineIsKept() {
        EhloReply ehlo = read("250-STARTTLS\n250-mail.domain1.com\n250-8BITMIME\n250 SIZE 30000000");

        assertThat(ehlo.verbs().keys()).containsExactly("STARTTLS", "8BITMIME", "SIZE");
        assertThat(ehlo.greeting()).isEqualTo("mail.domain1.com");
        assertThat(ehlo.oddities())
                .containsExactly("the greeting line \"mail.domain1.com\" comes after the first verb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SIZE 37748736", "DSN", "8BITMIME", "AUTH=LOGIN PLAIN", "X-ANONYMOUSTLS", "XFORWARD NAME ADDR"})
    void noVerbIsLostIfTheGreetingLineIsMissing(String first) {
        EhloReply ehlo = read("250-" + first + "\n250-PIPELINING\n250 XRDST");

        assertThat(ehlo.greeting()).isNull();
        assertThat(ehlo.verbs().size()).isEqualTo(3);
        assertThat(ehlo.oddities()).containsExactly("no greeting line: the reply begins with its first verb");
    }

    @Test
    void lineWithoutACodeIsReadAndReported() {
        EhloReply ehlo = read("250-host\nSIZE 1000\n250 8BITMIME");

        assertThat(ehlo.verbs().keys()).containsExactly("SIZE", "8BITMIME");
        assertThat(ehlo.oddities()).containsExactly("a line without a reply code: \"SIZE 1000\"");
    }

    @Test
    void reply220ToEhloIsReported() {
        EhloReply ehlo = read("220 go on...");

        assertThat(ehlo.greeting()).isEqualTo("go on...");
        assertThat(ehlo.verbs().isEmpty()).isTrue();
        assertThat(ehlo.oddities()).containsExactly("EHLO was answered with reply code 220 instead of 250");
    }

    @Test
    void authWithoutAMechanismIsAVerbWithoutParams() {
        EhloReply ehlo = read("250-host\n250-AUTH\n250 DSN");

        assertThat(ehlo.verbs().named("AUTH")).containsExactly(new Verb("AUTH", List.of()));
        assertThat(ehlo.oddities()).isEmpty();
    }

    @Test
    void keywordJoinedToItsParamIsASeparateVerb() {
        EhloReply ehlo = read("250-host\n250-AUTH=LOGIN\n250-AUTH LOGIN PLAIN\n250-AUTH=PLAIN LOGIN\n250 HELP");

        assertThat(ehlo.verbs().keys()).containsExactly("AUTH=LOGIN", "AUTH", "AUTH=PLAIN", "HELP");
        assertThat(ehlo.verbs().offers("AUTH=PLAIN", "login")).isTrue();
    }

    @Test
    void duplicatesAreKeptInOrder() {
        EhloReply ehlo = read("250-host\n250-AUTH LOGIN\n250-SIZE\n250 AUTH PLAIN");

        assertThat(ehlo.verbs().size()).isEqualTo(3);
        assertThat(ehlo.verbs().offers("AUTH", "PLAIN")).isTrue();
    }

    @Test
    void verbInLowerCaseIsFoundAndKeepsItsSpelling() {
        EhloReply ehlo = read("250-host\n250-8bitmime\n250 xexch50");

        assertThat(ehlo.verbs().has("8BITMIME")).isTrue();
        assertThat(ehlo.verbs().list().get(0).name()).isEqualTo("8bitmime");
        assertThat(ehlo.oddities()).isEmpty();
    }

    @Test
    void footnoteMarksAndRemarksAreRemovedAndReported() {
        EhloReply ehlo =
                read("250-host Hello\n250-X-EXPS GSSAPI NTLM *\n250 XEXCH50 [Exchange to Exchange data transfer]");

        assertThat(ehlo.verbs().list())
                .containsExactly(new Verb("X-EXPS", List.of("GSSAPI", "NTLM")), new Verb("XEXCH50", List.of()));
        assertThat(ehlo.oddities())
                .containsExactly(
                        "a footnote mark after \"X-EXPS GSSAPI NTLM\"", "a remark in brackets after \"XEXCH50\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wedge010.net.lu.se Hello [46.59.111.153]",
                "SendCloud Inbound Server Hello, Haraka is at your service.",
                "XXXXXXXX.com Hello xsection.com [127.0.0.1]",
                "host Hello [2601:840:8081:4a70:ebeb:3348:83bb:1cda]",
                "host Hello [fe80::2174:c9da:4ac0:74c2%13]",
                "xxx.xxx.xxx.xxxHello xxx.xxx.xxx.xxx [xxx.xxx.xxx.xxx]",
                "<my domain> Hello <client hello> [<ip>])",
                "SIZE.example.com",
                "help.example.com",
                "SIZE matters, hello",
                "turn Hello [192.0.2.1]"
            })
    void greetingLineOfAnyFormIsNotAVerb(String greeting) {
        EhloReply ehlo = read("250-" + greeting + "\n250 SIZE 1000");

        assertThat(ehlo.greeting()).isEqualTo(greeting);
        assertThat(ehlo.verbs().keys()).containsExactly("SIZE");
        assertThat(ehlo.oddities()).isEmpty();
    }

    @Test
    void hostNamedLikeAVerbIsNotAVerbIfTheVerbComesLater() {
        EhloReply ehlo = read("250-size\n250-PIPELINING\n250 SIZE 1000");

        assertThat(ehlo.greeting()).isEqualTo("size");
        assertThat(ehlo.verbs().keys()).containsExactly("PIPELINING", "SIZE");
    }

    @Test
    void replyOfOneLineHasNoVerbs() {
        EhloReply ehlo = read("250 mail.example.com");

        assertThat(ehlo.greeting()).isEqualTo("mail.example.com");
        assertThat(ehlo.verbs().isEmpty()).isTrue();
        assertThat(ehlo.oddities()).isEmpty();
    }

    @Test
    void singleOkIsAGreetingLineNotATerminator() {
        EhloReply ehlo = read("250 OK");

        assertThat(ehlo.greeting()).isEqualTo("OK");
        assertThat(ehlo.endsWithOk()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "250-X_ANONYMOUSTLS, X_ANONYMOUSTLS",
        "250-XXXXXXXA, XXXXXXXA",
        "250-STARTTLS , STARTTLS",
        "250-0A, 0A",
        "250-9Z, 9Z",
        "250-A9, A9",
        "250-Z0, Z0",
        "250-az, AZ",
        "250-za, ZA"
    })
    void unusualKeywordsAreVerbs(String line, String name) {
        assertThat(read("250-host\n" + line + "\n250 DSN").verbs().has(name)).isTrue();
    }

    @Test
    void lineWithoutAKeywordIsNotAVerb() {
        EhloReply ehlo = read("250-host\n250-XEXCH250..\n250-<script>\n250-=LOGIN\n250 DSN");

        assertThat(ehlo.verbs().keys()).containsExactly("DSN");
        assertThat(ehlo.oddities())
                .containsExactly(
                        "\"XEXCH250..\" is not a verb", "\"<script>\" is not a verb", "\"=LOGIN\" is not a verb");
    }

    /** Prose around a list is no verb, wherever it is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello",
                "hello",
                "Hello there",
                "HELLO",
                "Requested mail action okay, completed",
                "requested mail action okay",
                "REQUESTED MAIL ACTION OKAY, COMPLETED",
                "Ok completed",
                "OK, go ahead",
                "Okay",
                "Go ahead",
                "ready",
                "Done",
                "End of list",
                "Have a nice day",
                "Service ready now",
                "Ezra waits",
                "Thank you"
            })
    void proseIsNotAVerb(String prose) {
        for (String text : List.of(
                "250-host\n250-SIZE 1000\n250 " + prose,
                "250-" + prose + "\n250 SIZE 1000",
                "250-host\n250-" + prose + "\n250 SIZE 1000",
                "250-SIZE 1000\n250 " + prose)) {
            EhloReply ehlo = read(text);
            assertThat(ehlo.verbs().keys()).as(text).containsExactly("SIZE");
            assertThat(ehlo.endsWithOk()).isFalse();
        }
        assertThat(read("250 " + prose).verbs().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Help",
                "Auth Login plain",
                "Pipelining",
                "8bitmime",
                "X-Foo bar",
                "XFOO bar",
                "Xfoo",
                "xfoo bar",
                "VERP ok",
                "GO-AHEAD",
                "OK-TO-SEND",
                "ENDPOINT"
            })
    void verbsAreNotProse(String verb) {
        EhloReply ehlo = read("250-host\n250-SIZE 1000\n250 " + verb);
        assertThat(ehlo.verbs().list().get(1)).hasToString(verb);
        assertThat(ehlo.oddities()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "mail.example.com SIZE 20480000, SIZE 20480000",
        "localhost SIZE 1000, SIZE 1000",
        "mail.example.com Hello [192.0.2.1] SIZE 1000, SIZE 1000",
        "SIZE 1000 mail.example.com Hello [192.0.2.1], SIZE 1000",
        "mail.example.com SIZE 1000 pleased to meet you, SIZE 1000",
        "mail.example.com SIZE 9 pleased to meet you, SIZE 9",
        "mail.example.com SIZE, SIZE",
        "mail STARTTLS, STARTTLS",
        "mail AUTH LOGIN PLAIN, AUTH LOGIN PLAIN",
        "mail AUTH=LOGIN, AUTH=LOGIN"
    })
    void verbOnTheGreetingLineIsNotLost(String greeting, String verb) {
        EhloReply ehlo = read("250-" + greeting + "\n250 DSN");
        assertThat(ehlo.verbs().list()).extracting(Verb::toString).containsExactly(verb, "DSN");
        assertThat(ehlo.greeting()).isEqualTo(greeting);
        assertThat(ehlo.oddities())
                .containsExactly("\"" + verb + "\" is on the greeting line, where clients do not look for it");
        assertThat(read("250 " + greeting).verbs().list()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mail.example.com SIZE matters",
                "mail.example.com SIZE  matters",
                "mail OVERSIZE 1000",
                "mail.example.com SIZE x",
                "mail.example.com SIZE 1000x",
                "mail.example.com ESMTP",
                "mail help",
                "MAIL GATEWAY SIZED",
                "mail.example.com Help is near"
            })
    void otherWordsOnTheGreetingLineAreNotVerbs(String greeting) {
        EhloReply ehlo = read("250-" + greeting + "\n250 DSN");
        assertThat(ehlo.verbs().keys()).containsExactly("DSN");
        assertThat(ehlo.oddities()).isEmpty();
    }

    @Test
    void verbOfTheListCountsRatherThanThatOfTheGreetingLine() {
        EhloReply ehlo = read("250-mail SIZE 1000\n250 SIZE 2000");
        assertThat(ehlo.verbs().list()).extracting(Verb::toString).containsExactly("SIZE 2000");
    }

    @ParameterizedTest
    @CsvSource({
        "8 BITMIME, 8BITMIME",
        "8 bitmime, 8BITMIME",
        "START TLS, STARTTLS",
        "ENHANCED STATUSCODES, ENHANCEDSTATUSCODES",
        "X-LINK2 STATE, X-LINK2STATE"
    })
    void verbWithABlankInItIsReportedAndKeptAsSent(String sent, String meant) {
        EhloReply ehlo = read("250-host\n250-" + sent + "\n250 DSN");
        assertThat(ehlo.verbs().has(meant)).isFalse();
        assertThat(ehlo.verbs().list().get(0)).hasToString(sent);
        assertThat(ehlo.oddities())
                .containsExactly(
                        "\"" + sent + "\" is " + meant + " with a blank in it, which clients do not recognize");
    }

    @ParameterizedTest
    @CsvSource({
        "250 XEXCH50, true",
        "250 starttls, true",
        "250-SIZE 1000, true",
        "250 XFOO, true",
        "250 XY, true",
        "250 X, false",
        "250 OK, false",
        "250 bye, false",
        "250 Bye, false",
        "250 GOODBYE, false",
        "250 Ready to start TLS, false",
        "250 2.0.0 Ok, false",
        "250 Begin TLS, false",
        "'250 ', false",
        "250, false"
    })
    void lineBehindTheEndBelongsToTheListOnlyIfItIsAVerb(String line, boolean expected) {
        assertThat(EhloReply.canContinueList(ReplyLine.parse(line))).isEqualTo(expected);
    }

    @Test
    void missingSeparatorAfterTheCodeIsReported() {
        assertThat(read("250host Hello\n250 DSN").oddities())
                .contains("no separator between code and text: \"250host Hello\"");
    }

    @Test
    void deviationsUpToTheLimitAreAllListed() {
        String text = IntStream.range(0, EhloReply.MAX_ODDITIES)
                .mapToObj(i -> "250-!" + i)
                .collect(Collectors.joining("\n", "250-host\n", "\n250 DSN"));

        assertThat(read(text).oddities())
                .hasSize(EhloReply.MAX_ODDITIES)
                .allMatch(each -> each.endsWith(" is not a verb"));
    }

    @Test
    void manyDeviationsAreCountedAndLongOnesAreCut() {
        String text = IntStream.range(0, 40)
                .mapToObj(i -> "250-" + "!".repeat(100))
                .collect(Collectors.joining("\n", "250-host\n", "\n250 DSN"));

        List<String> oddities = read(text).oddities();

        assertThat(oddities).hasSize(EhloReply.MAX_ODDITIES + 1);
        assertThat(oddities.get(EhloReply.MAX_ODDITIES)).isEqualTo("and 28 more deviations");
        assertThat(oddities).allMatch(each -> each.length() < 120);
    }

    private static EhloReply read(String text) {
        return EhloReply.of(reply(text));
    }
}
