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
        @Nullable String note) {}
