package io.ehloscope.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTest {

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "'Run `a b`.', 'Run [a b].'",
        "'`a` and `b`', '[a] and [b]'",
        "'a `b', 'a `b'",
        "'`a` `b', '[a] `b'",
        "'``x', 'x'",
        "'', ''"
    })
    void commandsAreBetweenBackticks(String sentence, String expected) {
        StringBuilder shown = new StringBuilder();
        Span.of(sentence).forEach(each -> shown.append(each.code() ? "[" + each.text() + "]" : each.text()));
        assertThat(shown).hasToString(expected);
        assertThat(Span.of(sentence)).noneMatch(each -> each.text().isEmpty());
    }
}
