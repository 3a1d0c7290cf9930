package io.ehloscope.web.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Sends long responses. Each is encoded completely, off the event loop, before its first byte is sent. Each keeps its
 * compressed body in memory until it is sent, so their number is bounded, and each has a timeout
 * ({@link HttpBounds#scrapeTimeout()}).
 */
public final class BufferedResponse {

    private final HttpParts parts;
    private final HttpBounds bounds;
    private final String noun;
    private final Semaphore permits;

    /**
     * Creates a sender for responses of one kind.
     *
     * @param noun the kind, for error messages, such as "scrape"
     * @param permits responses at once; more are answered with 503
     */
    public BufferedResponse(HttpParts parts, HttpBounds bounds, String noun, int permits) {
        this.parts = parts;
        this.bounds = bounds;
        this.noun = noun;
        this.permits = new Semaphore(permits);
    }

    /** Makes the body of a response, compressed with gzip or not. */
    @FunctionalInterface
    public interface PayloadFactory {
        /** Emits the body; its bytes may be decompressed while they are sent. */
        Mono<Payload> of(boolean gzip);
    }

    /** Writes the body of a response. */
    @FunctionalInterface
    public interface BodyWriter {
        /** Writes the whole body; need not close the stream. */
        void to(OutputStream out) throws IOException;
    }

    /**
     * Answers one request with a written body; answers HEAD without encoding anything.
     *
     * @param vary the request headers that the response depends on, for {@code Vary}
     * @param text writes the body, on the encoder
     */
    public Mono<Void> answer(
            HttpServerRequest request, HttpServerResponse response, String contentType, String vary, BodyWriter text) {
        return answerWith(
                request,
                response,
                contentType,
                vary,
                gzip -> Mono.fromCallable(() -> encoded(text, gzip)).subscribeOn(parts.encoder()));
    }

    /**
     * Answers one request with a body from a factory; answers HEAD without encoding anything.
     *
     * @param vary the request headers that the response depends on, for {@code Vary}
     * @param factory makes the body
     */
    public Mono<Void> answerWith(
            HttpServerRequest request,
            HttpServerResponse response,
            String contentType,
            String vary,
            PayloadFactory factory) {
        boolean gzip = Negotiation.gzip(all(request.requestHeaders(), HttpHeaderNames.ACCEPT_ENCODING));
        if (request.method().equals(HttpMethod.HEAD)) {
            return withHeaders(response, contentType, vary, gzip).send();
        }
        if (!permits.tryAcquire()) {
            return busy(request, response);
        }
        return factory.of(gzip)
                .flatMap(made -> withHeaders(response, contentType, vary, gzip)
                        .header(HttpHeaderNames.CONTENT_LENGTH, Long.toString(made.length()))
                        .sendByteArray(made.bytes())
                        .then())
                .onErrorResume(RejectedExecutionException.class, full -> busy(request, response))
                .timeout(bounds.scrapeTimeout(), Mono.defer(() -> timedOut(request, response)), parts.timers())
                .doFinally(end -> permits.release());
    }

    /**
     * All values of a header, joined with commas: a list may be sent in several header lines (RFC 9110 section 5.3).
     */
    public static String all(HttpHeaders headers, CharSequence name) {
        return String.join(",", headers.getAll(name));
    }

    /** Compresses the body in memory in any case; for clients without gzip it is decompressed while it is sent. */
    private Payload encoded(BodyWriter text, boolean gzip) throws IOException {
        try (DeflateStream deflater = new DeflateStream()) {
            text.to(deflater);
            List<DeflateBlock> compressed = List.of(deflater.finish());
            return gzip ? DeflateBlock.gzip(compressed) : DeflateBlock.plain(compressed, parts.encoder());
        }
    }

    private static HttpServerResponse withHeaders(
            HttpServerResponse response, String contentType, String vary, boolean gzip) {
        TextResponse.withSecurityHeaders(response, TextResponse.POLICY)
                .header(HttpHeaderNames.CONTENT_TYPE, contentType)
                .header(HttpHeaderNames.VARY, vary);
        return gzip ? response.header(HttpHeaderNames.CONTENT_ENCODING, "gzip") : response;
    }

    private Mono<Void> busy(HttpServerRequest request, HttpServerResponse response) {
        response.header(HttpHeaderNames.RETRY_AFTER, "1");
        return TextResponse.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "Too many " + noun + "s at once.")
                .send(request, response);
    }

    /** Answers 503 if encoding took too long; closes the connection if the client reads the body too slowly. */
    private Mono<Void> timedOut(HttpServerRequest request, HttpServerResponse response) {
        if (response.hasSentHeaders()) {
            response.withConnection(Connection::dispose);
            return Mono.empty();
        }
        return TextResponse.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "The " + noun + " took too long.")
                .send(request, response);
    }
}
