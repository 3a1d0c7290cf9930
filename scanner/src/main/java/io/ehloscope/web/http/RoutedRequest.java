package io.ehloscope.web.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/**
 * A request whose path somebody answers.
 *
 * @param request as it came
 * @param name what stands in the path where its route has a parameter, decoded; empty where the route has none
 * @param query the parameters behind the question mark, decoded
 */
public record RoutedRequest(HttpServerRequest request, String name, Map<String, List<String>> query) {

    /** The parameters of a URI; null where they cannot be decoded. */
    static @Nullable Map<String, List<String>> query(String uri) {
        try {
            return new QueryStringDecoder(uri).parameters();
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** A segment of a path, decoded; null where its escapes are broken. */
    static @Nullable String decoded(String segment) {
        try {
            return QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** The last value of a parameter, blanks around it taken off; empty where it is not given. */
    public String parameter(String key) {
        List<String> values = all(key);
        return values.isEmpty() ? "" : values.get(values.size() - 1).strip();
    }

    /** All values of a parameter, as they came. */
    public List<String> all(String key) {
        return query.getOrDefault(key, List.of());
    }
}
