package io.ehloscope.daemon;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Classifier;
import io.ehloscope.classify.Findings;
import io.ehloscope.metrics.ScanMeters;
import io.ehloscope.plan.Plan;
import io.ehloscope.report.Advice;
import io.ehloscope.resolve.Resolver;
import io.ehloscope.result.ScanResult;
import io.ehloscope.runtime.DroppedErrorHandler;
import io.ehloscope.runtime.Engine;
import io.ehloscope.runtime.ExitCode;
import io.ehloscope.runtime.HangupSignal;
import io.ehloscope.runtime.LivenessMonitor;
import io.ehloscope.runtime.ShutdownSignal;
import io.ehloscope.runtime.Version;
import io.ehloscope.scan.Scan;
import io.ehloscope.scan.WholeScan;
import io.ehloscope.service.CurrentSnapshot;
import io.ehloscope.service.Reload;
import io.ehloscope.service.Requests;
import io.ehloscope.service.ScanLoop;
import io.ehloscope.snapshot.ResultCompactor;
import io.ehloscope.snapshot.Snapshot;
import io.ehloscope.web.WebServer;
import io.ehloscope.web.http.HttpParts;
import io.ehloscope.web.http.ListenAddress;
import io.ehloscope.web.http.ListenException;
import io.ehloscope.web.http.WebLocation;
import io.ehloscope.web.security.WebSecurity;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The service: scans and serves HTTP until SIGTERM or SIGINT.
 *
 * @param catalogue classifies the replies
 * @param source reloads the inventory
 * @param names the resolver to use instead of DNS; null for DNS
 * @param settings the settings of the service
 */
