package io.ehloscope.paste;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyLine;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What single lines of a paste mean, before they are put together to a dialogue. */
class PasteGrammarTest {

    /** What word processors, mail programs, pages, and terminals make of a line. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '%',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "250 OK|250 OK",
                "250 OK  |250 OK",
                "  250 OK|  250 OK",
                "250\u00a0OK|250 OK",
                "250\u2003OK|250 OK",
                "250\u2010A\u2011B\u2012C\u2013D\u2014E\u2015F\u2212G\ufe63H\uff0dI|250-A-B-C-D-E-F-G-H-I",
                "\u2018a\u2019b\u201ac\u2032|'a'b'c'",
                "\u201ca\u201db\u201ec\u2033d\u00abe\u00bb|\"a\"b\"c\"d\"e\"",
                "250\u200b-\ufeffSIZE\u00ad|250-SIZE",
                "\u201c\u2014\u2019|\"-'",
                "250-Gr\u00fc\u00dfe|250-Gr\u00fc\u00dfe",
                "&lt;250&nbsp;OK&gt; &amp; &quot;x&quot; &apos;|<250 OK> & \"x\" '",
                "250&ndash;A&mdash;B&hyphen;C|250-A-B-C",
                "250&#45;A&#x2D;B&#X2d;C|250-A-B-C",
                "250&#32;OK&#9;x&#31;y|250 OK x y",
                "&bogus; &#; &#x; &AMP;|&bogus; &#; &#x; &AMP;",
                "&#36;1 \\ &amp;|$1 \\ &",
                "<td>250-A</td><td>b</td>|250-A\tb",
                "<TH>250-A</TH>x|250-A\tx",
                "250-A<br/><p class=\"x\">|250-A",
                "<b>250</b> <em>OK</em>|250 OK",
                "EHLO <me>|EHLO <me>",
                "\u001b[1;32m250 OK\u001b[0m\u001b[K|250 OK"
            })
    void lineBecomesPlain(String pasted, String plain) {
        assertThat(PlainText.of(pasted)).isEqualTo(plain);
    }

    /** Prefixes that differ only in their values have one shape. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Jan  1 02:03:04 mail|D 0 0:0:0 mail",
                "Mon Dec 11 PM|D D 0 D",
                "deadbe|0",
                "DEADBEEF|0",
                "deadb|deadb",
                "abcdeg|abcdeg",
                "gabcde|gabcde",
                "a1|0",
                "x9z|0",
                "Z1|0",
                "z1|0",
                "A1|0",
                "afafaf|0",
                "AFAFAF|0",
                "> \t|> ",
                "x0z|0",
                "[12]: >|[0]: >",
                "\u00e9t\u00e9|\u00e9t\u00e9",
                "\t \t|\u0020",
                "A Z a z|A Z a z",
                "|"
            })
    void prefixHasAShape(@Nullable String before, @Nullable String shape) {
        assertThat(DecorationShape.of(before == null ? "" : before)).isEqualTo(shape == null ? "" : shape);
    }

    @ParameterizedTest
    @CsvSource({
        "SIZE 1000, true",
        "  size, true",
        "AUTH=LOGIN, true",
        "X-ANONYMOUSTLS, true",
        "XXXXXXXA, true",
        "X-EXPS=LOGIN, true",
        "XOAUTH2, false",
        "XYMCOOKIE, false",
        "XA, false",
        "LOGIN, false",
        "SIZED, false",
        "'', false"
    })
    void wordThatCanOnlyBeAVerb(String text, boolean verb) {
        assertThat(ReplyGrammar.isVerb(text)).isEqualTo(verb);
    }

    @ParameterizedTest
    @CsvSource({"DSN, true", "OK, true", "' ok ', true", "SIZE 10, true", "STARTT, false", "X-FOO, false"})
    void lastVerbIsWhole(String text, boolean whole) {
        assertThat(ReplyGrammar.isWholeLastVerb(text)).isEqualTo(whole);
    }

    /** The text of a 220 reply is a greeting, or the answer to STARTTLS, or neither. */
    @ParameterizedTest
    @CsvSource({
        "mail.example.com ESMTP, true, false",
        "mail.example.com. x, true, false",
        "mail.example.com ready for TLS, true, false",
        "[192.0.2.1] hi, true, false",
        "*****, true, false",
        "'', true, false",
        "host ESMTP Postfix, true, false",
        "welcome, true, false",
        "2.0.0 Ready to start TLS, false, true",
        "2.0.0 SMTP server ready, false, true",
        "Ready to start TLS, false, true",
        "go ahead, false, true",
        "'ok, go ahead', false, true",
        "SSL, false, true",
        "hi there, false, false",
        "2.0 x, true, false"
    })
    void reply220IsAGreetingOrAnnouncesTls(String text, boolean greeting, boolean tls) {
        assertThat(ReplyGrammar.looksLikeGreeting(text)).isEqualTo(greeting);
        assertThat(ReplyGrammar.announcesTls(text)).isEqualTo(tls);
    }

