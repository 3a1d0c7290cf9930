package io.ehloscope.web;

import io.ehloscope.metrics.FleetCollector;
import io.ehloscope.report.ReportFormat;
import io.ehloscope.report.Style;
import io.ehloscope.snapshot.Snapshot;
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

    private final FleetCollector fleet;
    private final Supplier<String> inventory;
    private final Encoded answers;

    Api(FleetCollector fleet, Supplier<String> inventory, Encoded answers) {
        this.fleet = fleet;
        this.inventory = inventory;
        this.answers = answers;
    }

    /** The scan and the results of all its targets. */
    Mono<Void> results(Asked asked, HttpServerResponse response) {
        Snapshot shown = fleet.snapshot();
        if (shown == null) {
            return Answer.json(HttpResponseStatus.SERVICE_UNAVAILABLE, "{\"error\":\"no scan has ended yet\"}\n")
                    .send(asked.request(), response);
        }
        return answers.answer(asked.request(), response, Answer.JSON, "Accept-Encoding", out -> write(shown, out));
    }

    /** The inventory. */
    Mono<Void> config(Asked asked, HttpServerResponse response) {
        return answers.answer(
                asked.request(),
                response,
                Answer.TEXT,
                "Accept-Encoding",
                out -> out.write(inventory.get().getBytes(StandardCharsets.UTF_8)));
    }

    private static void write(Snapshot shown, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        ReportFormat.JSON.write(shown.scan(), writer, Style.PLAIN, shown.before());
        writer.flush();
    }
}
