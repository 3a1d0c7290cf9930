package io.ehloscope.resolve;

import io.ehloscope.evidence.Failure;
import java.util.List;

/**
 * The answer to a lookup.
 *
 * @param <T> what was looked for
 */
public sealed interface Lookup<T> {

    /**
     * There is something.
     *
     * @param <T> what was looked for
     * @param values at least one, the one to be preferred first
     */
    record Found<T>(List<T> values) implements Lookup<T> {
        /** Copies the values; refuses an empty list. */
        public Found {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException("found nothing");
            }
        }
    }

    /**
     * There is nothing, or it cannot be known.
     *
     * @param <T> what was looked for
     * @param failure why
     */
    record Missing<T>(Failure failure) implements Lookup<T> {}
}
