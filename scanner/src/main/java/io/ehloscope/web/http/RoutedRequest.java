package io.ehloscope.web.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/**
 * A request that matches a route.
 *
 * @param request the request
 * @param name the decoded path parameter; empty if the route has none
 * @param query the decoded query parameters
 */
public record RoutedRequest(HttpServerRequest request, String name, Map<String, List<String>> query) {

    /** The decoded query parameters of a URI; null if they cannot be decoded. */
    static @Nullable Map<String, List<String>> query(String uri) {
        try {
            return new QueryStringDecoder(uri).parameters();
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** A decoded path segment; null if an escape in it is malformed. */
    static @Nullable String decoded(String segment) {
        try {
            return QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** The last value of a query parameter, stripped of surrounding blanks; empty if the parameter is missing. */
    public String parameter(String key) {
        List<String> values = all(key);
        return values.isEmpty() ? "" : values.get(values.size() - 1).strip();
    }

    /** All values of a query parameter, unstripped, in order. */
    public List<String> all(String key) {
        return query.getOrDefault(key, List.of());
    }
}
