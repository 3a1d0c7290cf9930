package io.ehloscope.web.pages;

import io.ehloscope.history.HistoryQueries;
import io.ehloscope.history.HistoryStore;
import io.ehloscope.report.Advice;
import io.ehloscope.report.Inline;
import io.ehloscope.service.CurrentSnapshot;
import io.ehloscope.service.ServiceApi;
import io.ehloscope.snapshot.Snapshot;
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
import java.util.concurrent.atomic.AtomicReference;
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
    private static final Duration HISTORY_PATIENCE = Duration.ofSeconds(2);
    private static final Inline STYLE =
            Inline.load("/io/ehloscope/report/page.css", "/io/ehloscope/web/pages/pages.css");
    private static final Inline SCRIPT = Inline.load("/io/ehloscope/web/pages/live.js");

    /** Allows the inline style and script of the page, and requests to this server; nothing else. */
    private static final String POLICY = "default-src 'none'; style-src " + STYLE.source() + "; script-src "
            + SCRIPT.source() + "; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private final CurrentSnapshot fleet;
    private final ServiceApi operations;
    private final Advice advice;
    private final String version;
    private final Scheduler worker;
    private final Scheduler clock;
    private final RecentChanges recentChanges;
    private final AtomicReference<@Nullable FleetIndex> last = new AtomicReference<>();

    /**
     * Creates the pages.
     *
     * @param parts the schedulers of the server
     * @param fleet the snapshot of the last completed scan
     * @param advice the explanations and remedies for findings
     * @param version the version of the program
     * @param operations gives access to the history
     */
    public Pages(HttpParts parts, CurrentSnapshot fleet, Advice advice, String version, ServiceApi operations) {
        this.operations = operations;
        this.fleet = fleet;
        this.advice = advice;
        this.version = Printable.escape(version);
        this.worker = parts.encoder();
        this.clock = parts.timers();
        this.recentChanges = new RecentChanges(operations, clock);
    }

    /** {@code /}: the status page of the whole fleet. */
    public Mono<Void> status(RoutedRequest routed, HttpServerResponse response) {
        Snapshot shown = fleet.get();
        return (shown == null ? Mono.<ChangeWindow>empty() : recentChanges.of(shown))
                .singleOptional()
                .flatMap(changes -> render(routed, response, () -> status(routed, changes)));
    }

    private TextResponse status(RoutedRequest routed, Optional<ChangeWindow> known) {
        FleetIndex index = index();
        StatusPage.Fleet shown = index == null
                ? null
                : new StatusView(
                                index,
                                known.orElseGet(() -> ChangeWindow.sinceTheScanBefore(index)),
                                TargetFilter.of(routed),
                                Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS)))
                        .fleet();
        StatusPage page = new StatusPage(STYLE.text(), SCRIPT.text(), version, shown);
        return TextResponse.html(
                HttpResponseStatus.OK, POLICY, StatusPageRenderer.of().execute(page));
    }

    /** {@code /targets/NAME}: the page of one target; 404 with similar targets if the last scan does not have it. */
    public Mono<Void> target(RoutedRequest routed, HttpServerResponse response) {
        return history(routed.name())
                .flatMap(history -> render(routed, response, () -> {
                    FleetIndex index = index();
                    FleetIndex.Line line = index == null ? null : index.line(routed.name());
                    if (index == null || line == null) {
                        return unknown(routed.name(), index);
                    }
                    TargetPage page =
                            new TargetView(index, line, advice).page(STYLE.text(), SCRIPT.text(), version, history);
                    return TextResponse.html(
                            HttpResponseStatus.OK,
                            POLICY,
                            TargetPageRenderer.of().execute(page));
                }));
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
        return TextResponse.html(
                HttpResponseStatus.NOT_FOUND, POLICY, UnknownPageRenderer.of().execute(page));
    }

    /** Removes the port, so that a name with a wrong port still finds similar targets. */
    private static String stem(String name) {
        return name.replaceFirst(":\\d{1,5}$", "");
    }

    /** The index of the current snapshot, built at the first request; null before the first scan has ended. */
    @SuppressWarnings("ReferenceEquality") // the same scan is the same object, and equals() would compare every target
    private @Nullable FleetIndex index() {
        Snapshot shown = fleet.get();
        if (shown == null) {
            return null;
        }
        FleetIndex known = last.get();
        if (known != null && known.shown() == shown) {
            return known;
        }
        FleetIndex created = FleetIndex.of(shown);
        last.set(created);
        return created;
    }

    private Mono<Void> render(RoutedRequest routed, HttpServerResponse response, Callable<TextResponse> page) {
        return Mono.fromCallable(page)
                .subscribeOn(worker)
                .flatMap(answer -> answer.sendAsPage(routed.request(), response))
                .onErrorResume(RejectedExecutionException.class, full -> {
                    response.header(HttpHeaderNames.RETRY_AFTER, "1");
                    return TextResponse.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "Too many requests at once.")
                            .send(routed.request(), response);
                });
    }
}
