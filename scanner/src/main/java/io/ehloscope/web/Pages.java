package io.ehloscope.web;

import io.ehloscope.history.HistoryStore;
import io.ehloscope.metrics.FleetCollector;
import io.ehloscope.report.Advice;
import io.ehloscope.report.HistoryDocuments;
import io.ehloscope.report.Inline;
import io.ehloscope.smtp.Printable;
import io.ehloscope.snapshot.Snapshot;
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
final class Pages {

    private static final int MOST_SUGGESTIONS = 10;
    private static final int MOST_EVENTS = 50;
    private static final Duration HISTORY_PATIENCE = Duration.ofSeconds(2);
    private static final Inline STYLE = Inline.load("/io/ehloscope/report/page.css", "/io/ehloscope/web/pages.css");
    private static final Inline SCRIPT = Inline.load("/io/ehloscope/web/live.js");

    /** What the page may do: use the style and the script that are in it, and ask this server for pages. */
    private static final String POLICY = "default-src 'none'; style-src " + STYLE.source() + "; script-src "
            + SCRIPT.source() + "; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private final FleetCollector fleet;
    private final Operations operations;
    private final Advice advice;
    private final String version;
    private final Scheduler worker;
    private final Scheduler clock;
    private final Yesterday yesterday;
    private final AtomicReference<@Nullable FleetIndex> last = new AtomicReference<>();

    Pages(WebServer.Parts parts, Operations operations) {
        this.operations = operations;
        this.fleet = parts.fleet();
        this.advice = parts.advice();
        this.version = Printable.escape(parts.version());
        this.worker = parts.encoder();
        this.clock = parts.timers();
        this.yesterday = new Yesterday(operations, clock);
    }

    /** {@code /}: the whole fleet. */
    Mono<Void> status(Asked asked, HttpServerResponse response) {
        Snapshot shown = fleet.snapshot();
        return (shown == null ? Mono.<Lately>empty() : yesterday.of(shown))
                .singleOptional()
                .flatMap(lately -> made(asked, response, () -> status(asked, lately)));
    }

    private Answer status(Asked asked, Optional<Lately> known) {
        FleetIndex index = index();
        StatusPage.Fleet shown = index == null
                ? null
                : new StatusView(
                                index,
                                known.orElseGet(() -> Lately.sinceTheScanBefore(index)),
                                Filter.of(asked),
                                Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS)))
                        .fleet();
        StatusPage page = new StatusPage(STYLE.text(), SCRIPT.text(), version, shown);
        return Answer.html(
                HttpResponseStatus.OK, POLICY, StatusPageRenderer.of().execute(page));
    }

    /** {@code /targets/NAME}: one target. */
    Mono<Void> target(Asked asked, HttpServerResponse response) {
        return history(asked.name())
                .flatMap(history -> made(asked, response, () -> {
                    FleetIndex index = index();
                    FleetIndex.Line line = index == null ? null : index.line(asked.name());
                    if (index == null || line == null) {
                        return unknown(asked.name(), index);
                    }
                    TargetPage page =
                            new TargetView(index, line, advice).page(STYLE.text(), SCRIPT.text(), version, history);
                    return Answer.html(
                            HttpResponseStatus.OK,
                            POLICY,
                            TargetPageRenderer.of().execute(page));
                }));
    }

    /** What the history has on a target. The page does not wait long for it, and does without. */
    private Mono<List<HistoryStore.Row>> history(String target) {
        HistoryDocuments documents = operations.history();
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
    private Answer unknown(String name, @Nullable FleetIndex index) {
        List<UnknownPage.Link> near = index == null
                ? List.of()
                : index.like(stem(name), MOST_SUGGESTIONS).stream()
                        .map(line -> line.result().target().id())
                        .map(id -> new UnknownPage.Link(Printable.escape(id), TargetView.url(TargetView.HOME, id)))
                        .toList();
        UnknownPage page = new UnknownPage(STYLE.text(), version, Printable.escape(name, 300), index != null, near);
        return Answer.html(
                HttpResponseStatus.NOT_FOUND, POLICY, UnknownPageRenderer.of().execute(page));
    }

    /** A port that somebody forgot or guessed is no reason to find nothing. */
    private static String stem(String name) {
        return name.replaceFirst(":\\d{1,5}$", "");
    }

    /** The index of the scan that is shown now, made when it is asked for first. */
    @SuppressWarnings("ReferenceEquality") // the same scan is the same object, and equals() would look at every target
    private @Nullable FleetIndex index() {
        Snapshot shown = fleet.snapshot();
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

    private Mono<Void> made(Asked asked, HttpServerResponse response, Callable<Answer> page) {
        return Mono.fromCallable(page)
                .subscribeOn(worker)
                .flatMap(answer -> answer.sendAsPage(asked.request(), response))
                .onErrorResume(RejectedExecutionException.class, full -> {
                    response.header(HttpHeaderNames.RETRY_AFTER, "1");
                    return Answer.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "Too many requests at once.")
                            .send(asked.request(), response);
                });
    }
}
