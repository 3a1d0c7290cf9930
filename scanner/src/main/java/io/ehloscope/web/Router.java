package io.ehloscope.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Finds who answers a path, and answers what nobody else does. */
final class Router implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

    private final OperationsPages operations;
    private final List<Route> routes;

    /**
     * Who answers what.
     *
     * @param operations answers its own paths
     * @param routes are asked for all others, the first that fits; a path may have several, each with methods of its own
     */
    Router(OperationsPages operations, List<Route> routes) {
        this.operations = operations;
        this.routes = List.copyOf(routes);
    }

    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        String path = path(request.uri());
        if (OperationsPages.has(path)) {
            return operations.answer(request, response);
        }
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            String written = route.match(path);
            String name = written == null ? null : Asked.decoded(written);
            if (name != null && route.methods().contains(request.method())) {
                return route.page().answer(new Asked(request, name, Asked.query(request.uri())), response);
            }
            if (name != null) {
                route.methods().stream().map(HttpMethod::name).forEach(allowed::add);
            }
        }
        return allowed.isEmpty()
                ? Answer.text(HttpResponseStatus.NOT_FOUND, "There is nothing here; / says what there is.")
                        .send(request, response)
                : notAllowed(String.join(", ", allowed), request, response);
    }

    private static Publisher<Void> notAllowed(String allowed, HttpServerRequest request, HttpServerResponse response) {
        response.header(HttpHeaderNames.ALLOW, allowed);
        return Answer.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "This can be asked with " + allowed + " only.")
                .send(request, response);
    }

    /** The path as it was written: only a parameter in it is decoded, after it was found. */
    private static String path(String uri) {
        int end = uri.indexOf('?');
        return end < 0 ? uri : uri.substring(0, end);
    }
}
