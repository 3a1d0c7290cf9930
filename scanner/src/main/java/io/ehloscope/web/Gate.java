package io.ehloscope.web;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Lets requests in that the web configuration allows, before anybody else sees them, and hangs up on whoever does not take
 * the answer in time.
 */
final class Gate implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

    private final WebSecurity security;
    private final BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> inside;

    private final Duration patience;
    private final Scheduler timers;

    /**
     * A gate.
     *
     * @param inside answers whoever is let in
     * @param patience how long an answer may take, all in all
     */
    Gate(
            WebSecurity security,
            BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> inside,
            Duration patience,
            Scheduler timers) {
        this.security = security;
        this.inside = inside;
        this.patience = patience;
        this.timers = timers;
    }

    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        return inProgress(
                request,
                Mono.from(guarded(request, response))
                        .timeout(
                                patience,
                                Mono.fromRunnable(() -> response.withConnection(Connection::dispose)),
                                timers));
    }

    /** While a request is being answered, its connection makes no room for another. */
    private static Mono<Void> inProgress(HttpServerRequest request, Mono<Void> answer) {
        return Mono.defer(() -> {
            AtomicReference<@Nullable ConnectionGuard> found = new AtomicReference<>();
            request.withConnection(by -> found.set(begun(by.channel())));
            ConnectionGuard guard = found.get();
            return guard == null ? answer : answer.doFinally(end -> guard.ended());
        });
    }

    private static @Nullable ConnectionGuard begun(Channel by) {
        ConnectionGuard guard = ConnectionGuard.of(by);
        if (guard != null) {
            guard.begun(by);
        }
        return guard;
    }

    private Publisher<Void> guarded(HttpServerRequest request, HttpServerResponse response) {
        WebSecurity.Rules rules = security.rules();
        rules.headers().forEach(response::header);
        if (!rules.rate().take()) {
            response.header(HttpHeaderNames.RETRY_AFTER, "1");
            return Answer.text(HttpResponseStatus.TOO_MANY_REQUESTS, "Too many requests.")
                    .send(request, response);
        }
        if (!rules.passwords().areAsked()) {
            return inside.apply(request, response);
        }
        return rules.passwords()
                .accept(request.requestHeaders().get(HttpHeaderNames.AUTHORIZATION))
                .map(known -> known ? Entry.OPEN : Entry.CLOSED)
                .onErrorReturn(RejectedExecutionException.class, Entry.BUSY)
                .flatMap(entry -> enter(entry, request, response));
    }

    private Mono<Void> enter(Entry entry, HttpServerRequest request, HttpServerResponse response) {
        return switch (entry) {
            case OPEN -> Mono.from(inside.apply(request, response));
            case CLOSED -> {
                response.header(HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"ehloscope\", charset=\"UTF-8\"");
                yield Answer.text(HttpResponseStatus.UNAUTHORIZED, "Say who you are.")
                        .send(request, response);
            }
            case BUSY -> {
                response.header(HttpHeaderNames.RETRY_AFTER, "1");
                yield Answer.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "Too many passwords at once.")
                        .send(request, response);
            }
        };
    }

    private enum Entry {
        OPEN,
        CLOSED,
        BUSY
    }
}
