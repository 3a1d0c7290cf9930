package io.ehloscope.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "mail.example.com, mail.example.com, true",
        "mail.example.com, mailXexample.com, false",
        "MAIL*, mail.example.com, true",
        "*, '', true",
        "*, anything, true",
        "'', '', true",
        "'', a, false",
        "?, '', false",
        "?, a, true",
        "hub0?.*:25, hub07.example.com:25, true",
        "hub0?.*:25, hub07.example.com:2525, false",
        "*.example.com, example.com, false",
        "*a*b, xaxbxb, true",
        "*a*b, xaxbx, false",
        "[2001:db8::1]:25, [2001:db8::1]:25, true",
        "[2001:*, [2001:db8::1]:25, true",
    })
    void starMatchesAnyTextAndQuestionMarkOneCharacter(String glob, String text, boolean fits) {
        assertThat(new Glob(glob).matches(text)).isEqualTo(fits);
    }

    @Test
    void manyStarsMatchInReasonableTime() {
        assertThat(new Glob("*a".repeat(500) + "b").matches("a".repeat(5000))).isFalse();
    }
}
