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
 * The names that this server goes by. A page of another origin can make a browser ask for it under a name of its own, by
 * having that name lead here (DNS rebinding), and would then be of the same origin. Such a page needs a name: whoever asks
 * for an address, or for one of these names, is no such page.
 */
public final class AllowedHosts {

    /** A name that a browser may send, and that is safe to repeat. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]([a-z0-9._-]{0,251}[a-z0-9_-])?");

    private static final Pattern HOST =
            Pattern.compile("(?:\\[(?<v6>[0-9A-Fa-f:.]+)]|(?<name>[^:\\[\\]]+))(?::[0-9]{0,5})?");
    private static final String ANY_BELOW = "*.";

    private final Set<String> names = new HashSet<>();
    private final Supplier<String> another;

    /**
     * The names of the listen addresses, of the external URL, of the place itself, and {@code localhost}.
     *
     * @param place where this server is
     * @param another one more name, which may change
     */
    public AllowedHosts(WebLocation place, Supplier<String> another) {
        this.another = another;
        names.add("localhost");
        names.addAll(place.names());
        if (place.external() != null) {
            names.add(name(place.external().getHost()));
        }
        for (ListenAddress address : place.addresses()) {
            if (address instanceof ListenAddress.Port port) {
                names.add(name(port.host()));
            }
        }
    }

    /** What a request asked for, and what comes of it. */
    public enum Match {
        /** One of the names, or an address. */
        KNOWN,
        /** Another name. */
        FOREIGN,
        /** No host, more than one, or something that is none. */
        MALFORMED
    }

    /**
     * Whether a request is meant for this server.
     *
     * @param hosts all values of {@code Host}, or of {@code :authority}
     * @param mayLack whether a request may do without: one of HTTP/1.0 may
     */
    public Match judge(List<String> hosts, boolean mayLack) {
        if (hosts.size() != 1) {
            return hosts.isEmpty() && mayLack ? Match.KNOWN : Match.MALFORMED;
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
        return NetUtil.isValidIpV4Address(name) || isOurs(name) ? Match.KNOWN : Match.FOREIGN;
    }

    /** A pattern of {@code --web.allowed-host}, as it is compared; null where it is none. */
    public static @Nullable String pattern(String text) {
        String name = name(text.strip());
        String bare = name.startsWith(ANY_BELOW) ? name.substring(ANY_BELOW.length()) : name;
        return text.strip().equals("*") || NAME.matcher(bare).matches() ? name : null;
    }

    private boolean isOurs(String name) {
        if (names.contains("*") || names.contains(name) || name.equals(name(another.get()))) {
            return true;
        }
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            if (names.contains(ANY_BELOW + name.substring(dot + 1))) {
                return true;
            }
        }
        return false;
    }

    /** Without case, and without the dot of a full name. */
    private static String name(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
