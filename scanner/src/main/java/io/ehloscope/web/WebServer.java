package io.ehloscope.web;

import io.ehloscope.report.Advice;
import io.ehloscope.service.CurrentSnapshot;
import io.ehloscope.service.ServiceApi;
import io.ehloscope.web.exposition.MetricsPage;
import io.ehloscope.web.http.AllowedHosts;
import io.ehloscope.web.http.BufferedResponse;
import io.ehloscope.web.http.ConnectionGuard;
import io.ehloscope.web.http.ConnectionLimits;
import io.ehloscope.web.http.HttpBounds;
import io.ehloscope.web.http.HttpParts;
import io.ehloscope.web.http.ListenAddress;
import io.ehloscope.web.http.ListenException;
import io.ehloscope.web.http.Route;
import io.ehloscope.web.http.Router;
import io.ehloscope.web.http.TextResponse;
import io.ehloscope.web.http.WebLocation;
import io.ehloscope.web.pages.FleetReader;
import io.ehloscope.web.pages.Pages;
import io.ehloscope.web.pages.ResultQuery;
import io.ehloscope.web.security.SecurityFilter;
import io.ehloscope.web.security.WebSecurity;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.DisposableServer;
import reactor.netty.FutureMono;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

/**
 * The HTTP endpoints: the pages, {@code /metrics}, {@code /probe}, {@code /api/v1/…}, {@code /-/healthy} and {@code
 * /-/ready}.
 */
public final class WebServer {

    /** Exports at once: the results of a large fleet are many megabytes, kept in memory until they are sent. */
    private static final int MAX_EXPORTS = 2;

    /** Concurrent streams of an HTTP/2 connection: far more than a browser opens, and enough for any scraper. */
    private static final int MAX_STREAMS = 32;

    private final WebLocation location;
    private final HttpParts parts;
    private final Content content;
    private final HttpBounds bounds;
    private final ServiceApi operations;
    private final WebSecurity security;

    /**
     * The data that the server presents.
     *
     * @param registry the scanner's own series, without those of the fleet
     * @param fleet the snapshot of the last completed scan
     * @param advice the explanations and remedies that the pages print for findings
     * @param version the version of the program
     */
    public record Content(PrometheusMeterRegistry registry, CurrentSnapshot fleet, Advice advice, String version) {}

    /**
     * Creates a server with {@link HttpBounds#DEFAULT}; {@link #start()} binds its addresses.
     *
     * @param location the listen addresses, the external URL and the route prefix
     * @param parts the event loops, schedulers, clock and meters
     * @param content the data that it presents
     * @param operations the operations of the service: reload, scan, probe, history
     * @param security TLS, users and rates
     */
    public WebServer(
            WebLocation location, HttpParts parts, Content content, ServiceApi operations, WebSecurity security) {
        this(location, parts, content, HttpBounds.DEFAULT, operations, security);
    }

    WebServer(
            WebLocation location,
            HttpParts parts,
            Content content,
            HttpBounds bounds,
            ServiceApi operations,
            WebSecurity security) {
        this.location = location;
        this.parts = parts;
        this.content = content;
        this.bounds = bounds;
        this.operations = operations;
        this.security = security;
    }

    /**
     * Binds all addresses, or none: if one fails, those already bound are closed.
     *
     * @return the running server, or a {@link ListenException} that names the address that failed
     */
    public Mono<Running> start() {
        return Mono.defer(() -> {
            ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
            List<DisposableServer> bound = new CopyOnWriteArrayList<>();
            HttpServer server = server(connections);
            return Flux.fromIterable(location.addresses())
                    .concatMap(address -> bind(server, address))
                    .doOnNext(bound::add)
                    .then(Mono.fromSupplier(() -> new Running(bound, connections, parts.timers())))
                    .onErrorResume(refused -> unbound(bound).then(Mono.error(refused)))
                    .doOnCancel(() -> bound.forEach(DisposableServer::dispose));
        });
    }

    private Mono<DisposableServer> bind(HttpServer shared, ListenAddress address) {
        ConnectionLimits limits = new ConnectionLimits(address, bounds, security.isEncrypted(), parts);
        HttpServer server = shared.doOnChannelInit((observer, channel, remote) -> {
            // An HTTP/2 request that never ends is answered, and afterwards no other timeout ends it.
            channel.pipeline().addFirst(new ReadTimeoutHandler(bounds.answer().toMillis(), TimeUnit.MILLISECONDS));
            ConnectionGuard.install(limits, channel);
        });
        return Mono.fromCallable(address::resolve)
                .subscribeOn(parts.encoder())
                .<DisposableServer>flatMap(
                        socket -> server.bindAddress(() -> socket).bind().cast(DisposableServer.class))
                .flatMap(bound -> Mono.fromCallable(() -> {
                            address.bound();
                            return bound;
                        })
                        .subscribeOn(parts.encoder())
                        .doOnError(useless -> bound.dispose()))
                .onErrorMap(refused -> ListenException.of(address, refused));
    }

