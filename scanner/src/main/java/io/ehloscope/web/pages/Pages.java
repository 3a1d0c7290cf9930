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
 * The pages for people. Each reads one scan, the last completed one, and is made off the event loop. The templates escape
 * every value for HTML; what a server or an inventory said is made printable before.
 */
public final class Pages {

    private static final int MOST_SUGGESTIONS = 10;
    private static final int MOST_EVENTS = 50;
    private static final Duration HISTORY_PATIENCE = Duration.ofSeconds(2);
    private static final Inline STYLE =
            Inline.load("/io/ehloscope/report/page.css", "/io/ehloscope/web/pages/pages.css");
    private static final Inline SCRIPT = Inline.load("/io/ehloscope/web/pages/live.js");

    /** What the page may do: use the style and the script that are in it, and ask this server for pages. */
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
     * The pages.
     *
     * @param parts what the server runs on
     * @param fleet knows the last completed scan
     * @param advice what the pages say about findings
     * @param version the program's
     * @param operations what can be asked of the service
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

    /** {@code /}: the whole fleet. */
    public Mono<Void> status(RoutedRequest asked, HttpServerResponse response) {
        Snapshot shown = fleet.get();
        return (shown == null ? Mono.<ChangeWindow>empty() : recentChanges.of(shown))
                .singleOptional()
                .flatMap(lately -> made(asked, response, () -> status(asked, lately)));
    }

    private TextResponse status(RoutedRequest asked, Optional<ChangeWindow> known) {
        FleetIndex index = index();
        StatusPage.Fleet shown = index == null
                ? null
                : new StatusView(
                                index,
                                known.orElseGet(() -> ChangeWindow.sinceTheScanBefore(index)),
                                TargetFilter.of(asked),
                                Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS)))
                        .fleet();
        StatusPage page = new StatusPage(STYLE.text(), SCRIPT.text(), version, shown);
        return TextResponse.html(
                HttpResponseStatus.OK, POLICY, StatusPageRenderer.of().execute(page));
    }

    /** {@code /targets/NAME}: one target. */
    public Mono<Void> target(RoutedRequest asked, HttpServerResponse response) {
        return history(asked.name())
                .flatMap(history -> made(asked, response, () -> {
                    FleetIndex index = index();
                    FleetIndex.Line line = index == null ? null : index.line(asked.name());
                    if (index == null || line == null) {
                        return unknown(asked.name(), index);
                    }
                    TargetPage page =
                            new TargetView(index, line, advice).page(STYLE.text(), SCRIPT.text(), version, history);
                    return TextResponse.html(
                            HttpResponseStatus.OK,
                            POLICY,
                            TargetPageRenderer.of().execute(page));
                }));
    }

    /** What the history has on a target. The page does not wait long for it, and does without. */
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

    /** A name that the last scan does not have, and those that come near it. */
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

    /** A port that somebody forgot or guessed is no reason to find nothing. */
    private static String stem(String name) {
        return name.replaceFirst(":\\d{1,5}$", "");
    }

    /** The index of the scan that is shown now, made when it is asked for first. */
    @SuppressWarnings("ReferenceEquality") // the same scan is the same object, and equals() would look at every target
    private @Nullable FleetIndex index() {
        Snapshot shown = fleet.get();
        if (shown == null) {
            return null;
        }
        FleetIndex known = last.get();
        if (known != null && known.shown() == shown) {
            return known;
        }
        FleetIndex made = FleetIndex.of(shown);
        last.set(made);
        return made;
    }

    private Mono<Void> made(RoutedRequest asked, HttpServerResponse response, Callable<TextResponse> page) {
        return Mono.fromCallable(page)
                .subscribeOn(worker)
                .flatMap(answer -> answer.sendAsPage(asked.request(), response))
                .onErrorResume(RejectedExecutionException.class, full -> {
                    response.header(HttpHeaderNames.RETRY_AFTER, "1");
                    return TextResponse.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "Too many requests at once.")
                            .send(asked.request(), response);
                });
    }
}
