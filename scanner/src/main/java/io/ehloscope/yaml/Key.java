package io.ehloscope.yaml;

import org.jspecify.annotations.Nullable;

/**
 * The definition of one key of a mapping.
 *
 * @param <T> the type of its value
 * @param name the name as written in the file
 * @param form the type of its value in the file
 * @param byDefault what applies if it is not set, in words for the reference; null if it must be set
 */
public record Key<T>(
        String name, ValueType<T> form, @Nullable String byDefault) {

    /** A key that must be set. */
    public static <T> Key<T> required(String name, ValueType<T> form) {
        return new Key<>(name, form, null);
    }

    /** A key that can be left out. */
    public static <T> Key<T> optional(String name, ValueType<T> form, String byDefault) {
        return new Key<>(name, form, byDefault);
    }
}
