package io.ehloscope.simulator;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * How much a simulated server has had to do since it began.
 *
 * @param connections accepted
 * @param open of these, still open
 * @param mostAtOnce the most that were open at the same time
 * @param leftWithoutQuit clients that left without QUIT
 * @param commands lines heard, by what they were
 */
public record Counts(int connections, int open, int mostAtOnce, int leftWithoutQuit, Map<Cue, Integer> commands) {

    /** Copies the map. */
    public Counts {
        Map<Cue, Integer> copy = new EnumMap<>(Cue.class);
        copy.putAll(commands);
        commands = Collections.unmodifiableMap(copy);
    }

    /** How many commands of this kind were heard. */
    public int of(Cue cue) {
        return Objects.requireNonNullElse(commands.get(cue), 0);
    }
}
