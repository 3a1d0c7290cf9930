package io.ehloscope.classify;

import org.jspecify.annotations.Nullable;

/**
 * What a profile applies to, and the source of its data.
 *
 * @param family the line of products, for example {@code exchange}; null if it applies to any
 * @param versions the versions that it applies to, in words; null if it applies to any
 * @param source the source of its data
 */
public record Origin(@Nullable String family, @Nullable String versions, String source) {}
