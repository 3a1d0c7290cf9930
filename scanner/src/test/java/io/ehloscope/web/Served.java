package io.ehloscope.web;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.metrics.FleetCollector;
import io.ehloscope.metrics.ScanMeters;
import io.ehloscope.metrics.WebMeters;
import io.ehloscope.report.Advice;
import io.ehloscope.service.ServiceApi;
import io.ehloscope.time.TimeSource;
import io.ehloscope.web.http.HttpBounds;
import io.ehloscope.web.http.HttpParts;
import io.ehloscope.web.http.ListenAddress;
import io.ehloscope.web.http.WebLocation;
import io.ehloscope.web.security.WebSecurity;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A web server on an ephemeral loopback port, with a client for it. */
public final class Served implements AutoCloseable {

    public static final Duration PATIENCE = Duration.ofSeconds(20);
    static final WebLocation LOOPBACK =
            new WebLocation(List.of(new ListenAddress.Port("127.0.0.1", 0)), null, "", Set.of());
    static final String VERSION = "1.2.3<b>";
    static final Advice ADVICE = advice();

    public final FleetCollector fleet = new FleetCollector();
    final WebServer.Running running;
    final PrometheusMeterRegistry program = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final ScanMeters meters = new ScanMeters(program, VERSION);
    private final WebMeters web = new WebMeters(program);
    public final VirtualTimeScheduler securityTimers = VirtualTimeScheduler.create();
    private final Scheduler passwords = Schedulers.newSingle("passwords", true);
    private final Scheduler handshakes = Schedulers.newSingle("web-tls", true);
    private final WebSecurity security;
    private final ServiceApi operations;
    private final Disposable watching;
    private final LoopResources loops = LoopResources.create("web-test", 1, true);
    private final HttpClient client = HttpClient.newBuilder()
            .executor(Executors.newFixedThreadPool(2, work -> {
                Thread thread = new Thread(work, "web-test-client");
                thread.setDaemon(true);
                return thread;
            }))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    private static Advice advice() {
        Catalogue catalogue = Catalogue.load();
        return new Advice(catalogue.verbs(), catalogue.findings());
    }

    public Served() {
        this(Runnable::run, HttpBounds.DEFAULT, Schedulers.parallel());
    }

    /** A server with this web configuration file; the client speaks plain HTTP. */
    public Served(Path config) {
        this(Runnable::run, HttpBounds.DEFAULT, Schedulers.parallel(), config);
    }

    /** A server with this prefix, external URL and host names. */
    public Served(WebLocation location) {
        this(location, Runnable::run, HttpBounds.DEFAULT, Schedulers.parallel(), null, new StubServiceApi());
    }

    /** A server for this service. */
    public Served(ServiceApi operations) {
        this(Runnable::run, HttpBounds.DEFAULT, Schedulers.parallel(), null, operations);
    }

    public Served(Executor encoder, HttpBounds bounds, Scheduler timers) {
        this(encoder, bounds, timers, null);
    }

    public Served(Executor encoder, HttpBounds bounds, Scheduler timers, @Nullable Path config) {
        this(encoder, bounds, timers, config, new StubServiceApi());
    }

    private Served(
            Executor encoder, HttpBounds bounds, Scheduler timers, @Nullable Path config, ServiceApi operations) {
        this(LOOPBACK, encoder, bounds, timers, config, operations);
    }

    private Served(
            WebLocation location,
            Executor encoder,
            HttpBounds bounds,
            Scheduler timers,
            @Nullable Path config,
            ServiceApi operations) {
        this.operations = operations;
        security = new WebSecurity(
                config,
                new WebSecurity.Threads(passwords, handshakes, 1),
                new TimeSource(Clock.systemUTC(), System::nanoTime, securityTimers),
                web);
        watching = security.watch().subscribe();
        running = server(location, encoder, bounds, timers).start().block(PATIENCE);
    }

    public WebServer server(WebLocation location, Executor encoder, HttpBounds bounds, Scheduler timers) {
        HttpParts parts = new HttpParts(
                loops,
                Schedulers.fromExecutor(encoder),
                new TimeSource(Clock.systemUTC(), () -> timers.now(TimeUnit.NANOSECONDS), timers),
                web);
        WebServer.Content content = new WebServer.Content(program, fleet.current(), ADVICE, VERSION);
        return new WebServer(location, parts, content, bounds, operations, security);
    }

    public WebServer server(ListenAddress... addresses) {
        return server(
                new WebLocation(List.of(addresses), null, "", Set.of()),
                Runnable::run,
                HttpBounds.DEFAULT,
                Schedulers.parallel());
    }

    /** Checks the web configuration repeatedly until this condition holds. */
    public void awaitReload(Condition condition) throws Exception {
        for (int i = 0; i < 2_000; i++) {
            securityTimers.advanceTimeBy(Duration.ofSeconds(5));
            if (condition.holds()) {
                return;
            }
        }
        throw new AssertionError("the change is not seen");
    }

    /** A condition that a request can test. */
    public interface Condition {
        boolean holds() throws Exception;
    }

    public int port() {
        return ((InetSocketAddress) running.addresses().get(0)).getPort();
    }

    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    public HttpResponse<String> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        return client.send(request(method, path, headers), BodyHandlers.ofString());
    }

    public HttpResponse<byte[]> bytes(String path, String... headers) throws IOException, InterruptedException {
        return client.send(request("GET", path, headers), BodyHandlers.ofByteArray());
    }

    CompletableFuture<HttpResponse<String>> begin(String path) {
        return client.sendAsync(request("GET", path), BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(PATIENCE)
                .method(method, BodyPublishers.noBody());
        return headers.length == 0 ? request.build() : request.headers(headers).build();
    }

    @Override
    public void close() {
        watching.dispose();
        running.stop(Duration.ZERO).block(PATIENCE);
        passwords.dispose();
        handshakes.dispose();
        loops.disposeLater(Duration.ZERO, PATIENCE).block(PATIENCE);
    }
}
