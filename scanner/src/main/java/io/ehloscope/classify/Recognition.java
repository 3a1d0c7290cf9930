package io.ehloscope.classify;

import org.jspecify.annotations.Nullable;

/**
 * A product and the evidence for it.
 *
 * @param product the product
 * @param byReply whether the EHLO reply shows it; otherwise only the greeting does, which is free text
 * @param note a sentence on the confidence; null if there is none
 */
public record Recognition(
        Product product, boolean byReply, @Nullable String note) {}
