package io.ehloscope.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnhancedCodeTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "421 4.7.0 too many connections, 4.7.0",
                "421 4.3.2, 4.3.2",
                "550  5.7.1  blanks around it, 5.7.1",
                "250 2.0.0 OK, 2.0.0",
                "550 5.7.606 Access denied, 5.7.606",
                "421 too many connections, none",
                "554 mx.example.com 5.7.1 behind a name it may be anything, none",
                "421 5.7.0 another class than the reply's, none",
                "421 4.7.0.1 an address, none",
                "421 4.7 too short, none",
                "421 4.7.0x no word of its own, none",
                "421 4.7000.0 too long, none",
                "220 2.6.1 ESMTP of this version, 2.6.1",
                "354 3.0.0 there is no class 3, none",
            })
    void enhancedCodeStartsTheTextAndMatchesTheReplyCode(String line, String code) {
        assertThat(ReplyTexts.reply(line).enhancedCode()).isEqualTo(code);
    }

    @Test
    void lastLineWithAnEnhancedCodeCounts() {
        assertThat(ReplyTexts.reply("450-4.7.1 one thing\n450-4.2.0 and another\n450 see our pages")
                        .enhancedCode())
                .isEqualTo("4.2.0");
    }
}
