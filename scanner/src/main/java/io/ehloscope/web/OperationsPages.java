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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * {@code POST /-/reload}, {@code POST /-/scan}, and the history: {@code /api/v1/scans}, {@code /api/v1/diff} and {@code
 * /api/v1/targets/TARGET/history}. A {@code POST} from a page of another origin is rejected with 403.
 */
final class OperationsPages {

    private static final Logger LOG = LoggerFactory.getLogger(OperationsPages.class);
    private static final int DEFAULT_ROWS = 50;

    /**
     * The interval at which scans of the whole fleet are accepted after the first two. A part costs its share of it.
     */
    private static final Duration WHOLE_SCAN = Duration.ofSeconds(10);

    /** The minimum cost of a scan request, including one that matches no target. */
    private static final Duration LEAST = Duration.ofMillis(500);

    /** The interval at which reloads are accepted after the first three. */
    private static final Duration RELOAD = Duration.ofSeconds(5);

    private final ServiceApi operations;
    private final @Nullable URI external;
    private final WebMeters meters;
    private final Clock clock;
    private final WorkBudget scans;
    private final WorkBudget reloads;

    /**
     * Creates the pages.
     *
     * @param external the external URL of this server; null if not configured, and then only the {@code Host} header
     *     counts
     * @param parts the clock and the meters
     */
    OperationsPages(ServiceApi operations, @Nullable URI external, HttpParts parts) {
        this.operations = operations;
        this.external = external;
        this.meters = parts.meters();
        this.clock = parts.time().clock();
        this.scans = new WorkBudget(WHOLE_SCAN, parts.time().nanos());
        this.reloads = new WorkBudget(RELOAD.multipliedBy(2), parts.time().nanos());
    }

    /** The routes of these pages. */
    List<Route> routes() {
        return List.of(
                Route.changing("/-/reload", (routed, response) -> changed(reload(), reloads, RELOAD, routed, response)),
                Route.changing(
                        "/-/scan",
                        (routed, response) ->
                                changed(Mono.fromSupplier(() -> scan(routed)), scans, LEAST, routed, response)),
                reading("/api/v1/scans", (documents, routed) -> documents.scans(page(routed))),
                reading(
                        "/api/v1/diff",
                        (documents, routed) -> documents.difference(routed.parameter("from"), routed.parameter("to"))),
                reading(
                        "/api/v1/targets/{}/history",
                        (documents, routed) -> documents.changes(routed.name(), page(routed))));
    }

    /** A query of the history. */
    @FunctionalInterface
    private interface HistoryQuery {
        Mono<String> run(HistoryQueries documents, RoutedRequest routed);
    }

    private Route reading(String path, HistoryQuery query) {
        return Route.reading(
                path,
                (routed, response) -> history(documents -> query.run(documents, routed))
                        .flatMap(answer -> answer.send(routed.request(), response)));
    }

    private Mono<Void> changed(
            Mono<TextResponse> change,
            WorkBudget budget,
            Duration cost,
            RoutedRequest routed,
            HttpServerResponse response) {
        if (isCrossOrigin(routed.request().requestHeaders())) {
            return TextResponse.text(HttpResponseStatus.FORBIDDEN, "Pages of another origin cannot request this.")
                    .send(routed.request(), response);
        }
        if (!budget.take(cost)) {
            meters.requestRefused(WebMeters.Refused.RATE);
            response.header(HttpHeaderNames.RETRY_AFTER, Long.toString(budget.retryAfterSeconds()));
            return TextResponse.text(
                            HttpResponseStatus.TOO_MANY_REQUESTS,
                            "Too many requests; try again after the number of seconds in Retry-After.")
                    .send(routed.request(), response);
        }
        return change.flatMap(answer -> answer.send(routed.request(), response));
    }

    private Mono<TextResponse> reload() {
        return Mono.defer(operations::reload)
                .map(this::reloaded)
                .onErrorResume(
                        RejectedExecutionException.class,
                        full -> Mono.just(TextResponse.text(
                                HttpResponseStatus.SERVICE_UNAVAILABLE, "The inventory is already being reloaded.")));
    }

    private TextResponse reloaded(List<String> problems) {
        return problems.isEmpty()
                ? TextResponse.lines(HttpResponseStatus.OK, reloadedLines())
                : TextResponse.lines(HttpResponseStatus.INTERNAL_SERVER_ERROR, problems);
    }

    private List<String> reloadedLines() {
        Instant now = clock.instant();
        return Stream.concat(
                        Stream.of("The inventory is reloaded; it takes effect when the scan in progress has ended."),
                        operations.sources().stream().map(each -> "source " + each.sentence(now)))
                .toList();
    }

    private TextResponse scan(RoutedRequest routed) {
        if (!Set.of("site", "target").containsAll(routed.query().keySet())) {
            return TextResponse.text(HttpResponseStatus.BAD_REQUEST, "The only parameters are site and target.");
        }
        try {
            int targets = operations.scan(new TargetSelector(routed.all("site"), routed.all("target")));
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

    /** The cost of scanning a part of the fleet: its share of {@link #WHOLE_SCAN}, at least {@link #LEAST}. */
    private static Duration share(int targets, int all) {
        Duration share =
                targets >= all ? WHOLE_SCAN : WHOLE_SCAN.multipliedBy(targets).dividedBy(all);
        return share.compareTo(LEAST) < 0 ? LEAST : share;
    }

    private Mono<TextResponse> history(Function<HistoryQueries, Mono<String>> query) {
        HistoryQueries documents = operations.history();
        if (documents == null) {
            return Mono.just(TextResponse.text(
                    HttpResponseStatus.NOT_FOUND, "The service keeps no history; start it with --storage.path."));
        }
        return Mono.defer(() -> query.apply(documents))
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

    private static Page page(RoutedRequest routed) {
        return new Page(number(routed, "before", Long.MAX_VALUE), (int)
                Math.min(Integer.MAX_VALUE, number(routed, "limit", DEFAULT_ROWS)));
    }

    private static long number(RoutedRequest routed, String name, long otherwise) {
        String text = routed.parameter(name);
        try {
            return text.isEmpty() ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number", e);
        }
    }

    /**
     * Whether a page of another origin sent this request. Browsers send {@code Sec-Fetch-Site} or {@code Origin} with a
     * POST; other clients send neither and are accepted.
     */
    private boolean isCrossOrigin(HttpHeaders headers) {
        String site = headers.get("Sec-Fetch-Site");
        if (site != null && !Set.of("same-origin", "none").contains(site)) {
            return true;
        }
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        return origin != null && !isSameOrigin(origin, headers.get(HttpHeaderNames.HOST));
    }

    /** Behind a reverse proxy the {@code Host} of the request can differ from the host that the browser uses. */
    private boolean isSameOrigin(String origin, @Nullable String host) {
        String own = external == null ? "" : external.getScheme() + "://" + external.getRawAuthority();
        return authority(origin).equalsIgnoreCase(host) || origin.equalsIgnoreCase(own);
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
