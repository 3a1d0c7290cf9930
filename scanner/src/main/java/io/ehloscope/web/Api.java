package io.ehloscope.web;

import io.ehloscope.drift.Baseline;
import io.ehloscope.metrics.FleetCollector;
import io.ehloscope.report.ReportFormat;
import io.ehloscope.report.ScanJson;
import io.ehloscope.report.Style;
import io.ehloscope.scan.ScanResult;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** {@code /api/v1/…}: the last completed scan for programs, as {@code scan -o json} writes it. */
final class Api {

    private static final String JSON = "application/json; charset=utf-8";

    private final FleetCollector fleet;
    private final Encoded answers;

    Api(FleetCollector fleet, Encoded answers) {
        this.fleet = fleet;
        this.answers = answers;
    }

    /** Writes a scan. */
    @FunctionalInterface
    private interface Form {
        void write(ScanResult scan, Baseline before, Writer out) throws IOException;
    }

    /** The scan and the results of all its targets. */
    Mono<Void> results(Asked asked, HttpServerResponse response) {
        return answer(asked, response, (scan, before, out) -> ReportFormat.JSON.write(scan, out, Style.PLAIN, before));
    }

    /** The scans that are known, without their results. */
    Mono<Void> scans(Asked asked, HttpServerResponse response) {
        return answer(asked, response, (scan, before, out) -> {
            out.write("{\"scans\":[");
            ScanJson.write(out, scan, before);
            out.write("]}\n");
        });
    }

    private Mono<Void> answer(Asked asked, HttpServerResponse response, Form form) {
        FleetCollector.Shown shown = fleet.shown();
        if (shown == null) {
            return new Answer(
                            HttpResponseStatus.SERVICE_UNAVAILABLE,
                            JSON,
                            Answer.POLICY,
                            "{\"error\":\"no scan has ended yet\"}\n")
                    .send(asked.request(), response);
        }
        return answers.answer(asked.request(), response, JSON, "Accept-Encoding", out -> write(shown, form, out));
    }

    private static void write(FleetCollector.Shown shown, Form form, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        form.write(shown.scan(), shown.before(), writer);
        writer.flush();
    }
}
