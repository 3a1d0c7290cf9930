package io.ehloscope.paste;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyLimits;
import io.ehloscope.smtp.Verb;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Any pasted text is read within bounds: nothing throws, and the same text gives the same result. */
class PasteFuzzTest {

    private static final int MAX_PREFIX = 60;

    /** Ends with a character that is no part of a word; a string inside it would be packed text. */
    private static final Pattern PREFIX =
            Pattern.compile("|[A-Za-z0-9 \\t\\[\\](){}:;,|<>=*~@!?_-]*[ \\t\"'\\[\\](){}:;,|<>=*~@!?]");

    private static final Pattern HELLO = Pattern.compile("(?i)ehlo|helo");

    private static final List<String> DIALOGUE = List.of(
            "220 mail.example.com Microsoft ESMTP MAIL Service ready",
            "EHLO client.example.net",
            "250-mail.example.com Hello [192.0.2.9]",
            "250-SIZE 10485760",
            "250-X-EXPS GSSAPI NTLM",
            "250-XEXCH50",
            "250 OK");

    @FuzzTest(maxDuration = "8h")
    void anyPasteIsRead(byte[] pasted) {
        String text = new String(pasted, StandardCharsets.UTF_8);
        Paste read = Paste.read(text);

        assertThat(Paste.read(text)).isEqualTo(read);
        assertThat(read.ignored()).hasSizeLessThanOrEqualTo(Paste.MAX_IGNORED);
        assertThat(read.closest() == null || read.transcripts().isEmpty()).isTrue();
        for (PastedTranscript each : read.transcripts()) {
            for (boolean tls : new boolean[] {true, false}) {
                assertThat(PastedOutcome.outcome(each, tls, 25)).isNotNull();
            }
            if (each.ehlo() != null) {
                assertThat(each.ehlo().lines()).hasSizeLessThanOrEqualTo(ReplyLimits.DEFAULT.lines());
                EhloReply.of(each.ehlo());
            }
            if (each.ehloTls() != null) {
                EhloReply.of(each.ehloTls());
            }
        }
    }

    /** Behind any prefix without escapes and commands of its own, a dialogue has the same list, or is not read; no part of the list is missing. */
    @FuzzTest(maxDuration = "8h")
    void anyPrefixKeepsTheList(byte[] prefix) {
        String text = new String(prefix, StandardCharsets.UTF_8);
        if (text.length() > MAX_PREFIX
                || !PREFIX.matcher(text).matches()
                || HELLO.matcher(text).find()) {
            return;
        }
        StringBuilder pasted = new StringBuilder();
        DIALOGUE.forEach(line -> pasted.append(text).append(line).append('\n'));

        for (PastedTranscript each : Paste.read(pasted.toString()).transcripts()) {
            Reply list = each.ehlo();
            if (list != null && list.isPositive() && PastedTranscript.isWhole(list)) {
                EhloReply reply = EhloReply.of(list);
                assertThat(reply.verbs().stream().map(Verb::key))
                        .as(pasted.toString())
                        .containsExactly("SIZE", "X-EXPS", "XEXCH50");
            }
        }
    }
}
