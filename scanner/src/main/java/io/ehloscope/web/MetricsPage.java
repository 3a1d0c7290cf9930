package io.ehloscope.web;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * {@code /metrics}. A scrape is encoded as a whole, off the event loop, before its first byte is sent: at most a few at
 * once, since each holds its text in memory until it is sent, and none for longer than it is given.
 */
final class MetricsPage {

    private final PrometheusMeterRegistry registry;
    private final Scheduler encoder;
    private final Scheduler timers;
    private final WebServer.Bounds bounds;
    private final Semaphore places;

    MetricsPage(WebServer.Parts parts, WebServer.Bounds bounds) {
        this.registry = parts.registry();
        this.encoder = parts.encoder();
        this.timers = parts.timers();
        this.bounds = bounds;
        this.places = new Semaphore(bounds.maxScrapes());
    }

    /** Answers one scrape. */
    Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        HttpHeaders asked = request.requestHeaders();
        MetricsFormat format = Negotiation.format(all(asked, HttpHeaderNames.ACCEPT));
        boolean gzip = Negotiation.gzip(all(asked, HttpHeaderNames.ACCEPT_ENCODING));
        if (request.method().equals(HttpMethod.HEAD)) {
            return headed(response, format, gzip).send();
        }
        if (!places.tryAcquire()) {
            return busy(request, response);
        }
        return Mono.fromCallable(() -> encoded(format, gzip))
                .subscribeOn(encoder)
                .flatMap(text -> headed(response, format, gzip)
                        .header(HttpHeaderNames.CONTENT_LENGTH, Long.toString(text.size()))
                        .sendByteArray(Flux.fromIterable(text.pieces()))
                        .then())
                .onErrorResume(RejectedExecutionException.class, full -> busy(request, response))
                .timeout(bounds.scrapeTimeout(), Mono.defer(() -> late(request, response)), timers)
                .doFinally(end -> places.release());
    }

    private Chunks encoded(MetricsFormat format, boolean gzip) throws IOException {
        Chunks text = new Chunks();
        try (OutputStream out = gzip ? new QuickGzip(text) : text) {
            registry.scrape(out, format.contentType());
        }
        return text;
    }

    private static HttpServerResponse headed(HttpServerResponse response, MetricsFormat format, boolean gzip) {
        Answer.guarded(response)
                .header(HttpHeaderNames.CONTENT_TYPE, format.contentType())
                .header(HttpHeaderNames.VARY, "Accept, Accept-Encoding");
        return gzip ? response.header(HttpHeaderNames.CONTENT_ENCODING, "gzip") : response;
    }

    private static Mono<Void> busy(HttpServerRequest request, HttpServerResponse response) {
        response.header(HttpHeaderNames.RETRY_AFTER, "1");
        return Answer.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "Too many scrapes at once.")
                .send(request, response);
    }

    /** Says that it took too long, or hangs up where the client takes what was begun too slowly. */
    private static Mono<Void> late(HttpServerRequest request, HttpServerResponse response) {
        if (response.hasSentHeaders()) {
            response.withConnection(Connection::dispose);
            return Mono.empty();
        }
        return Answer.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "The scrape took too long.")
                .send(request, response);
    }

    /** A list may come in several lines. */
    private static String all(HttpHeaders asked, CharSequence name) {
        return String.join(",", asked.getAll(name));
    }

    /** Exposition text shrinks to a tenth even with the least effort, at a third of the time. */
    private static final class QuickGzip extends GZIPOutputStream {
        QuickGzip(OutputStream out) throws IOException {
            super(out, 8192);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