public record Daemon(
        Catalogue catalogue, PlanSource source, @Nullable Resolver names, DaemonSettings settings) {

    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    /** The longest duration of a shutdown. */
    public static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Duration GRACE = Duration.ofSeconds(1);

    /**
     * Runs until SIGTERM or SIGINT; returns the exit code.
     *
     * @param plan the plan of the first scan
     * @param first a completed scan to publish until the next one has ended; null for none
     * @throws StartupException if the service cannot start
     */
    public int run(Plan plan, @Nullable ScanResult first) {
        try (ShutdownSignal shutdown = new ShutdownSignal(PATIENCE)) {
            return run(plan, first, shutdown);
        }
    }

    /** Runs until this signal is emitted; see {@link #run(Plan, ScanResult)}. */
    public int run(Plan plan, @Nullable ScanResult first, ShutdownSignal shutdown) {
        serve(plan, first, shutdown);
        // Only after everything is closed, because this ends the program.
        return shutdown.done(ExitCode.CLEAN.code());
    }

    private void serve(Plan plan, @Nullable ScanResult first, ShutdownSignal shutdown) {
        Hooks.onErrorDropped(DroppedErrorHandler::handle);
        SystemdNotifier.Watch watch = SystemdNotifier.watch(System.getenv());
        ServiceMetrics metrics = ServiceMetrics.create();
        try (metrics;
                EngineScope scope = EngineScope.open(names, settings.limits(), metrics.engine());
                ServiceThreads threads =
                        ServiceThreads.start(scope.engine().time().timers());
                SystemdNotify systemd = new SystemdNotify("systemd-notify");
                SystemdNotifier manager = new SystemdNotifier(
                        watch.isManaged() ? systemd : ignored -> {},
                        watch.watchdog(),
                        scope.engine().eventLoops(),
                        scope.engine().time());
                LivenessMonitor liveness = new LivenessMonitor(
                        scope.engine().essentialLoops(), scope.engine().time().nanos());
                Storage storage = new Storage(
                        settings.storage(),
                        new Findings(catalogue.findings(), catalogue.verbs()),
                        metrics.service(),
                        scope.engine().time());
                Canary canary = new Canary(scope.engine())) {
            liveness.begin();
            new Assembly(scope.engine(), threads, metrics, manager, storage, canary).run(plan, first, shutdown);
        }
    }

    /** The closeable parts of the service, and the objects that use them. */
    private final class Assembly {
        private final Engine engine;
        private final ServiceThreads threads;
        private final ServiceMetrics metrics;
        private final SystemdNotifier manager;
        private final Storage storage;
        private final Canary canary;
        private final CurrentSnapshot fleet = new CurrentSnapshot();
        private final Requests requests = new Requests();

        private Assembly(
                Engine engine,
                ServiceThreads threads,
                ServiceMetrics metrics,
                SystemdNotifier manager,
                Storage storage,
                Canary canary) {
            this.engine = engine;
            this.threads = threads;
            this.metrics = metrics;
            this.manager = manager;
            this.storage = storage;
            this.canary = canary;
        }

        /** Scans and answers requests until the shutdown signal. */
        private void run(Plan plan, @Nullable ScanResult first, ShutdownSignal shutdown) {
            WebSecurity security = new WebSecurity(
                    settings.web().config(),
                    new WebSecurity.Threads(threads.passwords(), threads.handshakes(), ServiceThreads.HANDSHAKES),
                    engine.time(),
                    metrics.web());
            inventoryRead();
            Reload reload = reload();
            ScanLoop loop = loop(plan, first);
            WebServer.Running running = started(server(plan, reload, security));
            metrics.engine().sockets("http", running::connected);
            running.addresses()
                    .forEach(address -> announce(address, settings.web().location(), security));
            Disposable reloads = Flux.merge(reloads(reload, threads.reader()), security.watch(), sourcePlans())
                    .subscribe();
            manager.ready();
            loop.run().takeUntilOther(Mono.from(shutdown.signal())).block();
            manager.stopping();
            reloads.dispose();
            running.stop(GRACE).block(PATIENCE);
        }

        private void inventoryRead() {
            metrics.scans().inventoryRead(engine.time().clock().instant());
            metrics.sources().follow(source::sources, engine.time().clock());
        }

        /** Follows the plans of changed sources. */
        private Flux<Plan> sourcePlans() {
            return source.sourcePlans(engine.fetcher(), engine.time(), threads.reader())
                    .doOnNext(requests::follow);
        }

        private ScanLoop loop(Plan plan, @Nullable ScanResult first) {
            LoopEvents events = new LoopEvents(fleet, metrics.service(), storage, manager);
            return new ScanLoop(
                    new ScanLoop.Parts(
                            scans(engine, metrics.scans()),
                            result -> canary.answers(result.plan(), classifier(result.plan()))
                                    .doOnNext(metrics.service()::canary),
                            engine.time(),
                            new SplittableRandom()::nextDouble,
                            threads.worker(),
                            events),
                    plan,
                    initialSnapshot(plan, first, storage, events),
                    requests);
        }

        private WebServer server(Plan plan, Reload reload, WebSecurity security) {
            OnDemandProbes probes = new OnDemandProbes(
                    catalogue, engine, threads.encoder(), settings.web().probesAnyTarget());
            return new WebServer(
                    settings.web().location(),
                    new HttpParts(engine.loops(), threads.encoder(), engine.time(), metrics.web()),
                    new WebServer.Content(
                            metrics.registry(),
                            fleet,
                            new Advice(catalogue.verbs(), catalogue.findings()),
                            Version.number()),
                    new ServiceControls(
                            plan, fleet, requests, reload, source::text, source::sources, storage.history(), probes),
                    security);
        }

        private Reload reload() {
            return new Reload(
                    manager.reloading(source::reread),
                    requests,
                    new Reload.ReloadObserver() {
                        @Override
                        public void inventoryRead() {
                            Assembly.this.inventoryRead();
                        }

                        @Override
                        public void inventoryRefused() {
                            metrics.scans().inventoryRefused();
                        }
                    },
                    threads.reader());
        }
    }

    /**
     * Publishes and returns the initial snapshot, before the web server starts, so that no scrape has a gap. Callers
     * must not keep it in a variable: they do not return until the program ends, and a fleet is large.
     */
    private static @Nullable Snapshot initialSnapshot(
            Plan plan, @Nullable ScanResult first, Storage storage, LoopEvents events) {
        if (first != null) {
            events.recordFirst(first);
        }
        Snapshot found = first == null ? storage.found(plan) : Snapshot.first(first, plan);
        if (found != null) {
            events.restore(found);
        }
        return found;
    }

    private Classifier classifier(Plan plan) {
        return catalogue.classifier(plan.profiles());
    }

    /** Creates scans; only whole scans are counted in the metrics. */
    private ScanLoop.Scans scans(Engine engine, ScanMeters meters) {
        return new ScanLoop.Scans() {
            @Override
            public Mono<ScanResult> whole(Plan all) {
                return meters.counting(some(all, Flux.never()));
            }

            @Override
            public Mono<ScanResult> some(Plan part, Publisher<?> stop) {
                return Mono.defer(() -> {
                    Scan scan = engine.scan(part, classifier(part), meters);
                    return new WholeScan(scan, engine.time(), Version.number()).of(part, stop, ResultCompactor::new);
                });
            }
        };
    }

    /** Reloads the inventory at each SIGHUP and, if auto-reload is on, when its files have changed. */
    private Flux<List<String>> reloads(Reload reload, Scheduler reader) {
        Flux<Boolean> changes = settings.autoReload() ? source.changes(reader) : Flux.never();
        return Flux.merge(new HangupSignal().signals(), changes)
                .onBackpressureLatest()
                .concatMap(
                        reason -> reload.now().onErrorResume(bug -> {
                            LOG.error("the inventory could not be read, which is a bug", bug);
                            return Mono.empty();
                        }),
                        1);
    }

    private static WebServer.Running started(WebServer server) {
        try {
            WebServer.Running running = server.start().block();
            if (running == null) {
                throw new IllegalStateException("the web server did not start");
            }
            return running;
        } catch (ListenException e) {
            throw new StartupException(String.valueOf(e.getMessage()));
        }
    }

    /** Logs the listen address and its URLs. */
    private static void announce(SocketAddress address, WebLocation place, WebSecurity security) {
        if (address instanceof InetSocketAddress port) {
            String at = (security.isEncrypted() ? "https://" : "http://") + ListenAddress.shown(port) + place.prefix();
            LOG.atInfo()
                    .addKeyValue("status", at + "/")
                    .addKeyValue("metrics", at + "/metrics")
                    .log("listening");
        } else {
            LOG.atInfo().addKeyValue("socket", address).log("listening");
        }
    }
}
