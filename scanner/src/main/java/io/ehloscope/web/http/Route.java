package io.ehloscope.web.http;

import io.netty.handler.codec.http.HttpMethod;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A path and the handler of its requests.
 *
 * @param path a path; {@code {}} in place of a segment stands for a path parameter
 * @param methods the allowed methods
 * @param page handles the requests
 */
public record Route(String path, Set<HttpMethod> methods, Page page) {

    private static final String PARAMETER = "{}";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final Set<HttpMethod> CHANGING = Set.of(HttpMethod.POST);

    /** Handles requests. */
    @FunctionalInterface
    public interface Page {
        /** Answers a request; completes when the response is sent. */
        Mono<Void> answer(RoutedRequest routed, HttpServerResponse response);
    }

    /** Copies the set. */
    public Route {
        methods = Set.copyOf(methods);
    }

    /** A route for GET and HEAD. */
    public static Route reading(String path, Page page) {
        return new Route(path, READING, page);
    }

    /** A route for POST. */
    public static Route changing(String path, Page page) {
        return new Route(path, CHANGING, page);
    }

    /** The path parameter, undecoded; empty if the route has none; null if the path does not match this route. */
    @Nullable
    String match(String requested) {
        int at = path.indexOf(PARAMETER);
        if (at < 0) {
            return path.equals(requested) ? "" : null;
        }
        String back = path.substring(at + PARAMETER.length());
        int end = requested.length() - back.length();
        boolean fits = end > at && requested.startsWith(path.substring(0, at)) && requested.endsWith(back);
        String parameter = fits ? requested.substring(at, end) : "";
        return parameter.isEmpty() || parameter.indexOf('/') >= 0 ? null : parameter;
    }
}
