package io.ehloscope.inventory;

import io.ehloscope.plan.Target;
import java.util.List;

/**
 * The targets of a source.
 *
 * @param targets each once, in the order of the source
 * @param repeated how many entries named a target that the source had already named
 */
public record SourceTargets(List<Target> targets, int repeated) {

    /** A source without targets. */
    public static final SourceTargets NONE = new SourceTargets(List.of(), 0);

    /** Copies the list. */
    public SourceTargets {
        targets = List.copyOf(targets);
    }
}
