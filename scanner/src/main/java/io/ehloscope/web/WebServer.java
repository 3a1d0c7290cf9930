package io.ehloscope.web;

import io.ehloscope.metrics.FleetCollector;
import io.ehloscope.metrics.WebMeters;
import io.ehloscope.report.Advice;
import io.ehloscope.scan.Timekeeper;
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
import reactor.netty.resources.LoopResources;

/** The HTTP endpoints: the pages, {@code /metrics}, {@code /probe}, {@code /api/v1/…}, {@code /-/healthy} and {@code /-/ready}. */
public final class WebServer {

    /** The results of a large fleet are many megabytes, held in memory until they are sent. */
    private static final int MAX_EXPORTS = 2;

    /** Requests at once on one connection of HTTP/2: far more than a browser has, and enough for any scraper. */
    private static final int MAX_STREAMS = 32;

    private final WebPlace place;
    private final Parts parts;
    private final Bounds bounds;
    private final Operations operations;
    private final WebSecurity security;

    /**
     * What the server is made of. All of it belongs to the caller and outlives the server.
     *
     * @param loops moves the bytes
     * @param encoder makes the text of pages and scrapes and looks up names of listen addresses; it may block, and should be bounded
     * @param time for waits
     * @param registry the series of the program itself; {@code fleet} is not registered in it
     * @param meters take what happens to the server
     * @param fleet knows the last completed scan, and its series
     * @param advice what the pages say about findings
     * @param version the program's
     */
    public record Parts(
            LoopResources loops,
            Scheduler encoder,
            Timekeeper time,
            PrometheusMeterRegistry registry,
            WebMeters meters,
            FleetCollector fleet,
            Advice advice,
            String version) {

        Scheduler timers() {
            return time.timers();
        }
    }

    /**
     * How much of anything a client may ask for.
     *
     * @param maxRequestLine bytes of a request line; more is answered with 414
     * @param maxHeaders bytes of all headers of a request; more is answered with 431
     * @param maxConnections open connections for each listen address; beyond, one without a request makes room
     * @param maxOfPeer open connections of one peer (an IPv4 address, an IPv6 network of 64 bits) for each listen address
     * @param request after this long without the end of a request's head, or then of its body, a connection is closed
     * @param idle after this long between two requests a connection is closed
     * @param handshake after this long without the end of a TLS handshake a connection is closed
     * @param maxScrapes scrapes at once; more are answered with 503
     * @param scrapeTimeout after this long a scrape that is not over is cut off
     * @param answer after this long any answer that the client has not taken to its end is cut off, and so is a
     *     connection on which nothing came
     */
    public record Bounds(
            int maxRequestLine,
            int maxHeaders,
            int maxConnections,
            int maxOfPeer,
            Duration request,
            Duration idle,
            Duration handshake,
            int maxScrapes,
            Duration scrapeTimeout,
            Duration answer) {

        /**
         * 4 KiB, 16 KiB, 256 connections, 192 of one peer, 10 seconds for a request, 75 between two, which is more than the
         * usual interval of scrapes, 10 for a handshake, 40 scrapes of at most 1 minute, answers of at most 4 minutes.
         */
        public static final Bounds DEFAULT = new Bounds(
                4096,
                16_384,
                256,
                192,
                Duration.ofSeconds(10),
                Duration.ofSeconds(75),
                Duration.ofSeconds(10),
                40,
                Duration.ofMinutes(1),
                Duration.ofMinutes(4));
    }

    /**
     * A server that is not started yet, within {@link Bounds#DEFAULT}.
     *
     * @param place where it listens, and under which path it answers
     * @param operations what can be asked of the service
     * @param security who may ask
     */
    public WebServer(WebPlace place, Parts parts, Operations operations, WebSecurity security) {
        this(place, parts, Bounds.DEFAULT, operations, security);
    }

    WebServer(WebPlace place, Parts parts, Bounds bounds, Operations operations, WebSecurity security) {
        this.place = place;
        this.parts = parts;
        this.bounds = bounds;
        this.operations = operations;
        this.security = security;
    }

    /**
     * Listens on all addresses, or on none.
     *
     * @return the running server, or a {@link ListenException} that names the address
     */
    public Mono<Running> start() {
        return Mono.defer(() -> {
            ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
            List<DisposableServer> bound = new CopyOnWriteArrayList<>();
            HttpServer server = server(connections);
            return Flux.fromIterable(place.addresses())
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
            // A request of HTTP/2 that never ends is answered, and then nothing else ends it.
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
                .handle(new Gate(
                        security,
                        place,
                        new HostNames(place, () -> operations.plan().ehloName()),
                        new Router(place, routes()),
                        bounds.answer(),
                        parts));
    }

    private List<Route> routes() {
        MetricsPage metrics = new MetricsPage(parts, new Encoded(parts, bounds, "scrape", bounds.maxScrapes()));
        Encoded exports = new Encoded(parts, bounds, "request", MAX_EXPORTS);
        Api api = new Api(parts.fleet(), operations::inventory, exports);
        Pages pages = new Pages(parts, operations);
        List<Route> routes = new ArrayList<>(new OperationsPages(operations, place.external(), parts).routes());
        routes.addAll(List.of(
                Route.reading("/", pages::status),
                Route.reading("/targets/{}", pages::target),
                Route.reading("/metrics", metrics::answer),
                Route.reading("/api/v1/results", api::results),
                Route.reading("/config", api::config),
                Route.reading("/api/v1/sd", new Discovery(operations::plan, exports)::answer),
                new Route("/probe", Set.of(HttpMethod.GET), new ProbePage(operations, parts, bounds)::answer),
                Route.reading(
                        "/-/healthy",
                        (asked, response) -> Answer.text(HttpResponseStatus.OK, "Ehloscope is healthy.")
                                .send(asked.request(), response)),
                Route.reading("/-/ready", (asked, response) -> readiness().send(asked.request(), response))));
        return routes;
    }

    private Answer readiness() {
        return parts.fleet().shown() == null
                ? Answer.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "no scan has ended yet")
                : Answer.text(HttpResponseStatus.OK, "Ehloscope is ready.");
    }

    /** Completes once nothing is listened on any more. */
    private static Mono<Void> unbound(List<DisposableServer> servers) {
        servers.forEach(DisposableServer::dispose);
        return Mono.when(servers.stream().map(DisposableServer::onDispose).toList());
    }

    /** A server that listens. */
    public static final class Running {
        private final List<DisposableServer> servers;
        private final ChannelGroup connections;
        private final Scheduler timers;

        private Running(List<DisposableServer> servers, ChannelGroup connections, Scheduler timers) {
            this.servers = List.copyOf(servers);
            this.connections = connections;
            this.timers = timers;
        }

        /** Where it listens, in the order of the listen addresses, with the ports that the machine chose. */
        public List<SocketAddress> addresses() {
            return servers.stream().map(each -> each.channel().localAddress()).toList();
        }

        /** How many clients are connected. */
        public int connected() {
            return connections.size();
        }

        /** Listens no longer, lets what is being answered come to its end within this time, and closes the rest. */
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

        /** The group's own array: its size may change while a stream of it is read. */
        private Stream<Channel> open() {
            return Arrays.stream(connections.toArray(Channel[]::new));
        }

        private Mono<Void> closed() {
            return Mono.when(open().map(Channel::close).map(FutureMono::from).toList());
        }
    }
}
