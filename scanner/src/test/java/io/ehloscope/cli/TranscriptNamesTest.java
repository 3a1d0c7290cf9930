package io.ehloscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.paste.Paste;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The names of the dialogues of a paste. */
class TranscriptNamesTest {

    @Test
    void singleDialogueIsTheTranscript() {
        assertThat(names("220 a.example.com\n250-a.example.com\n250 SIZE\n")).containsExactly("transcript");
    }

    @Test
    void severalDialoguesHaveTheNamesOfTheirServers() {
        String one = "220 A.example.com\nEHLO x\n250-A.example.com\n250 SIZE\nQUIT\n221 bye\n";

        assertThat(names(one + one.replace("A.", "b.") + one + "220 ready\nEHLO x\n250-IIS\n250 SIZE\n"))
                .containsExactly("a.example.com", "b.example.com", "a.example.com-3", "transcript-4");
    }

    private static List<String> names(String text) {
        return new TranscriptNames(Paste.read(text).transcripts()).names();
    }
}
