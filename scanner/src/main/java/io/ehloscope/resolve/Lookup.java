package io.ehloscope.resolve;

import io.ehloscope.evidence.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
     * @param beside what was found beside them and cannot be used, as a failure; null where there is nothing
     */
    record Found<T>(List<T> values, @Nullable Failure beside) implements Lookup<T> {
        /** Values, and nothing beside them. */
        public Found(List<T> values) {
            this(values, null);
        }

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
