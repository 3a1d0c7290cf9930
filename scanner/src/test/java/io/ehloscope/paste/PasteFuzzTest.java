package io.ehloscope.paste;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.ReplyLimits;
import java.nio.charset.StandardCharsets;

/** Any pasted text is read within bounds: nothing throws, and the same text gives the same result. */
class PasteFuzzTest {

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
}
