package io.ehloscope.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines, replies, verbs and commands: the parts of which every dialogue consists. */
class ReplyTest {

    @ParameterizedTest
    @CsvSource({
        "'250 OK', 250, FINAL, OK, true",
        "'250', 250, FINAL, '', true",
        "'250 ', 250, FINAL, '', true",
        "'250-SIZE', 250, CONTINUED, SIZE, false",
        "'250-', 250, CONTINUED, '', false",
        "'220****', 220, MISSING, ****, true",
        "'100 x', 100, FINAL, x, true",
        "'599 x', 599, FINAL, x, true",
        "'099 x', 0, NO_CODE, '099 x', false",
        "'600 x', 0, NO_CODE, '600 x', false",
        "'2500', 0, NO_CODE, 2500, false",
        "'2509 x', 0, NO_CODE, '2509 x', false",
        "'25', 0, NO_CODE, 25, false",
        "'x50 a', 0, NO_CODE, 'x50 a', false",
        "'2x0 a', 0, NO_CODE, '2x0 a', false",
        "'25/ a', 0, NO_CODE, '25/ a', false",
        "'25: a', 0, NO_CODE, '25: a', false",
        "'', 0, NO_CODE, '', false"
    })
    void lineIsCodeSeparatorAndText(String raw, int code, ReplyLine.Separator separator, String text, boolean last) {
        ReplyLine line = ReplyLine.parse(raw);
        assertThat(line).isEqualTo(new ReplyLine(raw, code, separator));
        assertThat(line.text()).isEqualTo(text);
        assertThat(line.isLast()).isEqualTo(last);
    }

    @ParameterizedTest
    @CsvSource({"199, false", "200, true", "299, true", "300, false"})
    void positiveIs2yz(int code, boolean positive) {
        assertThat(ReplyLine.parse(code + " x").isPositive()).isEqualTo(positive);
        assertThat(reply(code + " x").isPositive()).isEqualTo(positive);
    }

    @ParameterizedTest
    @CsvSource({"354, false, false", "421, true, false", "550, false, true", "250, false, false"})
    void negativeIs4yzOr5yz(int code, boolean isTransient, boolean permanent) {
        assertThat(reply(code + " x").isTransient()).isEqualTo(isTransient);
        assertThat(reply(code + " x").isPermanent()).isEqualTo(permanent);
    }

    @ParameterizedTest
    @CsvSource({"220*, true", "220 ** 2 0, true", "220 2 0, false", "220, false", "220 *x*, false", "*, false"})
    void starredIsWhatPixLeaves(String raw, boolean starred) {
        assertThat(ReplyLine.parse(raw).isStarred()).isEqualTo(starred);
    }

    @Test
    void codeIsThatOfTheLastLineThatHasOne() {
        assertThat(reply("220-a", "250 b").code()).isEqualTo(250);
        assertThat(reply("220-a", "no code").code()).isEqualTo(220);
        assertThat(reply("no code").code()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "550 5.7.1 denied, 5.7.1",
                "550 5.7.1, 5.7.1",
                "450  4.7.123 later, 4.7.123",
                "550 4.7.1 denied, none",
                "550 5.7 denied, none",
                "550 5.7.1234 x, none",
                "550 see 5.7.1, none",
                "550 denied, none"
            })
    void enhancedCodeStandsBeforeTheText(String line, @Nullable String code) {
        assertThat(reply(line).enhancedCode()).isEqualTo(code);
    }

    @Test
    void enhancedCodeOfTheLastLineCounts() {
        assertThat(reply("550-5.7.1 a", "550-5.7.2 b", "550 c").enhancedCode()).isEqualTo("5.7.2");
    }

    @Test
    void replyIsTextOnOneLine() {
        Reply reply = reply("250-mail ", "250 SIZE");
        assertThat(reply.text()).isEqualTo("mail SIZE");
        assertThat(reply.onOneLine()).isEqualTo("250-mail / 250 SIZE");
        assertThat(reply.followedBy(reply("250 DSN")).onOneLine()).isEqualTo("250-mail / 250 SIZE / 250 DSN");
        assertThatThrownBy(() -> new Reply(List.of())).hasMessage("a reply has at least one line");
    }

    @Test
    void verbsAreFoundWithoutRegardToCase() {
        VerbSet verbs = verbs("250-h", "250-auth login\tPLAIN   ntlm", "250-AUTH", "250-SIZE 10", "250 X-A");

        assertThat(verbs.keys()).containsExactly("AUTH", "SIZE", "X-A");
        assertThat(verbs.list()).hasSize(4);
        assertThat(verbs.size()).isEqualTo(4);
        assertThat(verbs.stream().map(Verb::name)).containsExactly("auth", "AUTH", "SIZE", "X-A");
        assertThat(verbs).containsExactlyElementsOf(verbs.list());
        assertThat(verbs.isEmpty()).isFalse();
        assertThat(verbs.has("Auth")).isTrue();
        assertThat(verbs.has("AUT")).isFalse();
        assertThat(verbs.named("auth")).hasSize(2);
        assertThat(verbs.named("DSN")).isEmpty();
        assertThat(verbs.offers("AUTH", "Plain")).isTrue();
        assertThat(verbs.offers("AUTH", "NTLM")).isTrue();
        assertThat(verbs.offers("AUTH", "PLAI")).isFalse();
        assertThat(verbs.offers("AUTH", "GSSAPI")).isFalse();
        assertThat(verbs.offers("SIZE", "PLAIN")).isFalse();
        assertThat(verbs).hasToString("[auth login PLAIN ntlm, AUTH, SIZE 10, X-A]");
    }

