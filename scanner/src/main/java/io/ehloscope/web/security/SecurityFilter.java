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
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Lets requests in that ask for this server by one of its names and that the web configuration allows, before any page sees
 * them, and hangs up on clients that do not take the answer in time.
 */
public final class SecurityFilter implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

    private static final Logger LOG = LoggerFactory.getLogger(SecurityFilter.class);

    /** What load balancers ask, by whatever name; it tells nothing of the fleet. */
    private static final Set<String> FOR_ALL = Set.of("/-/healthy", "/-/ready");

    private final WebSecurity security;
    private final WebLocation place;
    private final AllowedHosts names;
    private final BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> inside;
    private final Duration patience;
    private final HttpParts parts;
    private final ThrottledCount foreign;
    private volatile String lastForeign = "";

    /**
     * A gate.
     *
     * @param inside answers what is let in
     * @param patience how long an answer may take, all in all
     */
    public SecurityFilter(
            WebSecurity security,
            WebLocation place,
            AllowedHosts names,
            BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> inside,
            Duration patience,
            HttpParts parts) {
        this.security = security;
        this.place = place;
        this.names = names;
        this.inside = inside;
        this.patience = patience;
        this.parts = parts;
        this.foreign = new ThrottledCount(
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
                Mono.from(guarded(request, response))
                        .timeout(
                                patience,
                                Mono.fromRunnable(() -> response.withConnection(Connection::dispose)),
                                parts.timers()));
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
        TextResponse elsewhere = elsewhere(request);
        if (elsewhere != null) {
            return elsewhere.send(request, response);
        }
        if (!rules.rate().take()) {
            parts.meters().requestRefused(Refused.RATE);
            response.header(HttpHeaderNames.RETRY_AFTER, "1");
            return TextResponse.text(HttpResponseStatus.TOO_MANY_REQUESTS, "Too many requests.")
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

    /** The answer to a request that is not meant for this server; null for one that is. */
    private @Nullable TextResponse elsewhere(HttpServerRequest request) {
        List<String> hosts = request.requestHeaders().getAll(HttpHeaderNames.HOST);
        return switch (names.judge(hosts, request.version().equals(HttpVersion.HTTP_1_0))) {
            case KNOWN -> null;
            case MALFORMED -> {
                parts.meters().requestRefused(Refused.HOST);
                yield TextResponse.text(
                        HttpResponseStatus.BAD_REQUEST, "A request has one Host header, with one host in it.");
            }
            case FOREIGN ->
                FOR_ALL.contains(String.valueOf(place.inside(path(request)))) ? null : foreign(hosts.get(0));
        };
    }

    private TextResponse foreign(String host) {
        lastForeign = host.strip();
        parts.meters().requestRefused(Refused.HOST);
        foreign.count();
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
