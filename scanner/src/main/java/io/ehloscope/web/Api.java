package io.ehloscope.web;

import io.ehloscope.json.Json;
import io.ehloscope.report.ReportFormat;
import io.ehloscope.report.Style;
import io.ehloscope.service.CurrentSnapshot;
import io.ehloscope.snapshot.Snapshot;
import io.ehloscope.web.http.BufferedResponse;
import io.ehloscope.web.http.RoutedRequest;
import io.ehloscope.web.http.TextResponse;
import io.ehloscope.web.pages.ResultQuery;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.core.JsonGenerator;

/**
 * {@code /api/v1/results}: the last completed scan or a part of it, in the JSON that {@code scan -o json} writes. {@code
 * /config}: the unchanged text of the inventory in effect. The inventory format has no secrets, so the text needs no
 * redaction.
 */
final class Api {

    private final CurrentSnapshot fleet;
    private final ResultQuery query;
    private final Supplier<String> inventory;
    private final BufferedResponse responses;

    Api(CurrentSnapshot fleet, ResultQuery query, Supplier<String> inventory, BufferedResponse responses) {
        this.fleet = fleet;
        this.query = query;
        this.inventory = inventory;
        this.responses = responses;
    }

    /**
     * Sends the results of the last completed scan that match the parameters; 503 before the first scan has ended, 400
     * for a word that is not known, 404 for a target that the scan does not have.
     */
    Mono<Void> results(RoutedRequest routed, HttpServerResponse response) {
        Snapshot snapshot = fleet.get();
        if (snapshot == null) {
            return error(HttpResponseStatus.SERVICE_UNAVAILABLE, "no scan has ended yet")
                    .send(routed.request(), response);
        }
        return query.select(snapshot, routed)
                .<Mono<Void>>map(found -> responses.answer(
                        routed.request(), response, TextResponse.JSON, "Accept-Encoding", out -> write(found, out)))
                .onErrorResume(failure -> answer(failure)
                        .map(problem -> Mono.just(problem.send(routed.request(), response)))
                        .orElseGet(() -> Mono.error(failure)))
                .flatMap(Function.identity());
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

    private static Optional<TextResponse> answer(Throwable failure) {
        if (failure instanceof IllegalArgumentException) {
            return Optional.of(error(HttpResponseStatus.BAD_REQUEST, String.valueOf(failure.getMessage())));
        }
        if (failure instanceof NoSuchElementException) {
            return Optional.of(error(HttpResponseStatus.NOT_FOUND, String.valueOf(failure.getMessage())));
        }
        return failure instanceof RejectedExecutionException
                ? Optional.of(error(HttpResponseStatus.SERVICE_UNAVAILABLE, "too many requests at once"))
                : Optional.empty();
    }

    private static TextResponse error(HttpResponseStatus status, String sentence) {
        StringWriter document = new StringWriter();
        try (JsonGenerator json = Json.generator(document)) {
            json.writeStartObject();
            json.writeStringProperty("error", Json.wellFormed(sentence));
            json.writeEndObject();
        }
        return TextResponse.json(status, document + "\n");
    }

    private static void write(ResultQuery.Selection found, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        ReportFormat.JSON.write(found.scan(), writer, Style.PLAIN, found.before());
        writer.flush();
    }
}
