package io.ehloscope.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Finds who answers a path, and answers what nobody else does. */
final class Router implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final OperationsPages operations;
    private final Map<String, BiFunction<HttpServerRequest, HttpServerResponse, Mono<Void>>> pages;

    /**
     * Who answers what.
     *
     * @param operations answers its own paths
     * @param pages answer GET and HEAD, by the path without its query
     */
    Router(
            OperationsPages operations,
            Map<String, BiFunction<HttpServerRequest, HttpServerResponse, Mono<Void>>> pages) {
        this.operations = operations;
        this.pages = Map.copyOf(pages);
    }

    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        String path = path(request.uri());
        if (OperationsPages.has(path)) {
            return operations.answer(request, response);
        }
        BiFunction<HttpServerRequest, HttpServerResponse, Mono<Void>> page = pages.get(path);
        if (page == null) {
            return Answer.text(HttpResponseStatus.NOT_FOUND, "There is nothing here; / says what there is.")
                    .send(request, response);
        }
        if (!READING.contains(request.method())) {
            response.header(HttpHeaderNames.ALLOW, "GET, HEAD");
            return Answer.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "This can be read with GET or HEAD.")
                    .send(request, response);
        }
        return page.apply(request, response);
    }

    /** The path as it was written: no page of ours needs an escape, and a malformed one is nobody's page. */
    private static String path(String uri) {
        int end = uri.indexOf('?');
        return end < 0 ? uri : uri.substring(0, end);
    }
}
