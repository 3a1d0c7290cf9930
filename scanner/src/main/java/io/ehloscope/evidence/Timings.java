package io.ehloscope.evidence;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long each stage took that was brought to an end, and the whole.
 *
 * @param stages only the stages that were reached and ended
 * @param total from the start of the attempt to its end
 */
public record Timings(Map<Stage, Duration> stages, Duration total) {

    /** Nothing was timed. */
    public static final Timings NONE = new Timings(Map.of(), Duration.ZERO);

    /** Copies the map. */
    public Timings {
        stages = stages.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(stages));
    }

    /** The time of one stage, null where it was not reached or not ended. */
    public @Nullable Duration of(Stage stage) {
        return stages.get(stage);
    }

    /** These timings with one stage put in front, and its time added to the total. */
    public Timings with(Stage stage, Duration took) {
        EnumMap<Stage, Duration> all = new EnumMap<>(Stage.class);
        all.putAll(stages);
        all.put(stage, took);
        return new Timings(all, total.plus(took));
    }
}
