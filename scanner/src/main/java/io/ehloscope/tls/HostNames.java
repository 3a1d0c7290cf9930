package io.ehloscope.tls;

import java.util.List;
import java.util.Locale;

/**
 * Matches the names of a certificate with a host (RFC 6125 section 6.4): {@code *} stands for the whole leftmost label.
 */
final class HostNames {

    private HostNames() {}

    static boolean anyMatches(List<String> names, String host) {
        return names.stream().anyMatch(name -> matches(fold(name), fold(host)));
    }

    private static boolean matches(String name, String host) {
        if (!name.startsWith("*.")) {
            return name.equals(host);
        }
        int dot = host.indexOf('.');
        return dot > 0 && host.substring(dot).equals(name.substring(1)) && name.indexOf('.', 2) > 0;
    }

    private static String fold(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
