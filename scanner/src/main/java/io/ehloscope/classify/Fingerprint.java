package io.ehloscope.classify;

import org.jspecify.annotations.Nullable;

/**
 * How one product, or one state of a product, is known. Several fingerprints may name the same product.
 *
 * @param name the product's name
 * @param title for people
 * @param version the version or range that this fingerprint stands for; null where it tells none, or the greeting does
 * @param versionFromBanner whether the group {@code version} of the banner's pattern gives the version
 * @param profile the profile that judges the product under {@code auto}
 * @param family the vendor's stack
 * @param when what must hold
 * @param confidence how far it may be relied on where an EHLO reply is known; null where what it asks for tells
 * @param note a sentence on how sure this is; null where there is nothing to say
 */
public record Fingerprint(
        String name,
        String title,
        @Nullable String version,
        boolean versionFromBanner,
        String profile,
        Product.Family family,
        Condition when,
        @Nullable Confidence confidence,
        @Nullable String note) {

    /**
     * How far it may be relied on. A greeting is free text: without a list that could contradict it, it makes a product
     * possible and no more.
     *
     * @param replyKnown whether there was an EHLO reply to look at
     */
    Confidence confidence(boolean replyKnown) {
        if (!replyKnown) {
            return Confidence.POSSIBLE;
        }
        if (confidence != null) {
            return confidence;
        }
        return when.banner() != null && when.isByReply() ? Confidence.CERTAIN : Confidence.LIKELY;
    }
}