    private HttpServer server(ChannelGroup connections) {
        SslContext tls = security.tls();
        HttpServer plain = HttpServer.create();
        HttpServer server = tls == null
                ? plain
                : plain.secure(spec -> spec.sslContext(tls).handshakeTimeout(bounds.handshake()))
                        .protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
                        .http2Settings(
                                spec -> spec.maxConcurrentStreams(MAX_STREAMS).maxHeaderListSize(bounds.maxHeaders()));
        return server.runOn(parts.loops())
                .channelGroup(connections)
                .requestTimeout(bounds.request())
                .httpRequestDecoder(spec ->
                        spec.maxInitialLineLength(bounds.maxRequestLine()).maxHeaderSize(bounds.maxHeaders()))
                .handle(new SecurityFilter(
                        security,
                        location,
                        new AllowedHosts(location, () -> operations.plan().ehloName()),
                        new Router(location, routes()),
                        bounds.answer(),
                        parts));
    }

    private List<Route> routes() {
        MetricsPage metrics = new MetricsPage(
                content.registry(),
                content.fleet(),
                parts.encoder(),
                new BufferedResponse(parts, bounds, "scrape", bounds.maxScrapes()));
        BufferedResponse exports = new BufferedResponse(parts, bounds, "request", MAX_EXPORTS);
        FleetReader reader = new FleetReader(content.fleet(), operations, parts);
        Api api = new Api(content.fleet(), new ResultQuery(reader), operations::inventory, exports);
        Pages pages = new Pages(parts, reader, content.advice(), content.version(), operations);
        List<Route> routes = new ArrayList<>(new OperationsPages(operations, location.external(), parts).routes());
        routes.addAll(List.of(
                Route.reading("/", pages::status),
                Route.reading("/targets/{}", pages::target),
                Route.reading("/metrics", metrics::answer),
                Route.reading("/api/v1/results", api::results),
                Route.reading("/config", api::config),
                Route.reading("/api/v1/sd", new Discovery(operations::plan, exports)::answer),
                new Route("/probe", Set.of(HttpMethod.GET), new ProbePage(operations, parts, content, bounds)::answer),
                Route.reading(
                        "/-/healthy",
                        (routed, response) -> TextResponse.text(HttpResponseStatus.OK, "Ehloscope is healthy.")
                                .send(routed.request(), response)),
                Route.reading("/-/ready", (routed, response) -> readiness().send(routed.request(), response))));
        return routes;
    }

    private TextResponse readiness() {
        return content.fleet().get() == null
                ? TextResponse.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "no scan has ended yet")
                : TextResponse.text(HttpResponseStatus.OK, "Ehloscope is ready.");
    }

    /** Closes these listen sockets; completes when all are closed. */
    private static Mono<Void> unbound(List<DisposableServer> servers) {
        servers.forEach(DisposableServer::dispose);
        return Mono.when(servers.stream().map(DisposableServer::onDispose).toList());
    }

    /** A server whose addresses are bound. */
    public static final class Running {
        private final List<DisposableServer> servers;
        private final ChannelGroup connections;
        private final Scheduler timers;

        private Running(List<DisposableServer> servers, ChannelGroup connections, Scheduler timers) {
            this.servers = List.copyOf(servers);
            this.connections = connections;
            this.timers = timers;
        }

        /** The bound addresses, in the order of the listen addresses, with the actual ports where port 0 was given. */
        public List<SocketAddress> addresses() {
            return servers.stream().map(each -> each.channel().localAddress()).toList();
        }

        /** The number of open connections. */
        public int connected() {
            return connections.size();
        }

        /**
         * Stops listening, waits until the responses in progress have ended, then closes all connections.
         *
         * @param grace the longest wait for responses in progress
         */
        public Mono<Void> stop(Duration grace) {
            return Mono.defer(() -> {
                return unbound(servers)
                        .then(Mono.defer(this::answered).timeout(grace, Mono.empty(), timers))
                        .then(Mono.defer(this::closed));
            });
        }

        private Mono<Void> answered() {
            Stream<Mono<Void>> answering =
                    open().map(ChannelOperations::get).filter(Objects::nonNull).map(ChannelOperations::onTerminate);
            return Mono.when(answering.toList());
        }

        /** Copies with the group's own {@code toArray}: its size can change while a stream of it is read. */
        private Stream<Channel> open() {
            return Arrays.stream(connections.toArray(Channel[]::new));
        }

        private Mono<Void> closed() {
            return Mono.when(open().map(Channel::close).map(FutureMono::from).toList());
        }
    }
}
