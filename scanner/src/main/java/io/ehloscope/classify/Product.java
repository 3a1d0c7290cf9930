package io.ehloscope.classify;

import org.jspecify.annotations.Nullable;

/**
 * What answers, as far as it can be told.
 *
 * @param name from the known list of the fingerprints, e.g. {@code exchange}; fit for a label
 * @param title for people, e.g. {@code Microsoft Exchange}
 * @param version a version or a range as the fingerprint words it; null where it cannot be told. May quote digits the
 *     server chose, and nothing else of it
 * @param profile the profile that judges this product under {@code auto}
 * @param family the vendor's stack that it belongs to; products of one family share an SMTP service
 * @param confidence how far name and version may be relied on
 */
public record Product(
        String name, String title, @Nullable String version, String profile, Family family, Confidence confidence) {

    /** SMTP stacks that the classifier treats differently. */
    public enum Family {
        /** Exchange 2000 and 2003 live inside the Windows SMTP service; this is either of them, or bare. */
        MICROSOFT,
        /** Anything else. */
        OTHER
    }

    /** Title and version, for people. */
    public String describe() {
        return version == null ? title : title + " " + version;
    }
}
