package io.ehloscope.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayWidthTest {

    @ParameterizedTest
    @CsvSource({"'', 0", "mail, 4", "日本語, 6", "e\u0301, 1", "한국, 4", "ｱｲｳ, 3", "＝１, 4", "📧, 2", "é, 1", "…, 1", "カナ, 4"
    })
    void countsColumns(String text, int columns) {
        assertThat(DisplayWidth.of(text)).isEqualTo(columns);
    }

    @Test
    void wrapBreaksAtBlanksAndInsideLongWords() {
        assertThat(DisplayWidth.wrap("one two three", 7)).containsExactly("one two", "three");
        assertThat(DisplayWidth.wrap("abcdefghij k", 4)).containsExactly("abcd", "efgh", "ij k");
        assertThat(DisplayWidth.wrap("日本語", 3)).containsExactly("日", "本", "語");
        assertThat(DisplayWidth.wrap("", 10)).isEqualTo(List.of(""));
    }

    @Test
    void wrapKeepsCombiningMarksWithTheirBase() {
        assertThat(DisplayWidth.wrap("ae\u0301b", 2)).containsExactly("ae\u0301", "b");
    }

    @Test
    void wrapEndsIfNoCharacterFits() {
        assertThat(DisplayWidth.wrap("日本", 1)).containsExactly("日", "本");
    }
}
