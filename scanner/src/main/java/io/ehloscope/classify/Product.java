package io.ehloscope.classify;

import org.jspecify.annotations.Nullable;

/**
 * A recognized product.
 *
 * @param name the name from the fingerprints, for example {@code exchange}; safe for a label
 * @param title the title for people, for example {@code Microsoft Exchange}
 * @param version a version or a range in the words of the fingerprint; null if unknown. A version from the
 *     server consists of numbers and short marks of a release or a fix pack
 * @param profile the profile that judges this product under {@code auto}
 * @param family the vendor's SMTP stack
 * @param confidence how reliable name and version are
 */
public record Product(
        String name, String title, @Nullable String version, String profile, Family family, Confidence confidence) {

    /** SMTP stacks that the classifier treats differently. */
    public enum Family {
        /**
         * Every Exchange version, Exchange Online, and the Windows SMTP service, in which Exchange 2000 and 2003 run.
         */
        MICROSOFT,
        /** Anything else. */
        OTHER
    }

    /** The title and version, for people. */
    public String describe() {
        return version == null ? title : title + " " + version;
    }
}
