package io.ehloscope.classify;

import static io.ehloscope.classify.Replies.ehlo;
import static io.ehloscope.classify.Replies.helo;
import static io.ehloscope.classify.Replies.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.ReplyTexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskDetectorTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "220 ************************************",
                "220*******************************************************0*2******0***",
                "220*****0*2****",
                "220 ****",
                "220 SMTP/cmap____________________________________read"
            })
    void greetingOfStarsIsAMask(String banner) {
        assertThat(MaskDetector.maskedLines(seen(banner, null, null))).containsExactly(banner);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "220 mail.example.com ESMTP Postfix",
                "220 *** Welcome ***",
                "220 **** mail.example.com ESMTP ****",
                "220 ***",
                "220 XXXXXXXX.com ESMTP Exim 4.34",
                "220 XXXXXXXX",
                "220 2020 0220"
            })
    void otherGreetingIsNotAMask(String banner) {
        assertThat(MaskDetector.maskedLines(seen(banner, null, null))).isEmpty();
    }

    @Test
    void everyLineOfAMaskedGreetingIsReturned() {
        String banner = "220*****0*2****\n2002***2***0*00";

        assertThat(MaskDetector.maskedLines(seen(banner, null, null)))
                .containsExactly("220*****0*2****", "2002***2***0*00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"XXXXXXXA", "XXXB", "XXXXXXXXXXXXA", "XXXX", "XXXXXXXX", "XXXXXXXC 37748736"})
    void runOfAtLeastFourXIsAMaskedVerb(String line) {
        assertThat(MaskDetector.maskedLines(seen(null, ehlo("SIZE", line, "DSN"), null)))
                .containsExactly(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "XEXCH50",
                "XRDST",
                "XXX",
                "XXA",
                "XXXXXXXAB",
                "xxxxxxxa",
                "X-EXPS",
                "XXXX1",
                "XFORWARD",
                "AUTH XXXX"
            })
    void otherVerbsAreNotMasks(String line) {
        assertThat(MaskDetector.maskedLines(seen(null, ehlo("SIZE", line, "DSN"), null)))
                .isEmpty();
    }

    @Test
    void greetingLineOfXIsAnAnonymizedHost() {
        EhloReply reply = EhloReply.of(ReplyTexts.reply("250-XXXXXXXX Hello [XXXXXXXXXXXXXXXXX]\n250 SIZE"));

        assertThat(MaskDetector.maskedLines(seen(null, reply, null))).isEmpty();
    }

    @Test
    void replyInsideTlsIsChecked() {
        assertThat(MaskDetector.maskedLines(seen(null, ehlo("SIZE"), ehlo("XXXXXXXA"))))
                .containsExactly("XXXXXXXA");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "500 Syntax error, command \"XXXX\" unrecognized",
                "501 XXXX: syntax error",
                "502 5.5.2 XXXX: not implemented"
            })
    void ehloThatArrivedAsXIsAMask(String refusal) {
        assertThat(MaskDetector.maskedLines(helo(null, refusal))).containsExactly(refusal);
    }

    @Test
    void refusalForAnotherReasonIsNotAMask() {
        for (String other : new String[] {
            "500 Command unrecognized",
            "550 5.7.1 Access denied for XXXX",
            "554 XXXX is on a block list",
            "503 XXXX",
            "499 XXXX"
        }) {
            assertThat(MaskDetector.maskedLines(helo(null, other))).as(other).isEmpty();
        }
    }
}
