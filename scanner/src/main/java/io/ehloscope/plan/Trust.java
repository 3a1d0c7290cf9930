package io.ehloscope.plan;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Whose certificates are trusted, besides those that this machine's Java trusts.
 *
 * @param source the file they are from, as the user named it; empty for none
 * @param authorities an organisation's own
 */
public record Trust(String source, List<X509Certificate> authorities) {

    /** Nobody's but those that this machine's Java trusts. */
    public static final Trust NONE = new Trust("", List.of());

    /** Copies the list. */
    public Trust {
        authorities = List.copyOf(authorities);
    }
}
