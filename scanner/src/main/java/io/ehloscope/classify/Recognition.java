package io.ehloscope.classify;

import org.jspecify.annotations.Nullable;

/**
 * A product, and what it was told by.
 *
 * @param product which
 * @param byReply whether the EHLO reply shows it; otherwise the greeting alone says so, and that is free text
 * @param note a sentence on how sure this is; null where there is nothing to say
 */
public record Recognition(
        Product product, boolean byReply, @Nullable String note) {}
