package io.ehloscope.web;

import io.ehloscope.history.HistoryQueries;
import io.ehloscope.history.HistoryStore.Page;
import io.ehloscope.metrics.WebMeters;
import io.ehloscope.plan.TargetSelector;
import io.ehloscope.service.ServiceApi;
import io.ehloscope.web.http.HttpParts;
import io.ehloscope.web.http.Route;
import io.ehloscope.web.http.RoutedRequest;
import io.ehloscope.web.http.TextResponse;
import io.ehloscope.web.security.WorkBudget;
import io.ehloscope.yaml.ConfigException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * {@code POST /-/reload}, {@code POST /-/scan}, and the history: {@code /api/v1/scans}, {@code /api/v1/diff} and
 * {@code /api/v1/targets/TARGET/history}. What changes something is not done for a page of another origin.
 */
final class OperationsPages {

    private static final Logger LOG = LoggerFactory.getLogger(OperationsPages.class);
    private static final int USUAL_ROWS = 50;

    /** A scan of the whole fleet may be asked for this often, after the first two; a part as often as its share allows. */
    private static final Duration WHOLE_SCAN = Duration.ofSeconds(10);

    /** What asking for a part costs at least, and asking for nothing that there is. */
    private static final Duration LEAST = Duration.ofMillis(500);

    /** An inventory may be read again this often, after the first three times. */
    private static final Duration RELOAD = Duration.ofSeconds(5);

    private final ServiceApi operations;
    private final @Nullable URI external;
    private final WebMeters meters;
    private final WorkBudget scans;
    private final WorkBudget reloads;

    /**
     * Pages that nobody has asked for yet.
     *
     * @param external where browsers find this server; null where nobody said, which is where they say they do
     * @param parts the clock, and the meters
     */
    OperationsPages(ServiceApi operations, @Nullable URI external, HttpParts parts) {
        this.operations = operations;
        this.external = external;
        this.meters = parts.meters();
        this.scans = new WorkBudget(WHOLE_SCAN, parts.time().nanos());
        this.reloads = new WorkBudget(RELOAD.multipliedBy(2), parts.time().nanos());
    }

    /** Who answers for them. */
    List<Route> routes() {
        return List.of(
                Route.changing("/-/reload", (asked, response) -> changed(reload(), reloads, RELOAD, asked, response)),
                Route.changing(
                        "/-/scan",
                        (asked, response) ->
                                changed(Mono.fromSupplier(() -> scan(asked)), scans, LEAST, asked, response)),
                reading("/api/v1/scans", (documents, asked) -> documents.scans(page(asked))),
                reading(
                        "/api/v1/diff",
                        (documents, asked) -> documents.difference(asked.parameter("from"), asked.parameter("to"))),
                reading(
                        "/api/v1/targets/{}/history",
                        (documents, asked) -> documents.changes(asked.name(), page(asked))));
    }

    /** A question about the history. */
    @FunctionalInterface
    private interface Question {
        Mono<String> about(HistoryQueries documents, RoutedRequest asked);
    }

    private Route reading(String path, Question question) {
        return Route.reading(
                path,
                (asked, response) -> history(documents -> question.about(documents, asked))
                        .flatMap(answer -> answer.send(asked.request(), response)));
    }

    private Mono<Void> changed(
            Mono<TextResponse> change,
            WorkBudget allowance,
            Duration cost,
            RoutedRequest asked,
            HttpServerResponse response) {
        if (isCrossOrigin(asked.request().requestHeaders())) {
            return TextResponse.text(HttpResponseStatus.FORBIDDEN, "Pages of another origin cannot request this.")
                    .send(asked.request(), response);
        }
        if (!allowance.take(cost)) {
            meters.requestRefused(WebMeters.Refused.RATE);
            response.header(HttpHeaderNames.RETRY_AFTER, Long.toString(allowance.retryAfterSeconds()));
            return TextResponse.text(
                            HttpResponseStatus.TOO_MANY_REQUESTS,
                            "Too many requests; try again after the number of seconds in Retry-After.")
                    .send(asked.request(), response);
        }
        return change.flatMap(answer -> answer.send(asked.request(), response));
    }

