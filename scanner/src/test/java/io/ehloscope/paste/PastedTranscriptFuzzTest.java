package io.ehloscope.paste;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.ReplyLimits;
import java.nio.charset.StandardCharsets;

/** Any pasted text is read within bounds: nothing throws, and the same text gives the same result. */
class PastedTranscriptFuzzTest {

    @FuzzTest(maxDuration = "8h")
    void anyPasteIsRead(byte[] pasted) {
        String text = new String(pasted, StandardCharsets.UTF_8);
        PastedTranscript read = PastedTranscript.read(text);

        assertThat(PastedTranscript.read(text)).isEqualTo(read);
        assertThat(read.ignored()).hasSizeLessThanOrEqualTo(PastedTranscript.MAX_IGNORED);
        if (read.ehlo() != null) {
            assertThat(read.ehlo().lines()).hasSizeLessThanOrEqualTo(ReplyLimits.DEFAULT.lines());
            EhloReply.of(read.ehlo());
        }
        if (read.ehloTls() != null) {
            EhloReply.of(read.ehloTls());
        }
    }
}
