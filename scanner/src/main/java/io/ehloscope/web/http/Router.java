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

/** Finds who answers a path, and answers what nobody does. */
public final class Router implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

    private final WebLocation place;
    private final List<Route> routes;

    /**
     * Who answers what.
     *
     * @param place under which path
     * @param routes the first that fits answers; a path may have several, each with methods of its own
     */
    public Router(WebLocation place, List<Route> routes) {
        this.place = place;
        this.routes = List.copyOf(routes);
    }

    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        String path = path(request.uri());
        String inside = place.inside(path);
        if (inside != null) {
            return routed(inside, request, response);
        }
        return path.equals("/") || path.equals(place.prefix()) ? atHome(request, response) : nothing(request, response);
    }

    private Publisher<Void> routed(String path, HttpServerRequest request, HttpServerResponse response) {
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            String written = route.match(path);
            String name = written == null ? null : RoutedRequest.decoded(written);
            if (name != null && route.methods().contains(request.method())) {
                return asked(route, name, request, response);
            }
            if (name != null) {
                route.methods().stream().map(HttpMethod::name).forEach(allowed::add);
            }
        }
        return allowed.isEmpty()
                ? nothing(request, response)
                : notAllowed(String.join(", ", allowed), request, response);
    }

    private static Publisher<Void> asked(
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

    /** Whoever comes without the prefix is shown the way, as Prometheus does. */
    private Publisher<Void> atHome(HttpServerRequest request, HttpServerResponse response) {
        int query = request.uri().indexOf('?');
        String home = place.home() + (query < 0 ? "" : request.uri().substring(query));
        response.header(HttpHeaderNames.LOCATION, home);
        return TextResponse.text(HttpResponseStatus.FOUND, "It is at " + place.home())
                .send(request, response);
    }

    private Publisher<Void> nothing(HttpServerRequest request, HttpServerResponse response) {
        return TextResponse.text(
                        HttpResponseStatus.NOT_FOUND, "Not found; see " + place.home() + " for what is available.")
                .send(request, response);
    }

    private static Publisher<Void> notAllowed(String allowed, HttpServerRequest request, HttpServerResponse response) {
        response.header(HttpHeaderNames.ALLOW, allowed);
        return TextResponse.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "The only allowed method is " + allowed + ".")
                .send(request, response);
    }

    /** The path as it was written: only a parameter in it is decoded, after it was found. */
    private static String path(String uri) {
        int end = uri.indexOf('?');
        return end < 0 ? uri : uri.substring(0, end);
    }
}