    private Mono<TextResponse> reload() {
        return Mono.defer(operations::reload)
                .map(OperationsPages::reloaded)
                .onErrorResume(
                        RejectedExecutionException.class,
                        full -> Mono.just(TextResponse.text(
                                HttpResponseStatus.SERVICE_UNAVAILABLE, "The inventory is already being reloaded.")));
    }

    private static TextResponse reloaded(List<String> problems) {
        return problems.isEmpty()
                ? TextResponse.text(
                        HttpResponseStatus.OK,
                        "The inventory is reloaded; it takes effect when the scan in progress has ended.")
                : TextResponse.lines(HttpResponseStatus.INTERNAL_SERVER_ERROR, problems);
    }

    private TextResponse scan(RoutedRequest asked) {
        if (!Set.of("site", "target").containsAll(asked.query().keySet())) {
            return TextResponse.text(HttpResponseStatus.BAD_REQUEST, "The only parameters are site and target.");
        }
        try {
            int targets = operations.scan(new TargetSelector(asked.all("site"), asked.all("target")));
            scans.charge(share(targets, operations.plan().targets().size()).minus(LEAST));
            return TextResponse.text(
                    HttpResponseStatus.ACCEPTED,
                    targets + (targets == 1 ? " target" : " targets")
                            + " will be scanned when the scan in progress, if any, has ended.");
        } catch (ConfigException fitsNothing) {
            return TextResponse.lines(
                    HttpResponseStatus.NOT_FOUND,
                    fitsNothing.problems().stream().map(Object::toString).toList());
        }
    }

    /** What a part of the fleet costs, by the cost of the whole. */
    private static Duration share(int targets, int all) {
        Duration share =
                targets >= all ? WHOLE_SCAN : WHOLE_SCAN.multipliedBy(targets).dividedBy(all);
        return share.compareTo(LEAST) < 0 ? LEAST : share;
    }

    private Mono<TextResponse> history(Function<HistoryQueries, Mono<String>> question) {
        HistoryQueries documents = operations.history();
        if (documents == null) {
            return Mono.just(TextResponse.text(
                    HttpResponseStatus.NOT_FOUND, "The service keeps no history; start it with --storage.path."));
        }
        return Mono.defer(() -> question.apply(documents))
                .map(json -> TextResponse.json(HttpResponseStatus.OK, json))
                .onErrorResume(
                        IllegalArgumentException.class,
                        problem -> Mono.just(TextResponse.text(
                                HttpResponseStatus.BAD_REQUEST, String.valueOf(problem.getMessage()))))
                .onErrorResume(failure -> {
                    LOG.warn("the history cannot be read: {}", failure.getMessage());
                    return Mono.just(TextResponse.text(
                            HttpResponseStatus.SERVICE_UNAVAILABLE, "The history is not readable at the moment."));
                });
    }

    private static Page page(RoutedRequest asked) {
        return new Page(number(asked, "before", Long.MAX_VALUE), (int)
                Math.min(Integer.MAX_VALUE, number(asked, "limit", USUAL_ROWS)));
    }

    private static long number(RoutedRequest asked, String name, long otherwise) {
        String text = asked.parameter(name);
        try {
            return text.isEmpty() ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number", e);
        }
    }

    /** A browser says where a page comes from that posts; other clients say nothing. */
    private boolean isCrossOrigin(HttpHeaders headers) {
        String site = headers.get("Sec-Fetch-Site");
        if (site != null && !Set.of("same-origin", "none").contains(site)) {
            return true;
        }
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        return origin != null && !isOurs(origin, headers.get(HttpHeaderNames.HOST));
    }

    /** Behind a reverse proxy the host that we are asked for need not be the one that the browser knows. */
    private boolean isOurs(String origin, @Nullable String host) {
        String said = authority(origin);
        String ours = external == null ? "" : external.getScheme() + "://" + external.getRawAuthority();
        return said.equalsIgnoreCase(host) || origin.equalsIgnoreCase(ours);
    }

    private static String authority(String origin) {
        try {
            @Nullable String authority = URI.create(origin).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException none) {
            return "";
        }
    }
}
