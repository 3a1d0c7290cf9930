package io.ehloscope.classify;

import org.jspecify.annotations.Nullable;

/**
 * What a profile speaks of, and how that is known.
 *
 * @param family the line of products, e.g. {@code exchange}; null where it is for any
 * @param versions the versions that it holds for, in words; null where it is for any
 * @param source where it is known from
 */
public record Origin(@Nullable String family, @Nullable String versions, String source) {}
