package io.ehloscope.simulator;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Totals of a simulated server since it began.
 *
 * @param connections accepted connections
 * @param open accepted connections that are still open
 * @param mostAtOnce the largest number of connections open at the same time
 * @param leftWithoutQuit connections that the client ended without QUIT
 * @param commands received lines, by kind
 */
public record Counts(int connections, int open, int mostAtOnce, int leftWithoutQuit, Map<Cue, Integer> commands) {

    /** Copies the map. */
    public Counts {
        Map<Cue, Integer> copy = new EnumMap<>(Cue.class);
        copy.putAll(commands);
        commands = Collections.unmodifiableMap(copy);
    }

    /** The number of received lines of this kind. */
    public int of(Cue cue) {
        return Objects.requireNonNullElse(commands.get(cue), 0);
    }
}
