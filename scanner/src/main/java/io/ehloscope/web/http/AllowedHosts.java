package io.ehloscope.web.http;

import io.netty.util.NetUtil;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The host names of this server, against DNS rebinding: a page of another origin points its own name at this server's
 * address, and so becomes same-origin for the browser. Such an attack needs a foreign name, so requests for an IP
 * address or for one of these names are allowed.
 */
public final class AllowedHosts {

    /** A host name that a browser can send and that is safe to repeat in a response. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]([a-z0-9._-]{0,251}[a-z0-9_-])?");

    private static final Pattern HOST =
            Pattern.compile("(?:\\[(?<v6>[0-9A-Fa-f:.]+)]|(?<name>[^:\\[\\]]+))(?::[0-9]{0,5})?");
    private static final String ANY_SUBDOMAIN = "*.";

    private final Set<String> names = new HashSet<>();
    private final Supplier<String> another;

    /**
     * Allows {@code localhost} and the names of the listen addresses, of the external URL and of
     * {@code --web.allowed-host}.
     *
     * @param location the addresses and configured names of this server
     * @param another supplies one more name, which can change
     */
    public AllowedHosts(WebLocation location, Supplier<String> another) {
        this.another = another;
        names.add("localhost");
        names.addAll(location.names());
        if (location.external() != null) {
            names.add(name(location.external().getHost()));
        }
        for (ListenAddress address : location.addresses()) {
            if (address instanceof ListenAddress.Port port) {
                names.add(name(port.host()));
            }
        }
    }

    /** The class of a request's host. */
    public enum Match {
        /** One of the allowed names, or an IP address. */
        KNOWN,
        /** Another name. */
        FOREIGN,
        /** No host where one is required, more than one, or text that is not a host. */
        MALFORMED
    }

    /**
     * Classifies the host of a request (RFC 9112 section 3.2).
     *
     * @param hosts all values of {@code Host}, or of {@code :authority}
     * @param isOptional whether a request without a host is allowed, as in HTTP/1.0
     */
    public Match match(List<String> hosts, boolean isOptional) {
        if (hosts.size() != 1) {
            return hosts.isEmpty() && isOptional ? Match.KNOWN : Match.MALFORMED;
        }
        Matcher host = HOST.matcher(hosts.get(0).strip());
        if (!host.matches()) {
            return Match.MALFORMED;
        }
        @Nullable String v6 = host.group("v6");
        if (v6 != null) {
            return NetUtil.isValidIpV6Address(v6) ? Match.KNOWN : Match.MALFORMED;
        }
        String name = name(host.group("name"));
        if (!NAME.matcher(name).matches()) {
            return Match.MALFORMED;
        }
        return NetUtil.isValidIpV4Address(name) || isAllowed(name) ? Match.KNOWN : Match.FOREIGN;
    }

    /** The normalized form of a pattern of {@code --web.allowed-host}; null if the text is not a valid pattern. */
    public static @Nullable String pattern(String text) {
        String name = name(text.strip());
        String bare = name.startsWith(ANY_SUBDOMAIN) ? name.substring(ANY_SUBDOMAIN.length()) : name;
        return text.strip().equals("*") || NAME.matcher(bare).matches() ? name : null;
    }

    private boolean isAllowed(String name) {
        if (names.contains("*") || names.contains(name) || name.equals(name(another.get()))) {
            return true;
        }
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            if (names.contains(ANY_SUBDOMAIN + name.substring(dot + 1))) {
                return true;
            }
        }
        return false;
    }

    /** In lower case, without the final dot of a fully qualified name. */
    private static String name(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
