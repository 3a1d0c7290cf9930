package io.ehloscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.paste.Paste;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sentences about ignored lines of a paste. */
class IgnoredLinesTest {

    @Test
    void adjacentLinesAreGroupedAndEscaped() {
        assertThat(sentences("Trying\nConnected\n250-h\n250 SIZE\n\u0007ding\n"))
                .containsExactly("ignored lines 1 to 2, from: Trying", "ignored line 5: \\x07ding");
    }

    @Test
    void pasteWithoutIgnoredLinesHasNoSentences() {
        assertThat(sentences("250-h\n250 SIZE\n")).isEmpty();
    }

    @Test
    void manyGroupsAreCounted() {
        List<String> sentences = sentences("250-h\n250 SIZE\n" + "what\n\nnow\nQUIT\n".repeat(600));

        assertThat(sentences).hasSize(21);
        assertThat(sentences.get(20)).isEqualTo("ignored 1180 more lines");
    }

    private static List<String> sentences(String text) {
        return new IgnoredLines(Paste.read(text)).sentences();
    }
}
