package io.ehloscope.smtp;

import static io.ehloscope.smtp.Transcript.Direction.EVENT;
import static io.ehloscope.smtp.Transcript.Direction.RECEIVED;
import static io.ehloscope.smtp.Transcript.Direction.SENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.smtp.Transcript.Entry;
import io.ehloscope.smtp.Transcript.Recorder;
import org.junit.jupiter.api.Test;

/** A transcript keeps what fits its bounds, in order, and counts the rest. */
class TranscriptTest {

    @Test
    void linesAreKeptInOrder() {
        Recorder recorder = new Recorder();
        recorder.add(RECEIVED, 1, "220 mail");
        recorder.add(SENT, 2, "EHLO me");
        recorder.add(EVENT, 3, "closed");

        assertThat(recorder.transcript().entries())
                .containsExactly(
                        new Entry(RECEIVED, 1, "220 mail"),
                        new Entry(SENT, 2, "EHLO me"),
                        new Entry(EVENT, 3, "closed"));
        assertThat(recorder.transcript().cut()).isZero();
    }

    @Test
    void linesBeyondTheLargestNumberAreCounted() {
        Transcript transcript = lines(Transcript.MAX_LINES + 3, "x");

        assertThat(transcript.entries()).hasSize(Transcript.MAX_LINES);
        assertThat(transcript.cut()).isEqualTo(3);
    }

    @Test
    void charactersUpToTheLimitAreKept() {
        String half = "x".repeat(Transcript.MAX_CHARS / 2);
        Recorder recorder = new Recorder();
        recorder.add(RECEIVED, 0, half);
        recorder.add(RECEIVED, 1, half);
        recorder.add(RECEIVED, 2, "x");
        recorder.add(RECEIVED, 3, "");

        assertThat(recorder.transcript().entries()).extracting(Entry::nanos).containsExactly(0L, 1L, 3L);
        assertThat(recorder.transcript().cut()).isEqualTo(1);
    }

    @Test
    void aLongLineIsLeftOutAndAShorterOneThatFitsIsKept() {
        Recorder recorder = new Recorder();
        recorder.add(RECEIVED, 0, "x".repeat(Transcript.MAX_CHARS + 1));
        recorder.add(RECEIVED, 1, "250 OK");

        assertThat(recorder.transcript().entries()).containsExactly(new Entry(RECEIVED, 1, "250 OK"));
        assertThat(recorder.transcript().cut()).isEqualTo(1);
    }

    @Test
    void twoTranscriptsAreJoinedInOrder() {
        Transcript joined = lines(1, "second").precededBy(lines(2, "first"));

        assertThat(joined.entries()).extracting(Entry::line).containsExactly("first", "first", "second");
        assertThat(joined.cut()).isZero();
    }

    @Test
    void joinedTranscriptsKeepTheBoundsAndCountWhatBothLeftOut() {
        Transcript first = lines(Transcript.MAX_LINES + 2, "a");
        Transcript second = lines(Transcript.MAX_LINES + 5, "b");

        Transcript joined = second.precededBy(first);

        assertThat(joined.entries()).isEqualTo(first.entries());
        assertThat(joined.cut()).isEqualTo(Transcript.MAX_LINES + 2 + 5);
    }

    private static Transcript lines(int count, String line) {
        Recorder recorder = new Recorder();
        for (int i = 0; i < count; i++) {
            recorder.add(RECEIVED, i, line);
        }
        return recorder.transcript();
    }
}
