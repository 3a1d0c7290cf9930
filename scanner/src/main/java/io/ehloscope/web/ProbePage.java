package io.ehloscope.web;

import io.ehloscope.metrics.ProbeMeters;
import io.ehloscope.metrics.ProbeMeters.Outcome;
import io.ehloscope.metrics.ProbeText;
import io.ehloscope.plan.Target;
import io.ehloscope.report.DialogueReport;
import io.ehloscope.result.TargetResult;
import io.ehloscope.service.ServiceApi;
import io.ehloscope.web.exposition.MetricsFormat;
import io.ehloscope.web.http.BufferedResponse;
import io.ehloscope.web.http.HttpBounds;
import io.ehloscope.web.http.HttpParts;
import io.ehloscope.web.http.RoutedRequest;
import io.ehloscope.web.http.TextResponse;
import io.ehloscope.yaml.ValueType;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.netty.http.server.HttpServerResponse;

/**
 * {@code /probe?target=&profile=&debug=true}: probes one target on demand, like a Prometheus multi-target exporter. The
 * probe ends half a second before the scraper's timeout, so that the results so far are returned.
 */
final class ProbePage {

    /** The header in which Prometheus sends its scrape timeout. */
    private static final String TIMEOUT = "X-Prometheus-Scrape-Timeout-Seconds";

    private static final Duration OFFSET = Duration.ofMillis(500);
    private static final Duration LEAST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofMinutes(2);
    private static final int MOST_PROBES = 16;
    private static final List<String> PARAMETERS = List.of("target", "profile", "debug");

    private final ServiceApi operations;
    private final WebServer.Content content;
    private final BufferedResponse responses;
    private final ProbeMeters meters;
    private final Semaphore permits = new Semaphore(MOST_PROBES);

    ProbePage(ServiceApi operations, HttpParts parts, WebServer.Content content, HttpBounds bounds) {
        this.operations = operations;
        this.content = content;
        this.meters = new ProbeMeters(content.registry());
        this.responses = new BufferedResponse(parts, bounds, "probe", MOST_PROBES);
    }

    /** Probes the target and sends its metrics, or with {@code debug=true} its dialogues and metrics. */
    Mono<Void> answer(RoutedRequest routed, HttpServerResponse response) {
        @Nullable Target target;
        Duration patience;
        try {
            rejectUnknown(routed);
            target = operations.target(routed.parameter("target"), routed.parameter("profile"));
            patience = patience(routed.request().requestHeaders().get(TIMEOUT));
        } catch (IllegalArgumentException e) {
            meters.rejected(Outcome.BAD_REQUEST);
            return TextResponse.text(HttpResponseStatus.BAD_REQUEST, String.valueOf(e.getMessage()))
                    .send(routed.request(), response);
        }
        if (target == null) {
            meters.rejected(Outcome.UNKNOWN_TARGET);
            return TextResponse.text(
                            HttpResponseStatus.NOT_FOUND,
                            "This target is not in the inventory; --web.probe-any-target allows others.")
                    .send(routed.request(), response);
        }
        if (!permits.tryAcquire()) {
            meters.rejected(Outcome.BUSY);
            return busy(routed, response);
        }
        ProbeMeters.Running running = meters.begun();
        return operations
                .probe(target, patience)
                .doFinally(end -> {
                    permits.release();
                    running.ended(outcome(end));
                })
                .flatMap(result -> send(result, routed, response))
                .onErrorResume(RejectedExecutionException.class, full -> busy(routed, response));
    }

    /** A mistyped parameter would otherwise probe something else than the client asks for. */
    private static void rejectUnknown(RoutedRequest routed) {
        for (String each : new TreeSet<>(routed.query().keySet())) {
            if (!PARAMETERS.contains(each)) {
                String hint = each.equals("module") ? "; instead of a module, choose a profile" : "";
                throw new IllegalArgumentException("unknown parameter " + ValueType.quoted(each) + "; known: "
                        + String.join(", ", PARAMETERS) + hint);
            }
        }
        String debug = routed.parameter("debug");
        if (!List.of("", "true", "false").contains(debug)) {
            throw new IllegalArgumentException("debug is true or false, not " + ValueType.quoted(debug));
        }
    }

    /** An error signal means that a queue is full; failures of the target are results, not errors. */
    private static Outcome outcome(SignalType end) {
        return switch (end) {
            case CANCEL -> Outcome.ABANDONED;
            case ON_ERROR -> Outcome.BUSY;
            default -> Outcome.PROBED;
        };
    }

    private static Mono<Void> busy(RoutedRequest routed, HttpServerResponse response) {
        response.header(HttpHeaderNames.RETRY_AFTER, "1");
        return TextResponse.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "Too many probes at once.")
                .send(routed.request(), response);
    }

    private Mono<Void> send(TargetResult result, RoutedRequest routed, HttpServerResponse response) {
        if (routed.parameter("debug").equals("true")) {
            return responses.answer(
                    routed.request(), response, TextResponse.TEXT, "Accept-Encoding", out -> writeDebug(result, out));
        }
        MetricsFormat format = MetricsFormat.negotiated(
                BufferedResponse.all(routed.request().requestHeaders(), HttpHeaderNames.ACCEPT));
        return responses.answer(
                routed.request(),
                response,
                format.contentType(),
                "Accept, Accept-Encoding",
                out -> ProbeText.write(result, format.contentType(), out));
    }

    private void writeDebug(TargetResult result, OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        DialogueReport report = new DialogueReport(writer, content.advice(), 0);
        report.result(result);
        writer.write("\nThe metrics returned without debug=true:\n\n");
        writer.flush();
        ProbeText.write(result, MetricsFormat.TEXT.contentType(), out);
    }

    private static Duration patience(@Nullable String seconds) {
        if (seconds == null) {
            return MOST;
        }
        double timeout;
        try {
            timeout = Double.parseDouble(seconds);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(TIMEOUT + " is not a number", e);
        }
        if (!(timeout > 0)) {
            throw new IllegalArgumentException(TIMEOUT + " is not above 0");
        }
        Duration left = Duration.ofMillis((long) Math.min(timeout * 1e3, (double) MOST.toMillis()))
                .minus(OFFSET);
        return left.compareTo(LEAST) < 0 ? LEAST : left;
    }
}
