package io.ehloscope.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A dialogue as evidence: both directions, line by line, with times. Bounded, so that a server that sends much costs no
 * more than others.
 *
 * @param entries the lines in order
 * @param cut the number of lines that were left out after the bounds were reached
 */
public record Transcript(List<Entry> entries, int cut) {

    /** No lines. */
    public static final Transcript EMPTY = new Transcript(List.of(), 0);

    /** The largest number of lines that are kept. */
    public static final int MAX_LINES = 200;

    /** The largest number of characters that are kept. */
    public static final int MAX_CHARS = 16_384;

    /** Copies the entries. */
    public Transcript {
        entries = List.copyOf(entries);
    }

    /** The other transcript, then this one; the times of each stay relative to its own start. */
    public Transcript precededBy(Transcript first) {
        Recorder both = new Recorder();
        first.entries.forEach(each -> both.add(each.direction(), each.nanos(), each.line()));
        entries.forEach(each -> both.add(each.direction(), each.nanos(), each.line()));
        Transcript whole = both.transcript();
        return new Transcript(whole.entries, whole.cut + first.cut + cut);
    }

    /** The sender of a line. */
    public enum Direction {
        /** The scanner. */
        SENT,
        /** The server. */
        RECEIVED,
        /** Neither side: an event of the connection. */
        EVENT
    }

    /**
     * One line.
     *
     * @param direction the sender
     * @param nanos nanoseconds since the dialogue began
     * @param line the line as sent, without line end, not escaped
     */
    public record Entry(Direction direction, long nanos, String line) {}

    /** Collects entries up to the bounds. Not thread-safe. */
    public static final class Recorder {

        private final List<Entry> entries = new ArrayList<>(24);
        private final Consumer<Entry> reader;
        private int chars;
        private int cut;

        /** Collects without a reader. */
        public Recorder() {
            this(entry -> {});
        }

        /** Passes each entry that is kept to this reader at once. */
        public Recorder(Consumer<Entry> reader) {
            this.reader = reader;
        }

        /** Adds a line, or counts it as cut. */
        public void add(Direction direction, long nanos, String line) {
            if (entries.size() >= MAX_LINES || chars + line.length() > MAX_CHARS) {
                cut++;
                return;
            }
            chars += line.length();
            Entry entry = new Entry(direction, nanos, line);
            entries.add(entry);
            reader.accept(entry);
        }

        /** The transcript so far. */
        public Transcript transcript() {
            return new Transcript(entries, cut);
        }
    }
}
