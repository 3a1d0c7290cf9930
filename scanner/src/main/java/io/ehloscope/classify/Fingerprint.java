package io.ehloscope.classify;

import org.jspecify.annotations.Nullable;

/**
 * How to recognize one product, or one state of a product. Several fingerprints can name the same product.
 *
 * @param name the product's name
 * @param title the title for people
 * @param version the version or range that this fingerprint shows; null if it shows none, or if the greeting does
 * @param versionFromBanner whether the group {@code version} of the banner pattern gives the version
 * @param profile the profile that judges the product under {@code auto}
 * @param family the vendor's SMTP stack
 * @param when the condition
 * @param confidence the confidence if an EHLO reply is known; null if it follows from the condition
 * @param note a sentence on the confidence; null if there is none
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
     * The confidence. A greeting is free text: without a list that could contradict it, the product is only possible.
     *
     * @param replyKnown whether an EHLO reply is known
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
