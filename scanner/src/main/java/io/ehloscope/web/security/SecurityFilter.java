package io.ehloscope.web.security;

import io.ehloscope.metrics.WebMeters.Refused;
import io.ehloscope.web.http.AllowedHosts;
import io.ehloscope.web.http.ConnectionGuard;
import io.ehloscope.web.http.HttpParts;
import io.ehloscope.web.http.TextResponse;
import io.ehloscope.web.http.ThrottledCount;
import io.ehloscope.web.http.WebLocation;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Filters requests before they reach a page: checks the host name, the request rate and the password, and closes
 * connections whose clients do not read the response in time.
 */
public final class SecurityFilter implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

    private static final Logger LOG = LoggerFactory.getLogger(SecurityFilter.class);

    /** Paths that answer under any host name, for load balancers; they reveal nothing about the fleet. */
    private static final Set<String> ANY_HOST = Set.of("/-/healthy", "/-/ready");

    private final WebSecurity security;
    private final WebLocation location;
    private final AllowedHosts names;
    private final BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> inside;
    private final Duration patience;
    private final HttpParts parts;
    private final ThrottledCount foreignHost;
    private volatile String lastForeign = "";

    /**
     * Creates a filter.
     *
     * @param security the rules in effect
     * @param location the route prefix
     * @param names the allowed host names
     * @param inside handles the allowed requests
     * @param patience the longest time for a whole response
     * @param parts the timers and meters
     */
    public SecurityFilter(
            WebSecurity security,
            WebLocation location,
            AllowedHosts names,
            BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> inside,
            Duration patience,
            HttpParts parts) {
        this.security = security;
        this.location = location;
        this.names = names;
        this.inside = inside;
        this.patience = patience;
        this.parts = parts;
        this.foreignHost = new ThrottledCount(
                parts.timers(),
                requests -> LOG.atWarn()
                        .addKeyValue("host", lastForeign)
                        .addKeyValue("requests", requests)
                        .log("requests for another host were refused with 421; --web.allowed-host allows a name"));
    }

    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        return inProgress(
                request,
                Mono.from(filtered(request, response))
                        .timeout(
                                patience,
                                Mono.fromRunnable(() -> response.withConnection(Connection::dispose)),
                                parts.timers())
                        .doOnError(error -> reportBug(request, error)));
    }

    /** Logs an error that the client sees as status 500. A client that closes its connection is not an error. */
    private static void reportBug(HttpServerRequest request, Throwable error) {
        if (!(error instanceof IOException) && !AbortedException.isConnectionReset(error)) {
            LOG.atError()
                    .setCause(error)
                    .addKeyValue("path", request.fullPath())
                    .log("a request failed, which is a bug");
        }
    }

    /** Marks the connection as busy while a request is in progress, so that it is not closed to make room. */
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

    private Publisher<Void> filtered(HttpServerRequest request, HttpServerResponse response) {
        WebSecurity.Rules rules = security.rules();
        rules.headers().forEach(response::header);
        TextResponse hostError = hostError(request);
        if (hostError != null) {
            return hostError.send(request, response);
        }
        if (!rules.rate().take()) {
            parts.meters().requestRefused(Refused.RATE);
            response.header(HttpHeaderNames.RETRY_AFTER, "1");
            return TextResponse.text(HttpResponseStatus.TOO_MANY_REQUESTS, "Too many requests.")
                    .send(request, response);
        }
        if (!rules.passwords().areRequired()) {
            return inside.apply(request, response);
        }
        return rules.passwords()
                .accept(request.requestHeaders().get(HttpHeaderNames.AUTHORIZATION))
                .map(known -> known ? Entry.OPEN : Entry.CLOSED)
                .onErrorReturn(RejectedExecutionException.class, Entry.BUSY)
                .flatMap(entry -> enter(entry, request, response));
    }

    /** The error response to a request with a malformed or foreign host; null if its host is allowed. */
    private @Nullable TextResponse hostError(HttpServerRequest request) {
        List<String> hosts = request.requestHeaders().getAll(HttpHeaderNames.HOST);
        return switch (names.match(hosts, request.version().equals(HttpVersion.HTTP_1_0))) {
            case KNOWN -> null;
            case MALFORMED -> {
                parts.meters().requestRefused(Refused.HOST);
                yield TextResponse.text(
                        HttpResponseStatus.BAD_REQUEST, "A request has one Host header, with one host in it.");
            }
            case FOREIGN ->
                ANY_HOST.contains(String.valueOf(location.inside(path(request)))) ? null : foreignHost(hosts.get(0));
        };
    }

    private TextResponse foreignHost(String host) {
        lastForeign = host.strip();
        parts.meters().requestRefused(Refused.HOST);
        foreignHost.count();
        String name = lastForeign.replaceFirst(":[0-9]*$", "");
        return TextResponse.text(
                HttpResponseStatus.MISDIRECTED_REQUEST,
                "\"" + name + "\" is not a name of this server. If it is meant to be one, start the server with"
                        + " --web.allowed-host=" + name + " or set --web.external-url.");
    }

    private static String path(HttpServerRequest request) {
        return request.uri().replaceFirst("\\?.*", "");
    }

    private Mono<Void> enter(Entry entry, HttpServerRequest request, HttpServerResponse response) {
        return switch (entry) {
            case OPEN -> Mono.from(inside.apply(request, response));
            case CLOSED -> {
                response.header(HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"ehloscope\", charset=\"UTF-8\"");
                yield TextResponse.text(HttpResponseStatus.UNAUTHORIZED, "Authentication is required.")
                        .send(request, response);
            }
            case BUSY -> {
                response.header(HttpHeaderNames.RETRY_AFTER, "1");
                yield TextResponse.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "Too many password checks at once.")
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
