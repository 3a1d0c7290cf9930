package io.ehloscope.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Timings;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.ReplyTexts;
import io.ehloscope.smtp.Transcript;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A firewall that changes EHLO to HELO (Untangle) or NOOP (PIX Mailguard) gives a reply without verbs, as a server
 * without extensions does. The two are distinguished if possible; otherwise the reasons explain the ambiguity.
 */
class HeloRewritingTest {

    private static final Classifier CLASSIFIER = Catalogue.load().classifier(Map.of());

    @ParameterizedTest
    @CsvSource({
        "auto, 220 mail Microsoft ESMTP MAIL Service ready",
        "exchange-2016, 220 mail Microsoft ESMTP MAIL Service ready",
        "auto, 220 mail ESMTP Postfix",
        "postfix, 220 mail ESMTP Postfix (Debian/GNU)",
        "auto, 220 mail ESMTP Exim 4.92.2 ready"
    })
    void productThatAlwaysListsVerbsIsMaskedIfItListsNone(String profile, String banner) {
        Assessment assessment = assess(profile, banner, "250 mail.example.com Hello [192.0.2.1]");
        assertThat(assessment.verdict()).isEqualTo(Verdict.MASKED);
        assertThat(assessment.missing()).isNull();
        assertThat(assessment.reasons()).first().asString().contains("no verb at all");
    }

    /**
     * RFC 5321 section 4.1.1.1: the reply to EHLO begins with the server's name; that to NOOP does not. A printer sends
     * the same reply, so it proves no middlebox. Where a profile requires verbs, they count as unknown.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "250 OK",
                "250 Ok",
                "250 2.0.0 OK",
                "250 2.0.0 Ok",
                "250 Okay",
                "250 Requested mail action okay, completed"
            })
    void replyToNoopIsAmbiguous(String reply) {
        for (String profile : new String[] {"auto", "any-esmtp", "exchange-2003", "exchange-2016", "postfix"}) {
            Assessment assessment = assess(profile, "220 mail.example.com ready", reply);
            boolean required = !profile.equals("auto") && !profile.equals("any-esmtp");
            assertThat(assessment.verdict()).as(profile).isEqualTo(required ? Verdict.MASKED : Verdict.HEALTHY);
            assertThat(assessment.missing()).isIn(null, List.of());
            assertThat(assessment.reasons())
                    .anyMatch(each -> each.contains("NOOP") && each.contains("the two cannot be distinguished"))
                    .noneMatch(each -> each.contains("something on the path replaced"));
        }
    }

    /** HELO passes such a firewall. If HELO got a name and EHLO did not, EHLO was replaced. */
    @ParameterizedTest
    @CsvSource({
        "250 mail.example.com Hello, MASKED",
        "250-mail.example.com, MASKED",
        "250 OK, HEALTHY",
        "250 2.0.0 Ok, HEALTHY"
    })
    void replyToHeloTellsWhetherEhloWasReplaced(String helo, Verdict verdict) {
        Observation seen = new Observation(
                null,
                ReplyTexts.reply("220 mail.example.com ready"),
                EhloReply.of(ReplyTexts.reply("250 OK")),
                null,
                ReplyTexts.reply(helo),
                null,
                null,
                null,
                Timings.NONE,
                Transcript.EMPTY,
                List.of());
        Assessment assessment = CLASSIFIER.assess(new ProbeOutcome.Answered(seen), Expectation.of("auto", 25));
        assertThat(assessment.verdict()).isEqualTo(verdict);
        assertThat(assessment.reasons())
                .filteredOn(each -> each.contains("something on the path replaced EHLO"))
                .hasSize(verdict == Verdict.MASKED ? 1 : 0);
    }

    @Test
    void ambiguousReplyIsReported() {
        for (String profile : new String[] {"auto", "any-esmtp", "exchange-2003"}) {
            Assessment assessment = assess(profile, "220 mail.example.com ready", "250 mail.example.com Hello");
            assertThat(assessment.verdict()).isIn(Verdict.HEALTHY, Verdict.FOREIGN);
            assertThat(assessment.reasons()).anyMatch(reason -> reason.contains("the two cannot be distinguished"));
        }
    }

    @Test
    void listWithVerbsIsNotAmbiguous() {
        assertThat(assess("auto", "220 mail ready", "250-mail\n250 SIZE").reasons())
                .noneMatch(reason -> reason.contains("the two cannot be distinguished"));
    }

    private static Assessment assess(String profile, String banner, String ehlo) {
        return CLASSIFIER.assess(
                Replies.answered(banner, EhloReply.of(ReplyTexts.reply(ehlo))), Expectation.of(profile, 25));
    }
}
