package io.ehloscope.evidence;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The durations of the completed stages, and of the whole attempt.
 *
 * @param stages only stages that were reached and completed
 * @param total from the start of the attempt to its end
 */
public record Timings(Map<Stage, Duration> stages, Duration total) {

    /** No timings. */
    public static final Timings NONE = new Timings(Map.of(), Duration.ZERO);

    /** Copies the map. */
    public Timings {
        stages = stages.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(stages));
    }

    /** The duration of one stage; null if it was not reached or not completed. */
    public @Nullable Duration of(Stage stage) {
        return stages.get(stage);
    }

    /** These timings with one more stage, whose duration is added to the total. */
    public Timings with(Stage stage, Duration took) {
        EnumMap<Stage, Duration> all = new EnumMap<>(Stage.class);
        all.putAll(stages);
        all.put(stage, took);
        return new Timings(all, total.plus(took));
    }
}
