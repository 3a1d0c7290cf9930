package io.ehloscope.smtp;

import java.util.ArrayList;
import java.util.List;

/**
 * A dialogue as evidence: both directions, line by line, with times. Capped, so that a talkative server costs no more
 * than others.
 *
 * @param entries the lines in order
 * @param cut how many lines were left out once the cap was reached
 */
public record Transcript(List<Entry> entries, int cut) {

    /** Nothing was said. */
    public static final Transcript EMPTY = new Transcript(List.of(), 0);

    /** At most this many lines are kept. */
    public static final int MAX_LINES = 200;

    /** At most this many characters are kept. */
    public static final int MAX_CHARS = 16_384;

    /** Copies the entries. */
    public Transcript {
        entries = List.copyOf(entries);
    }

    /** This transcript behind another; each keeps its own zero of time. */
    public Transcript precededBy(Transcript first) {
        Recorder both = new Recorder();
        first.entries.forEach(each -> both.add(each.direction(), each.nanos(), each.line()));
        entries.forEach(each -> both.add(each.direction(), each.nanos(), each.line()));
        Transcript whole = both.transcript();
        return new Transcript(whole.entries, whole.cut + first.cut + cut);
    }

    /** Who spoke. */
    public enum Direction {
        /** We. */
        SENT,
        /** The server. */
        RECEIVED,
        /** Nobody: what happened to the connection. */
        EVENT
    }

    /**
     * One line.
     *
     * @param direction who spoke
     * @param nanos since the dialogue began
     * @param line as it was sent, without line end, not escaped
     */
    public record Entry(Direction direction, long nanos, String line) {}

    /** Collects entries up to the caps. Not thread-safe. */
    public static final class Recorder {

        private final List<Entry> entries = new ArrayList<>(24);
        private int chars;
        private int cut;

        /** Adds a line, or counts it as cut. */
        public void add(Direction direction, long nanos, String line) {
            if (entries.size() >= MAX_LINES || chars + line.length() > MAX_CHARS) {
                cut++;
                return;
            }
            chars += line.length();
            entries.add(new Entry(direction, nanos, line));
        }

        /** What was recorded so far. */
        public Transcript transcript() {
            return new Transcript(entries, cut);
        }
    }
}
