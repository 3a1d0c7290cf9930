package io.ehloscope.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void plainTextIsNotEscaped() {
        assertThat(Printable.escape("220 mail.example.com ESMTP Grüße ～"))
                .isEqualTo("220 mail.example.com ESMTP Grüße ～");
    }

    @Test
    void controlCharactersAreEscaped() {
        assertThat(Printable.escape("\u001b[31mred\u0007\0\r\n\t")).isEqualTo("\\x1b[31mred\\x07\\x00\\x0d\\x0a\\x09");
        assertThat(Printable.escape("\u009b31m")).isEqualTo("\\x9b31m");
    }

    @Test
    void charactersThatReorderOrHideTextAreEscaped() {
        assertThat(Printable.escape("a\u202eb\u200bc\u2028d\ud800e")).isEqualTo("a\\u202eb\\u200bc\\u2028d\\ud800e");
    }

    @Test
    void backslashIsDoubled() {
        assertThat(Printable.escape("\\x1b")).isEqualTo("\\\\x1b");
    }

    @Test
    void longTextIsCutWithAnEllipsis() {
        assertThat(Printable.escape("abcdef", 3)).isEqualTo("abc…");
        assertThat(Printable.escape("abc", 3)).isEqualTo("abc");
    }
}
