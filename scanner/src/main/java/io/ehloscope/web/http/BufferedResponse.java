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
 * Long answers. Each is encoded as a whole, off the event loop, before its first byte is sent: at most a few at once,
 * since each holds its packed text in memory until it is sent, and none for longer than it is given.
 */
public final class BufferedResponse {

    private final HttpParts parts;
    private final HttpBounds bounds;
    private final String noun;
    private final Semaphore places;

    /**
     * Answers of one kind.
     *
     * @param noun what a client that has to wait is told of, such as "scrape"
     * @param places how many at once
     */
    public BufferedResponse(HttpParts parts, HttpBounds bounds, String noun, int places) {
        this.parts = parts;
        this.bounds = bounds;
        this.noun = noun;
        this.places = new Semaphore(places);
    }

    /** Makes the bytes of an answer, packed by gzip or not. */
    @FunctionalInterface
    public interface Making {
        /** What is emitted may be unpacked while it is sent. */
        Mono<Payload> of(boolean gzip);
    }

    /** Writes the text of an answer. */
    @FunctionalInterface
    public interface Writing {
        /** Writes all of it; need not close the stream. */
        void to(OutputStream out) throws IOException;
    }

    /** Answers one request; to HEAD without encoding anything. {@code vary} names the headers that were looked at. */
    public Mono<Void> answer(
            HttpServerRequest request, HttpServerResponse response, String contentType, String vary, Writing text) {
        return answerWith(
                request,
                response,
                contentType,
                vary,
                gzip -> Mono.fromCallable(() -> encoded(text, gzip)).subscribeOn(parts.encoder()));
    }

    /** The same, made otherwise than by writing it. */
    public Mono<Void> answerWith(
            HttpServerRequest request, HttpServerResponse response, String contentType, String vary, Making making) {
        boolean gzip = Negotiation.gzip(all(request.requestHeaders(), HttpHeaderNames.ACCEPT_ENCODING));
        if (request.method().equals(HttpMethod.HEAD)) {
            return headed(response, contentType, vary, gzip).send();
        }
        if (!places.tryAcquire()) {
            return busy(request, response);
        }
        return making.of(gzip)
                .flatMap(made -> headed(response, contentType, vary, gzip)
                        .header(HttpHeaderNames.CONTENT_LENGTH, Long.toString(made.length()))
                        .sendByteArray(made.bytes())
                        .then())
                .onErrorResume(RejectedExecutionException.class, full -> busy(request, response))
                .timeout(bounds.scrapeTimeout(), Mono.defer(() -> late(request, response)), parts.timers())
                .doFinally(end -> places.release());
    }

    /** A list may come in several lines. */
    public static String all(HttpHeaders asked, CharSequence name) {
        return String.join(",", asked.getAll(name));
    }

    /** Packed in memory in any case; whoever does not take gzip is sent it unpacked on the way. */
    private Payload encoded(Writing text, boolean gzip) throws IOException {
        try (DeflateStream packing = new DeflateStream()) {
            text.to(packing);
            List<DeflateBlock> packed = List.of(packing.packed());
            return gzip ? DeflateBlock.gzip(packed) : DeflateBlock.plain(packed, parts.encoder());
        }
    }

    private static HttpServerResponse headed(
            HttpServerResponse response, String contentType, String vary, boolean gzip) {
        TextResponse.guarded(response, TextResponse.POLICY)
                .header(HttpHeaderNames.CONTENT_TYPE, contentType)
                .header(HttpHeaderNames.VARY, vary);
        return gzip ? response.header(HttpHeaderNames.CONTENT_ENCODING, "gzip") : response;
    }

    private Mono<Void> busy(HttpServerRequest request, HttpServerResponse response) {
        response.header(HttpHeaderNames.RETRY_AFTER, "1");
        return TextResponse.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "Too many " + noun + "s at once.")
                .send(request, response);
    }

    /** Says that it took too long, or hangs up where the client takes what was begun too slowly. */
    private Mono<Void> late(HttpServerRequest request, HttpServerResponse response) {
        if (response.hasSentHeaders()) {
            response.withConnection(Connection::dispose);
            return Mono.empty();
        }
        return TextResponse.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "The " + noun + " took too long.")
                .send(request, response);
    }
}
