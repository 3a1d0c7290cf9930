package io.ehloscope.web;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerResponse;

/**
 * {@code /metrics}: the few series of the program itself, as they are now, and those of the fleet, of which there may be
 * millions, as they were encoded for all scrapes of a snapshot.
 */
final class MetricsPage {

    private final PrometheusMeterRegistry program;
    private final FleetEncoding fleet;
    private final Scheduler encoder;
    private final Encoded scrapes;

    MetricsPage(WebServer.Parts parts, Encoded scrapes) {
        this.program = parts.registry();
        this.encoder = parts.encoder();
        this.fleet = new FleetEncoding(parts.fleet(), encoder);
        this.scrapes = scrapes;
    }

    /** Answers one scrape. */
    Mono<Void> answer(Asked asked, HttpServerResponse response) {
        MetricsFormat format =
                Negotiation.format(Encoded.all(asked.request().requestHeaders(), HttpHeaderNames.ACCEPT));
        return scrapes.answerWith(
                asked.request(),
                response,
                format.contentType(),
                "Accept, Accept-Encoding",
                gzip -> Mono.zip(
                                Mono.fromCallable(() -> program(format)).subscribeOn(encoder),
                                fleet.in(format),
                                List::of)
                        .map(parts -> gzip ? Deflated.gzip(parts) : Deflated.plain(parts, encoder)));
    }

    /** Without the mark of the end, which the fleet's part has. */
    private Deflated program(MetricsFormat format) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        program.scrape(text, format.contentType());
        return Deflating.of(text.toByteArray(), text.size() - format.end().length());
    }
}