    @ParameterizedTest
    @CsvSource({"h Hello [192.0.2.1], true", "x greets y, true", "hellobye, false", "SIZE, false"})
    void firstLineGreets(String text, boolean greets) {
        assertThat(ReplyGrammar.greets(text)).isEqualTo(greets);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "none",
            value = {
                "smtp-commands: h, SIZE 10, DSN ; 250-h / 250-SIZE 10 / 250 DSN",
                "|_smtp-commands: h, SIZE 10, ; 250-h / 250 SIZE 10",
                "| SMTP-Commands:  SIZE ; 250 SIZE",
                "smtp-commands: Couldn't establish ; none",
                "smtp-commands: ; none",
                "mysmtp-commands: h, SIZE ; none",
                "h, SIZE ; none"
            })
    void lineOfNmapIsAReply(String line, @Nullable String reply) {
        Reply read = CodelessList.nmap(line);
        assertThat(read == null ? null : read.onOneLine()).isEqualTo(reply);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SIZE, DSN, HELP         | 3 | true",
                "SIZE,DSN , ,X-FOO, HELP | 4 | true",
                "SIZE, DSN               | 0 | true",
                "SIZE, DSN, OK           | 0 | true",
                "SIZE, DSN, other        | 0 | false",
                ",                       | 0 | false"
            })
    void verbsCanBeSeparatedByCommas(String text, int verbs, boolean onlyVerbs) {
        assertThat(CodelessList.byCommas(text)).hasSize(verbs);
        assertThat(CodelessList.areVerbs(text)).isEqualTo(onlyVerbs);
    }

    @ParameterizedTest
    @CsvSource({"'SIZE;DSN;HELP', true", "'SIZE;DSN', false", "'SIZE 1;SIZE 2;DSN', false", "'SIZE;X-A;XFOO', false"})
    void threeDifferentKnownVerbsAreAList(String lines, boolean list) {
        assertThat(CodelessList.isList(List.of(lines.split(";", -1)))).isEqualTo(list);
    }

    /** A list on one line needs the name of its host and three verbs. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "250 h hi SIZE 10 DSN AUTH A B | 250-h hi / 250-SIZE 10 / 250-DSN / 250 AUTH A B",
                "250 h SIZE 10 DSN             | 250 h SIZE 10 DSN",
                "250 SIZE 10 DSN HELP          | 250 SIZE 10 DSN HELP",
                "550 h SIZE 10 DSN HELP        | 550 h SIZE 10 DSN HELP"
            })
    void listOnOneLineIsUnfolded(String line, String unfolded) {
        Reply reply = new Reply(List.of(ReplyLine.parse(line)));
        assertThat(CodelessList.unfolded(reply).onOneLine()).isEqualTo(unfolded);
    }

    @Test
    void replyOfSeveralLinesIsNotUnfolded() {
        Reply reply = new Reply(List.of(ReplyLine.parse("250-h SIZE DSN HELP"), ReplyLine.parse("250 TURN")));
        assertThat(CodelessList.unfolded(reply)).isSameAs(reply);
    }

    /** Replies that a page has joined into one line are taken apart. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "250-h Hello250-SIZE 10250-DSN250 HELP       | 250-h Hello / 250-SIZE 10 / 250-DSN / 250 HELP",
                "250-h Hello 250-SIZE 10 250 HELP            | 250-h Hello / 250-SIZE 10 / 250 HELP",
                "250-h Hello; 250-SIZE 10; 250 HELP          | 250-h Hello / 250-SIZE 10 / 250 HELP",
                "220 h ESMTP 250-h 250-SIZE 250 DSN 221 bye  | 220 h ESMTP / 250-h / 250-SIZE / 250 DSN / 221 bye",
                "250-h Hello 250-SIZE 250 DSN 220 go 421 x   | 250-h Hello / 250-SIZE / 250 DSN / 220 go / 421 x",
                "> \"250-h Hello250-SIZE 10250 HELP\"         | > \"250-h Hello / 250-SIZE 10 / 250 HELP",
                "a250-SIZE 10250-DSN                         | a250-SIZE 10250-DSN",
                "250-h Hello [192.0.2.250]                   | 250-h Hello [192.0.2.250]",
                "250-mx-250-1.example.com                    | 250-mx-250-1.example.com",
                "no reply                                    | no reply"
            })
    void joinedLinesAreTakenApart(String text, String lines) {
        assertThat(String.join(" / ", RunTogether.split(text))).isEqualTo(lines);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '%',
            value = {
                "250 OK\",     | \"    | 250 OK",
                "250 OK],      | [    | 250 OK",
                "250 OK');     | ('   | 250 OK",
                "250 OK}       | {    | 250 OK",
                "250 it's      | '    | 250 it's",
                "250 (OK)      | x    | 250 (OK)",
                "250 OK'       | don't | 250 OK'"
            })
    void quotesAndBracketsThatAreOpenBeforeALineEndAfterIt(String text, String before, String closed) {
        assertThat(Decoration.closed(text, before)).isEqualTo(closed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"> ", "<-- ", "2026-01-01 ", "[12] ", "* ", "#7: ", "| ", "  "})
    void decorationIsRecognized(String before) {
        assertThat(Decoration.end(before + "Hello", 0)).isEqualTo(before.length());
        assertThat(Decoration.is(before, 0, before.length())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"'> 1', true", "' 12 ', false", "'', false"})
    void marksAreMoreThanBlanksAndDigits(String decoration, boolean mark) {
        assertThat(Decoration.hasMark(decoration)).isEqualTo(mark);
    }
}
