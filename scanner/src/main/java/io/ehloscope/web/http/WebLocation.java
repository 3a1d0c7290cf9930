package io.ehloscope.web.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The location of the HTTP endpoints, configured as in Prometheus: {@code --web.listen-address},
 * {@code --web.external-url} and {@code --web.route-prefix}; and {@code --web.allowed-host}. Pages link to each other
 * with relative URLs, so a prefix that a reverse proxy adds or removes needs no setting for the links.
 *
 * @param addresses the listen addresses, at least one
 * @param external the URL at which clients reach this server, without a trailing slash; null if not configured
 * @param prefix the prefix of every endpoint's path: empty, or a path without a trailing slash
 * @param names the allowed host names besides the listen addresses, in lower case; {@code *.example.com} stands for
 *     every name below it, {@code *} for every name
 */
public record WebLocation(
        List<ListenAddress> addresses, @Nullable URI external, String prefix, Set<String> names) {

    private static final Pattern SEGMENTS = Pattern.compile("(/[A-Za-z0-9._~!$&'()*+,;=:@-]+)*");
    private static final Pattern DOTS = Pattern.compile("(.*/)?\\.\\.?(/.*)?");

    /** Copies the list and the set. */
    public WebLocation {
        addresses = List.copyOf(addresses);
        names = Set.copyOf(names);
    }

    /**
     * Parses the options.
     *
     * @param addresses {@code --web.listen-address}, at least one
     * @param externalUrl {@code --web.external-url}; null if not given
     * @param routePrefix {@code --web.route-prefix}; null for the path of the external URL
     * @param allowedHosts {@code --web.allowed-host}
     * @throws IllegalArgumentException with a message that begins with the name of the option
     */
    public static WebLocation of(
            List<ListenAddress> addresses,
            @Nullable String externalUrl,
            @Nullable String routePrefix,
            List<String> allowedHosts) {
        URI external = externalUrl == null ? null : external(externalUrl.strip());
        String path = external == null ? "" : external.getRawPath();
        return new WebLocation(
                addresses,
                external,
                routePrefix == null ? path : prefix(routePrefix),
                allowedHosts.stream().map(WebLocation::pattern).collect(Collectors.toSet()));
    }

    /** This location with these allowed host names added; texts that are not host names are ignored. */
    public WebLocation named(Set<String> more) {
        Set<String> all = new HashSet<>(names);
        more.stream().map(AllowedHosts::pattern).filter(Objects::nonNull).forEach(all::add);
        return new WebLocation(addresses, external, prefix, all);
    }

    private static String pattern(String text) {
        @Nullable String pattern = AllowedHosts.pattern(text);
        if (pattern == null) {
            throw new IllegalArgumentException(
                    "--web.allowed-host \"" + text
                            + "\" is not a host name; write it without a port, like scanner.example.com, *.example.com or * for any");
        }
        return pattern;
    }

    /** The path without the route prefix; null if it does not begin with the prefix. */
    @Nullable
    public String inside(String path) {
        return path.startsWith(prefix + "/") ? path.substring(prefix.length()) : null;
    }

    /** The path of the status page in the external URL, or without one in this server. */
    String home() {
        return (external == null ? prefix : external.getRawPath()) + "/";
    }

    private static URI external(String text) {
        try {
            URI uri = new URI(text);
            boolean isWeb = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (isWeb && uri.getHost() != null && uri.getRawUserInfo() == null && isBare(uri)) {
                return new URI(uri.getScheme() + "://" + uri.getRawAuthority()
                        + path("--web.external-url", text, uri.getRawPath()));
            }
        } catch (URISyntaxException malformed) {
            // Reported below with a hint.
        }
        throw new IllegalArgumentException("--web.external-url \"" + text
                + "\" is not the URL of a server; write it like https://example.com/ehloscope");
    }

    private static boolean isBare(URI uri) {
        return uri.getRawQuery() == null && uri.getRawFragment() == null;
    }

    private static String prefix(String text) {
        return path("--web.route-prefix", text, "/" + text.strip());
    }

    /** Removes trailing slashes and reduces leading slashes to one. */
    private static String path(String option, String text, String written) {
        String path = written.replaceFirst("^/+", "/").replaceFirst("/+$", "");
        if (!SEGMENTS.matcher(path).matches() || DOTS.matcher(path).matches()) {
            throw new IllegalArgumentException(option + " \"" + text
                    + "\": a path has segments of letters, digits and . - _ after single slashes, as in /ehloscope");
        }
        return path;
    }
}
