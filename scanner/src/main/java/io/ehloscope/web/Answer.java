package io.ehloscope.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A short answer.
 *
 * @param status its status
 * @param contentType its {@code Content-Type}
 * @param body its text
 */
record Answer(HttpResponseStatus status, String contentType, String body) {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String HTML = "text/html; charset=utf-8";

    /** No page of ours loads or runs anything, or may be put into a frame. */
    private static final String POLICY =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> GUARDS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", POLICY,
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-store");

    /** A sentence. */
    static Answer text(HttpResponseStatus status, String sentence) {
        return new Answer(status, TEXT, sentence + "\n");
    }

    /** A page. */
    static Answer html(String page) {
        return new Answer(HttpResponseStatus.OK, HTML, page);
    }

    /**
     * Puts on the headers that every answer has: nobody may guess its type, keep it, or frame it. What the web configuration
     * has put on already stays.
     */
    static HttpServerResponse guarded(HttpServerResponse response) {
        GUARDS.forEach((name, value) -> {
            if (!response.responseHeaders().contains(name)) {
                response.header(name, value);
            }
        });
        return response;
    }

    /** Sends it; to HEAD without the body. */
    Mono<Void> send(HttpServerRequest request, HttpServerResponse response) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        guarded(response)
                .status(status)
                .header(HttpHeaderNames.CONTENT_TYPE, contentType)
                .header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(bytes.length));
        return request.method().equals(HttpMethod.HEAD)
                ? response.send()
                : response.sendByteArray(Mono.just(bytes)).then();
    }
}