    @Test
    void paramsAreAList() {
        List<String> params =
                verbs("250-h", "250 AUTH a \t bc  d").list().get(0).params();

        assertThat(params).containsExactly("a", "bc", "d").hasSize(3);
        assertThat(params.get(2)).isEqualTo("d");
        assertThatThrownBy(() -> params.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> params.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(new Verb("AUTH", List.of("a")).offers("A")).isTrue();
        assertThat(new Verb("AUTH", List.of("a")).offers("b")).isFalse();
    }

    @Test
    void setsOfTheSameVerbsAreEqual() {
        VerbSet one = verbs("250-h", "250 SIZE 10");

        assertThat(one).isEqualTo(verbs("250-x", "250 SIZE 10")).hasSameHashCodeAs(verbs("250-x", "250 SIZE 10"));
        assertThat(one).isNotEqualTo(verbs("250-h", "250 SIZE 11")).isNotEqualTo("SIZE");
        assertThat(one.hashCode()).isNotEqualTo(VerbSet.EMPTY.hashCode());
    }

    @ParameterizedTest
    @CsvSource({"size, SIZE", "Size, SIZE", "siZe, SIZE", "zA, ZA", "X-a, X-A", "SIZE, SIZE", "é, É", "'', ''"})
    void keyIsTheNameInUpperCase(String name, String key) {
        assertThat(Verb.key(name)).isEqualTo(key);
    }

    @Test
    void commandsAreOneLine() {
        assertThat(Command.ehlo("me.example.com").bytes()).asString().isEqualTo("EHLO me.example.com\r\n");
        assertThat(Command.helo("me ~").bytes()).asString().isEqualTo("HELO me ~\r\n");
        assertThat(Command.ehlo("x").keyword()).isEqualTo(Command.Keyword.EHLO);
        assertThat(Command.helo("x").keyword()).isEqualTo(Command.Keyword.HELO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nRCPT", "a\n", "a\u001f", "a\u007f", "\u00e9"})
    void commandsCarryNoOtherCharacters(String name) {
        assertThatThrownBy(() -> Command.ehlo(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a command is one line of printable ASCII: EHLO ");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "220 ProFTPD ready, FTP",
                "220 FileZilla Server, FTP",
                "220 ftp.example.com ESMTP, none",
                "220 host ftp ready, FTP",
                "220 mail LMTP ready, LMTP",
                "200 news NNRP ready, NNTP",
                "220 mail, none"
            })
    void greetingNamesAnotherProtocol(String greeting, @Nullable OtherProtocol protocol) {
        assertThat(OtherProtocol.greeting(reply(greeting))).isEqualTo(protocol);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "530 Please login with USER and PASS, FTP",
                "530 Not logged in, FTP",
                "530 5.7.0 not logged in, none",
                "500 5.5.1 use LHLO, LMTP",
                "500 LMTP only; no SMTP, LMTP",
                "500 NNTP, NNTP",
                "500 what, none"
            })
    void refusalNamesAnotherProtocol(String refusal, @Nullable OtherProtocol protocol) {
        assertThat(OtherProtocol.refusing(reply(refusal))).isEqualTo(protocol);
    }

    @Test
    void otherProtocolsHaveNamesForPeople() {
        assertThat(List.of(OtherProtocol.values()))
                .extracting(OtherProtocol::title)
                .containsExactly("FTP", "LMTP (RFC 2033)", "NNTP");
    }

    private static VerbSet verbs(String... lines) {
        return EhloReply.of(reply(lines)).verbs();
    }

    private static Reply reply(String... lines) {
        return new Reply(List.of(lines).stream().map(ReplyLine::parse).toList());
    }

    @ParameterizedTest
    @CsvSource({"a, A", "z, Z", "az, AZ", "A, A", "~, ~", "{, {", "x-1=b, X-1=B"})
    void keyIsInUpperCase(String name, String key) {
        assertThat(Verb.key(name)).isEqualTo(key);
    }

    @Test
    void laterChangesOfAListDoNotChangeAVerb() {
        List<String> params = new ArrayList<>(List.of("LOGIN"));
        Verb verb = new Verb("AUTH", params);
        params.add("PLAIN");
        assertThat(verb.params()).containsExactly("LOGIN");
    }

    @Test
    void blanksSeparateWords() {
        assertThat("\t\n\u000b\f\r ".chars()).allMatch(c -> Words.isBlank((char) c.intValue()));
        assertThat("\b\u000e!\u001f\u00a0".chars()).noneMatch(c -> Words.isBlank((char) c.intValue()));
    }
}
