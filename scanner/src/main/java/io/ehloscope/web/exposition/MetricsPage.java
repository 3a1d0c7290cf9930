package io.ehloscope.web.exposition;

import io.ehloscope.service.CurrentSnapshot;
import io.ehloscope.web.http.BufferedResponse;
import io.ehloscope.web.http.DeflateBlock;
import io.ehloscope.web.http.DeflateStream;
import io.ehloscope.web.http.RoutedRequest;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerResponse;

/**
 * {@code /metrics}: the few series of the scanner itself, encoded for each scrape, and those of the fleet, possibly
 * millions, encoded once for all scrapes of a snapshot.
 */
public final class MetricsPage {

    private final PrometheusMeterRegistry program;
    private final FleetEncoding fleet;
    private final Scheduler encoder;
    private final BufferedResponse scrapes;

    /**
     * Creates the page.
     *
     * @param program the scanner's own series
     * @param fleet the snapshot of the last completed scan
     * @param encoder runs the encoding
     * @param scrapes bounds the number of concurrent scrapes
     */
    public MetricsPage(
            PrometheusMeterRegistry program, CurrentSnapshot fleet, Scheduler encoder, BufferedResponse scrapes) {
        this.program = program;
        this.encoder = encoder;
        this.fleet = new FleetEncoding(fleet, encoder);
        this.scrapes = scrapes;
    }

    /** Answers one scrape. */
    public Mono<Void> answer(RoutedRequest routed, HttpServerResponse response) {
        MetricsFormat format = MetricsFormat.negotiated(
                BufferedResponse.all(routed.request().requestHeaders(), HttpHeaderNames.ACCEPT));
        return scrapes.answerWith(
                routed.request(),
                response,
                format.contentType(),
                "Accept, Accept-Encoding",
                gzip -> Mono.zip(
                                Mono.fromCallable(() -> program(format)).subscribeOn(encoder),
                                fleet.in(format),
                                List::of)
                        .map(parts -> gzip ? DeflateBlock.gzip(parts) : DeflateBlock.plain(parts, encoder)));
    }

    /** The scanner's own series without the end marker, which the fleet's part contains. */
    private DeflateBlock program(MetricsFormat format) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        program.scrape(text, format.contentType());
        return DeflateStream.of(text.toByteArray(), text.size() - format.end().length());
    }
}
