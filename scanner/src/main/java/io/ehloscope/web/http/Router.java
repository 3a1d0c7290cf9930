package io.ehloscope.web.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Dispatches requests to routes; answers 404, 405, and 400 for a malformed query itself. */
public final class Router implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

    private final WebLocation location;
    private final List<Route> routes;

    /**
     * Creates a router.
     *
     * @param location the route prefix and the external URL
     * @param routes the first that matches path and method is used; a path may have several routes with different
     *     methods
     */
    public Router(WebLocation location, List<Route> routes) {
        this.location = location;
        this.routes = List.copyOf(routes);
    }

    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        String path = path(request.uri());
        String inside = location.inside(path);
        if (inside != null) {
            return routed(inside, request, response);
        }
        return path.equals("/") || path.equals(location.prefix())
                ? redirectHome(request, response)
                : notFound(request, response);
    }

    private Publisher<Void> routed(String path, HttpServerRequest request, HttpServerResponse response) {
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            String written = route.match(path);
            String name = written == null ? null : RoutedRequest.decoded(written);
            if (name != null && route.methods().contains(request.method())) {
                return dispatch(route, name, request, response);
            }
            if (name != null) {
                route.methods().stream().map(HttpMethod::name).forEach(allowed::add);
            }
        }
        return allowed.isEmpty()
                ? notFound(request, response)
                : notAllowed(String.join(", ", allowed), request, response);
    }

    private static Publisher<Void> dispatch(
            Route route, String name, HttpServerRequest request, HttpServerResponse response) {
        @Nullable Map<String, List<String>> query = RoutedRequest.query(request.uri());
        return query == null
                ? TextResponse.text(
                                HttpResponseStatus.BAD_REQUEST,
                                "The query cannot be decoded: % must precede two hexadecimal digits, and is written"
                                        + " %25.")
                        .send(request, response)
                : route.page().answer(new RoutedRequest(request, name, query), response);
    }

    /** Redirects requests for {@code /}, or for the prefix without a slash, to the status page, as Prometheus does. */
    private Publisher<Void> redirectHome(HttpServerRequest request, HttpServerResponse response) {
        int query = request.uri().indexOf('?');
        String home = location.home() + (query < 0 ? "" : request.uri().substring(query));
        response.header(HttpHeaderNames.LOCATION, home);
        return TextResponse.text(HttpResponseStatus.FOUND, "It is at " + location.home())
                .send(request, response);
    }

    private Publisher<Void> notFound(HttpServerRequest request, HttpServerResponse response) {
        return TextResponse.text(
                        HttpResponseStatus.NOT_FOUND, "Not found; see " + location.home() + " for what is available.")
                .send(request, response);
    }

    private static Publisher<Void> notAllowed(String allowed, HttpServerRequest request, HttpServerResponse response) {
        response.header(HttpHeaderNames.ALLOW, allowed);
        return TextResponse.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "The only allowed method is " + allowed + ".")
                .send(request, response);
    }

    /** The undecoded path: only the path parameter is decoded, after the route is found. */
    private static String path(String uri) {
        int end = uri.indexOf('?');
        return end < 0 ? uri : uri.substring(0, end);
    }
}
