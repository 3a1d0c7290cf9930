package io.ehloscope.report;

import io.ehloscope.dialogue.Attempt;
import io.ehloscope.dialogue.DialogueWatch;
import io.ehloscope.smtp.Transcript;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Carries the lines of running dialogues from their event loops to the thread that writes a report. The bounds of a
 * {@link Transcript} also bound the queue.
 */
public final class LiveDialogues {

    private final Queue<Line> lines = new ConcurrentLinkedQueue<>();

    /**
     * A line, and the attempt that it belongs to.
     *
     * @param attempt the attempt; the same object for all lines of one connection
     * @param entry the line
     */
    record Line(Attempt attempt, Transcript.Entry entry) {}

    /** This attempt, watched by this queue. */
    public Attempt watched(Attempt attempt) {
        return attempt.watchedBy(new DialogueWatch() {
            @Override
            public void line(Transcript.Entry entry) {
                lines.add(new Line(attempt, entry));
            }
        });
    }

    /** Removes the next line; null if there is none at present. */
    @Nullable
    Line poll() {
        return lines.poll();
    }
}
