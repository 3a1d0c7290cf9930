package io.ehloscope.web.pages;

import io.ehloscope.history.HistoryQueries;
import io.ehloscope.history.HistoryStore;
import io.ehloscope.report.Advice;
import io.ehloscope.report.Inline;
import io.ehloscope.service.ServiceApi;
import io.ehloscope.text.Printable;
import io.ehloscope.web.http.HttpParts;
import io.ehloscope.web.http.RoutedRequest;
import io.ehloscope.web.http.TextResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The HTML pages. Each shows the last completed scan and is rendered off the event loop. The templates escape every
 * value for HTML; text from servers and inventories is render printable before.
 */
public final class Pages {

    private static final int MOST_SUGGESTIONS = 10;
    private static final int MOST_EVENTS = 50;
    private static final int MOST_SOURCES = 20;
    private static final Duration HISTORY_PATIENCE = Duration.ofSeconds(2);
    private static final Inline STYLE =
            Inline.load("/io/ehloscope/report/page.css", "/io/ehloscope/web/pages/pages.css");
    private static final Inline SCRIPT = Inline.load("/io/ehloscope/web/pages/live.js");

    /** Allows the inline style and script of the page, and requests to this server; nothing else. */
    private static final String POLICY = "default-src 'none'; style-src " + STYLE.source() + "; script-src "
            + SCRIPT.source() + "; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private final FleetReader reader;
    private final ServiceApi operations;
    private final Advice advice;
    private final String version;
    private final Scheduler worker;
    private final Scheduler clock;

    /**
     * Creates the pages.
     *
     * @param parts the schedulers of the server
     * @param reader reads the last completed scan
     * @param advice the explanations and remedies for findings
     * @param version the version of the program
     * @param operations gives access to the history
     */
    public Pages(HttpParts parts, FleetReader reader, Advice advice, String version, ServiceApi operations) {
        this.operations = operations;
        this.reader = reader;
        this.advice = advice;
        this.version = Printable.escape(version);
        this.worker = parts.encoder();
        this.clock = parts.timers();
    }

    /** {@code /}: the status page of the whole fleet. */
    public Mono<Void> status(RoutedRequest routed, HttpServerResponse response) {
        Mono<TextResponse> page = reader.index()
                .flatMap(index -> reader.changes(index)
                        .flatMap(changes -> rendered(() -> status(TargetFilter.of(routed), index, changes))))
                .switchIfEmpty(rendered(() -> html(HttpResponseStatus.OK, statusPage(null))));
        return send(page, routed, response);
    }

    private TextResponse status(TargetFilter filter, FleetIndex index, Optional<ChangeWindow> changes) {
        Instant now = Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS));
        StatusView view = new StatusView(index, changes.orElse(null), filter, advice.findings(), now);
        return html(HttpResponseStatus.OK, statusPage(view.fleet()));
    }

    private String statusPage(StatusPage.@Nullable Fleet fleet) {
        return StatusPageRenderer.of().execute(new StatusPage(STYLE.text(), SCRIPT.text(), version, fleet, sources()));
    }

    /** One line for each source of targets. */
    private List<String> sources() {
        Instant now = Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS));
        return operations.sources().stream()
                .limit(MOST_SOURCES)
                .map(each -> Printable.escape(each.sentence(now)))
                .toList();
    }

    /** {@code /targets/NAME}: the page of one target; 404 with similar targets if the last scan does not have it. */
    public Mono<Void> target(RoutedRequest routed, HttpServerResponse response) {
        Mono<TextResponse> page = reader.index()
                .flatMap(index -> {
                    FleetIndex.Line line = index.line(routed.name());
                    return line == null
                            ? rendered(() -> unknown(routed.name(), index))
                            : history(routed.name()).flatMap(history -> rendered(() -> target(index, line, history)));
                })
                .switchIfEmpty(rendered(() -> unknown(routed.name(), null)));
        return send(page, routed, response);
    }

    private TextResponse target(FleetIndex index, FleetIndex.Line line, List<HistoryStore.Row> history) {
        TargetPage page = new TargetView(index, line, advice).page(STYLE.text(), SCRIPT.text(), version, history);
        return html(HttpResponseStatus.OK, TargetPageRenderer.of().execute(page));
    }

    /** The history of a target; empty on failure and after {@link #HISTORY_PATIENCE}. */
    private Mono<List<HistoryStore.Row>> history(String target) {
        HistoryQueries documents = operations.history();
        return documents == null
                ? Mono.just(List.of())
                : documents
                        .store()
                        .changes(documents.scanner(), target, HistoryStore.Page.first(MOST_EVENTS))
                        .collectList()
                        .timeout(HISTORY_PATIENCE, Mono.just(List.of()), clock)
                        .onErrorReturn(List.of());
    }

    /** The response for a target that the last scan does not have, with links to similar targets. */
    private TextResponse unknown(String name, @Nullable FleetIndex index) {
        List<UnknownPage.Link> near = index == null
                ? List.of()
                : index.like(stem(name), MOST_SUGGESTIONS).stream()
                        .map(line -> line.result().target().id())
                        .map(id -> new UnknownPage.Link(Printable.escape(id), TargetView.url(TargetView.HOME, id)))
                        .toList();
        UnknownPage page = new UnknownPage(STYLE.text(), version, Printable.escape(name, 300), index != null, near);
        return html(HttpResponseStatus.NOT_FOUND, UnknownPageRenderer.of().execute(page));
    }

    /** Removes the port, so that a name with a wrong port still finds similar targets. */
    private static String stem(String name) {
        return name.replaceFirst(":\\d{1,5}$", "");
    }

    private static TextResponse html(HttpResponseStatus status, String page) {
        return TextResponse.html(status, POLICY, page);
    }

    private Mono<TextResponse> rendered(Callable<TextResponse> page) {
        return Mono.fromCallable(page).subscribeOn(worker);
    }

    private static Mono<Void> send(Mono<TextResponse> page, RoutedRequest routed, HttpServerResponse response) {
        return page.flatMap(answer -> answer.sendAsPage(routed.request(), response))
                .onErrorResume(RejectedExecutionException.class, full -> {
                    response.header(HttpHeaderNames.RETRY_AFTER, "1");
                    return TextResponse.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "Too many requests at once.")
                            .send(routed.request(), response);
                });
    }
}
