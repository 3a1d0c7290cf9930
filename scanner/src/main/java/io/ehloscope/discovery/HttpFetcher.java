package io.ehloscope.discovery;

import io.ehloscope.inventory.SourceSpec;
import io.ehloscope.text.Durations;
import io.ehloscope.text.Printable;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.http.client.PrematureCloseException;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** Requests the documents of {@code http_sd}, on the event loops of the engine. Never emits an error. */
public final class HttpFetcher {

    /** The longest time of a request, all redirects included. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** The largest document in bytes, after decompression. */
    static final int MAX_BYTES = 32 * 1024 * 1024;

    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final int MAX_REDIRECTS = 10;
    private static final int MAX_MESSAGE = 200;
    private static final int MAX_ETAG = 500;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Pattern JSON =
            Pattern.compile("application/json\\s*(;\\s*charset=(\"utf-8\"|utf-8))?\\s*", Pattern.CASE_INSENSITIVE);

    private final LoopResources loops;
    private final Scheduler timers;

    /** The document cannot be used; the message is a sentence. */
    private static final class UnusableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnusableException(String sentence) {
            super(sentence);
        }
    }

    /** Creates a fetcher that connects on these event loops. */
    public HttpFetcher(LoopResources loops, Scheduler timers) {
        this.loops = loops;
        this.timers = timers;
    }

    /** Creates a fetcher with an event loop of its own; {@link #close} ends it. */
    public static HttpFetcher alone(Scheduler timers) {
        return new HttpFetcher(LoopResources.create("sources", 1, true), timers);
    }

    /** Ends the event loops; only of a fetcher that is {@link #alone}. */
    public Mono<Void> close() {
        return loops.disposeLater(Duration.ZERO, GRACE);
    }

    /**
     * Requests the document. Each subscription reads the files with the secrets and authorities, so subscribe on a
     * thread that may block.
     *
     * @param etag the entity tag of the copy that is in use; null to get the document in any case
     */
    public Mono<FetchResult> fetch(SourceSpec.Http spec, @Nullable String etag) {
        return Mono.fromCallable(() -> Access.read(spec))
                .flatMap(access -> {
                    HttpClient client = HttpClient.create(ConnectionProvider.newConnection())
                            .runOn(loops)
                            .compress(true);
                    return new Exchange(client, spec, access, etag).get(spec.url(), 0);
                })
                .timeout(PATIENCE, timers)
                .onErrorResume(e -> Mono.just(new FetchResult.Failed(sentence(e))));
    }

    /** One request and its redirects. */
    private record Exchange(
            HttpClient client,
            SourceSpec.Http spec,
            Access access,
            @Nullable String etag) {

        Mono<FetchResult> get(URI url, int redirects) {
            return connecting(url)
                    .headers(to -> headers(to, url))
                    .get()
                    .uri(plain(url))
                    .response((response, body) -> {
                        int status = response.status().code();
                        if (REDIRECTS.contains(status)) {
                            return redirected(url, response, redirects);
                        }
                        return status == 200
                                ? document(response, body.asByteArray())
                                : Mono.just(withoutDocument(response.status()));
                    })
                    .single();
        }

        /** TLS is set up here, because the client's own needs the codec of HTTP/3, which the program does not have. */
        private HttpClient connecting(URI url) {
            return isEncrypted(url)
                    ? client.doOnChannelInit(
                            (observer, channel, address) -> access.secure(channel, url.getHost(), port(url)))
                    : client;
        }

        private static String plain(URI url) {
            String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
            String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
            return "http://" + url.getHost() + ":" + port(url) + path + query;
        }

        private void headers(HttpHeaders to, URI url) {
            to.set(HttpHeaderNames.HOST, url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()));
            to.set(HttpHeaderNames.ACCEPT, "application/json");
            to.set(HttpHeaderNames.USER_AGENT, "Ehloscope");
            to.set(
                    "X-Prometheus-Refresh-Interval-Seconds",
                    Long.toString(spec.refresh().toSeconds()));
            if (etag != null) {
                to.set(HttpHeaderNames.IF_NONE_MATCH, etag);
            }
            String authorization = access.authorization();
            if (authorization != null && isSameOrigin(url, spec.url())) {
                to.set(HttpHeaderNames.AUTHORIZATION, authorization);
            }
        }

        private FetchResult withoutDocument(HttpResponseStatus status) {
            return status.code() == 304 && etag != null
                    ? new FetchResult.Unchanged()
                    : new FetchResult.Failed("the endpoint answers with status " + status.code());
        }

        private Mono<FetchResult> redirected(URI from, HttpClientResponse response, int redirects) {
            String location = response.responseHeaders().get(HttpHeaderNames.LOCATION);
            if (location == null) {
                return failed("the endpoint redirects without a location");
            }
            if (redirects >= MAX_REDIRECTS) {
                return failed("the endpoint redirects more than " + MAX_REDIRECTS + " times");
            }
            URI to;
            try {
                to = from.resolve(location);
            } catch (IllegalArgumentException e) {
                return failed("the endpoint redirects to an invalid URL");
            }
            boolean isHttp = "https".equals(to.getScheme()) || "http".equals(to.getScheme());
            boolean isDowngrade = "https".equals(from.getScheme()) && "http".equals(to.getScheme());
            if (!isHttp || isDowngrade || to.getHost() == null) {
                return failed("the endpoint redirects to a URL that is not "
                        + ("https".equals(from.getScheme()) ? "https" : "http or https"));
            }
            return get(to, redirects + 1);
        }

        private static Mono<FetchResult> document(HttpClientResponse response, Flux<byte[]> body) {
            String type = response.responseHeaders().get(HttpHeaderNames.CONTENT_TYPE);
            if (type == null || !JSON.matcher(type).matches()) {
                return failed("the answer is not application/json");
            }
            String etag = response.responseHeaders().get(HttpHeaderNames.ETAG);
            String kept = etag == null || etag.length() > MAX_ETAG ? null : etag;
            return body.collect(ByteArrayOutputStream::new, Exchange::take).handle((all, sink) -> {
                try {
                    String text = StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(all.toByteArray()))
                            .toString();
                    sink.next(new FetchResult.Document(text, kept));
                } catch (CharacterCodingException e) {
                    sink.error(new UnusableException("the answer is not UTF-8"));
                }
            });
        }

        private static void take(ByteArrayOutputStream all, byte[] more) {
            if (all.size() + more.length > MAX_BYTES) {
                throw Exceptions.propagate(
                        new UnusableException("the answer is larger than " + MAX_BYTES / (1024 * 1024) + " MiB"));
            }
            all.writeBytes(more);
        }

        private static Mono<FetchResult> failed(String sentence) {
            return Mono.just(new FetchResult.Failed(sentence));
        }
    }

    private static boolean isSameOrigin(URI a, URI b) {
        return a.getScheme().equalsIgnoreCase(b.getScheme())
                && a.getHost().equalsIgnoreCase(b.getHost())
                && port(a) == port(b);
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : isEncrypted(url) ? 443 : 80;
    }

    private static boolean isEncrypted(URI url) {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    private static String sentence(Throwable failure) {
        Throwable e = Exceptions.unwrap(failure);
        if (e instanceof TimeoutException) {
            return "no complete answer within " + Durations.text(PATIENCE);
        }
        if (e instanceof UnknownHostException) {
            return "the host name is not known";
        }
        if (e instanceof ConnectException) {
            return "the connection is refused or the host is not reachable";
        }
        if (e instanceof PrematureCloseException) {
            return "the connection was closed before the answer was complete";
        }
        if (e instanceof UnusableException) {
            return String.valueOf(e.getMessage());
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return "TLS failed: " + shown(cause);
            }
        }
        return shown(e);
    }

    private static String shown(Throwable e) {
        return Printable.escape(String.valueOf(e.getMessage()), MAX_MESSAGE);
    }
}
