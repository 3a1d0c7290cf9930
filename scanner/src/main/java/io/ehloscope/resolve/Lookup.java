package io.ehloscope.resolve;

import io.ehloscope.evidence.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a lookup.
 *
 * @param <T> the type of the values
 */
public sealed interface Lookup<T> {

    /**
     * The lookup found values.
     *
     * @param <T> the type of the values
     * @param values at least one, the most preferred first
     * @param beside found values that cannot be used, as a failure; null if there are none
     */
    record Found<T>(List<T> values, @Nullable Failure beside) implements Lookup<T> {
        /** Only usable values. */
        public Found(List<T> values) {
            this(values, null);
        }

        /** Copies the values; rejects an empty list. */
        public Found {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException("found nothing");
            }
        }
    }

    /**
     * The lookup found nothing, or failed.
     *
     * @param <T> the type of the values
     * @param failure why
     */
    record Missing<T>(Failure failure) implements Lookup<T> {}
}
