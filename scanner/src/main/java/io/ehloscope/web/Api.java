package io.ehloscope.web;

import io.ehloscope.report.ReportFormat;
import io.ehloscope.report.Style;
import io.ehloscope.service.CurrentSnapshot;
import io.ehloscope.snapshot.Snapshot;
import io.ehloscope.web.http.BufferedResponse;
import io.ehloscope.web.http.RoutedRequest;
import io.ehloscope.web.http.TextResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * {@code /api/v1/results}: the last completed scan, in the JSON that {@code scan -o json} writes. {@code /config}: the
 * unchanged text of the inventory in effect. The inventory format has no secrets, so the text needs no redaction.
 */
final class Api {

    private final CurrentSnapshot fleet;
    private final Supplier<String> inventory;
    private final BufferedResponse responses;

    Api(CurrentSnapshot fleet, Supplier<String> inventory, BufferedResponse responses) {
        this.fleet = fleet;
        this.inventory = inventory;
        this.responses = responses;
    }

    /** Sends the last completed scan with the results of all its targets; 503 before the first scan has ended. */
    Mono<Void> results(RoutedRequest routed, HttpServerResponse response) {
        Snapshot snapshot = fleet.get();
        if (snapshot == null) {
            return TextResponse.json(HttpResponseStatus.SERVICE_UNAVAILABLE, "{\"error\":\"no scan has ended yet\"}\n")
                    .send(routed.request(), response);
        }
        return responses.answer(
                routed.request(), response, TextResponse.JSON, "Accept-Encoding", out -> write(snapshot, out));
    }

    /** Sends the text of the inventory in effect. */
    Mono<Void> config(RoutedRequest routed, HttpServerResponse response) {
        return responses.answer(
                routed.request(),
                response,
                TextResponse.TEXT,
                "Accept-Encoding",
                out -> out.write(inventory.get().getBytes(StandardCharsets.UTF_8)));
    }

    private static void write(Snapshot snapshot, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        ReportFormat.JSON.write(snapshot.scan(), writer, Style.PLAIN, snapshot.before());
        writer.flush();
    }
}
