package io.ehloscope.yaml;

import org.jspecify.annotations.Nullable;

/**
 * One key of a mapping: all that is known of it.
 *
 * @param <T> what its value becomes
 * @param name as it is written
 * @param form what its value looks like
 * @param byDefault what holds where it is not set, in words for the reference; null where it must be set
 */
public record Key<T>(
        String name, ValueType<T> form, @Nullable String byDefault) {

    /** A key that must be set. */
    public static <T> Key<T> required(String name, ValueType<T> form) {
        return new Key<>(name, form, null);
    }

    /** A key that may be left out. */
    public static <T> Key<T> optional(String name, ValueType<T> form, String byDefault) {
        return new Key<>(name, form, byDefault);
    }
}
