package io.ehloscope.web;

import io.ehloscope.history.HistoryStore.Page;
import io.ehloscope.inventory.InventoryException;
import io.ehloscope.plan.Narrowing;
import io.ehloscope.report.HistoryDocuments;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * {@code POST /-/reload}, {@code POST /-/scan}, and the history: {@code /api/v1/scans}, {@code /api/v1/diff} and
 * {@code /api/v1/targets/TARGET/history}. What changes something is not done for a page of another origin.
 */
final class OperationsPages {

    private static final Logger LOG = LoggerFactory.getLogger(OperationsPages.class);
    private static final String RELOAD = "/-/reload";
    private static final String SCAN = "/-/scan";
    private static final String SCANS = "/api/v1/scans";
    private static final String DIFF = "/api/v1/diff";
    private static final Pattern TARGET = Pattern.compile("/api/v1/targets/(?<target>[^/]{1,400})/history");
    private static final int USUAL_ROWS = 50;

    private final Operations operations;

    OperationsPages(Operations operations) {
        this.operations = operations;
    }

    /** Whether this path is one of these pages. */
    static boolean has(String path) {
        return Set.of(RELOAD, SCAN, SCANS, DIFF).contains(path)
                || TARGET.matcher(path).matches();
    }

    /** Answers a request for one of these pages. */
    Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        QueryStringDecoder query = new QueryStringDecoder(request.uri());
        String path = query.rawPath();
        boolean changes = path.equals(RELOAD) || path.equals(SCAN);
        Set<HttpMethod> allowed = changes ? Set.of(HttpMethod.POST) : Set.of(HttpMethod.GET, HttpMethod.HEAD);
        if (!allowed.contains(request.method())) {
            String methods = changes ? "POST" : "GET, HEAD";
            response.header(HttpHeaderNames.ALLOW, methods);
            return Answer.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "This is asked for with " + methods + ".")
                    .send(request, response);
        }
        if (changes && isCrossOrigin(request)) {
            return Answer.text(HttpResponseStatus.FORBIDDEN, "This cannot be asked for by a page of another origin.")
                    .send(request, response);
        }
        return answer(path, query).flatMap(answer -> answer.send(request, response));
    }

    private Mono<Answer> answer(String path, QueryStringDecoder query) {
        return switch (path) {
            case RELOAD ->
                operations
                        .reload()
                        .map(OperationsPages::reloaded)
                        .onErrorResume(
                                RejectedExecutionException.class,
                                full -> Mono.just(Answer.text(
                                        HttpResponseStatus.SERVICE_UNAVAILABLE,
                                        "The inventory is being read already.")));
            case SCAN -> Mono.fromSupplier(() -> scan(query));
            case SCANS -> history(documents -> documents.scans(page(query)));
            case DIFF -> history(documents -> documents.difference(first(query, "from"), first(query, "to")));
            default -> history(documents -> documents.changes(target(path), page(query)));
        };
    }

    private static Answer reloaded(List<String> mistakes) {
        return mistakes.isEmpty()
                ? Answer.text(
                        HttpResponseStatus.OK, "The inventory is read; it holds once the scan in progress has ended.")
                : Answer.text(HttpResponseStatus.INTERNAL_SERVER_ERROR, String.join("\n", mistakes));
    }

    private Answer scan(QueryStringDecoder query) {
        Set<String> unknown = query.parameters().keySet().stream()
                .filter(each -> !Set.of("site", "target").contains(each))
                .collect(Collectors.toSet());
        if (!unknown.isEmpty()) {
            return Answer.text(HttpResponseStatus.BAD_REQUEST, "Only site and target are known here.");
        }
        try {
            int targets = operations.scan(new Narrowing(all(query, "site"), all(query, "target")));
            return Answer.text(
                    HttpResponseStatus.ACCEPTED,
                    targets + (targets == 1 ? " target" : " targets")
                            + " will be scanned once the scan in progress, if there is one, has ended.");
        } catch (InventoryException fitsNothing) {
            return Answer.text(
                    HttpResponseStatus.NOT_FOUND,
                    fitsNothing.mistakes().stream().map(Object::toString).collect(Collectors.joining("\n")));
        }
    }

    private Mono<Answer> history(Function<HistoryDocuments, Mono<String>> question) {
        HistoryDocuments documents = operations.history();
        if (documents == null) {
            return Mono.just(Answer.text(
                    HttpResponseStatus.NOT_FOUND, "No history is kept; start the service with --storage.path."));
        }
        return Mono.defer(() -> question.apply(documents))
                .map(json -> Answer.json(HttpResponseStatus.OK, json))
                .onErrorResume(
                        IllegalArgumentException.class,
                        mistake -> Mono.just(
                                Answer.text(HttpResponseStatus.BAD_REQUEST, String.valueOf(mistake.getMessage()))))
                .onErrorResume(failure -> {
                    LOG.warn("the history cannot be read: {}", failure.getMessage());
                    return Mono.just(
                            Answer.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "The history cannot be read now."));
                });
    }

    private static Page page(QueryStringDecoder query) {
        return new Page(number(query, "before", Long.MAX_VALUE), (int)
                Math.min(Integer.MAX_VALUE, number(query, "limit", USUAL_ROWS)));
    }

    private static long number(QueryStringDecoder query, String name, long otherwise) {
        String text = first(query, name);
        try {
            return text.isEmpty() ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is a number", e);
        }
    }

    private static String target(String path) {
        Matcher matcher = TARGET.matcher(path);
        return matcher.matches() ? QueryStringDecoder.decodeComponent(matcher.group("target")) : "";
    }

    private static String first(QueryStringDecoder query, String name) {
        return all(query, name).stream().findFirst().orElse("");
    }

    private static List<String> all(QueryStringDecoder query, String name) {
        return query.parameters().getOrDefault(name, List.of());
    }

    /** A browser says where a page comes from that posts; other clients say nothing. */
    private static boolean isCrossOrigin(HttpServerRequest request) {
        String site = request.requestHeaders().get("Sec-Fetch-Site");
        if (site != null && !Set.of("same-origin", "none").contains(site)) {
            return true;
        }
        String origin = request.requestHeaders().get(HttpHeaderNames.ORIGIN);
        return origin != null && !hostOf(origin).equals(request.requestHeaders().get(HttpHeaderNames.HOST));
    }

    private static String hostOf(String origin) {
        try {
            @Nullable String authority = URI.create(origin).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException none) {
            return "";
        }
    }
}
