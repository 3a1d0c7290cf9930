package io.ehloscope.web;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.http.HttpHeaderNames;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** {@code /metrics}. */
final class MetricsPage {

    private final PrometheusMeterRegistry registry;
    private final Encoded scrapes;

    MetricsPage(PrometheusMeterRegistry registry, Encoded scrapes) {
        this.registry = registry;
        this.scrapes = scrapes;
    }

    /** Answers one scrape. */
    Mono<Void> answer(Asked asked, HttpServerResponse response) {
        MetricsFormat format =
                Negotiation.format(Encoded.all(asked.request().requestHeaders(), HttpHeaderNames.ACCEPT));
        return scrapes.answer(
                asked.request(),
                response,
                format.contentType(),
                "Accept, Accept-Encoding",
                out -> registry.scrape(out, format.contentType()));
    }
}
