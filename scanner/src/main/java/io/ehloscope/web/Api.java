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
 * {@code /api/v1/results}: the last completed scan for programs, as {@code scan -o json} writes it. {@code /config}: the
 * inventory that is followed, to the letter; its format has no place for secrets, so that none need be hidden.
 */
final class Api {

    private final CurrentSnapshot fleet;
    private final Supplier<String> inventory;
    private final BufferedResponse answers;

    Api(CurrentSnapshot fleet, Supplier<String> inventory, BufferedResponse answers) {
        this.fleet = fleet;
        this.inventory = inventory;
        this.answers = answers;
    }

    /** The scan and the results of all its targets. */
    Mono<Void> results(RoutedRequest asked, HttpServerResponse response) {
        Snapshot shown = fleet.get();
        if (shown == null) {
            return TextResponse.json(HttpResponseStatus.SERVICE_UNAVAILABLE, "{\"error\":\"no scan has ended yet\"}\n")
                    .send(asked.request(), response);
        }
        return answers.answer(
                asked.request(), response, TextResponse.JSON, "Accept-Encoding", out -> write(shown, out));
    }

    /** The inventory. */
    Mono<Void> config(RoutedRequest asked, HttpServerResponse response) {
        return answers.answer(
                asked.request(),
                response,
                TextResponse.TEXT,
                "Accept-Encoding",
                out -> out.write(inventory.get().getBytes(StandardCharsets.UTF_8)));
    }

    private static void write(Snapshot shown, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        ReportFormat.JSON.write(shown.scan(), writer, Style.PLAIN, shown.before());
        writer.flush();
    }
}
