package io.ehloscope.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HiddenCharacterTest {

    @ParameterizedTest
    @CsvSource({
        "00A0, a no-break space (U+00A0) at character 5, 'delete it, or write a plain space'",
        "200B, a zero width space (U+200B) at character 5, 'delete it, or write a plain space'",
        "FEFF, a zero width no-break space (U+FEFF) at character 5, 'delete it, or write a plain space'",
        "00AD, a soft hyphen (U+00AD) at character 5, 'delete it, or write a plain space'",
        "2028, a line separator (U+2028) at character 5, 'delete it, or write a plain space'",
        "2011, a non-breaking hyphen (U+2011) at character 5, write a hyphen (-)",
        "2013, an en dash (U+2013) at character 5, write a hyphen (-)",
        "2212, a minus sign (U+2212) at character 5, write a hyphen (-)",
        "201C, a left double quotation mark (U+201C) at character 5, 'write a straight quote, or none'",
        "2019, a right single quotation mark (U+2019) at character 5, 'write a straight quote, or none'",
    })
    void charactersAreNamedWithTheirPosition(String code, String words, String suggestion) {
        String text = "m\uD83D\uDE00il" + Character.toString(Integer.parseInt(code, 16)) + "1.example.com";

        assertThat(HiddenCharacter.first(text)).satisfies(found -> {
            assertThat(found.inWords()).isEqualTo(words);
            assertThat(found.suggestion()).isEqualTo(suggestion);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mail-1.example.com", "a b\tc\n\"'", "münchen.example", "почта.рф", "メール。例"})
    void plainTextHasNone(String text) {
        assertThat(HiddenCharacter.first(text)).isNull();
    }
}
