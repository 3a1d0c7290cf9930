package io.ehloscope.plan;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The authorities that are trusted besides those that this machine's Java trusts.
 *
 * @param source the file that contains them, as the user named it; empty for none
 * @param authorities the organization's own authorities
 */
public record Trust(String source, List<X509Certificate> authorities) {

    /** No additional authorities. */
    public static final Trust NONE = new Trust("", List.of());

    /** Copies the list. */
    public Trust {
        authorities = List.copyOf(authorities);
    }
}
