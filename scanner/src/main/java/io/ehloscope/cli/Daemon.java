package io.ehloscope.cli;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Classifier;
import io.ehloscope.metrics.EngineMeters;
import io.ehloscope.metrics.FleetCollector;
import io.ehloscope.metrics.ProcessMeters;
import io.ehloscope.metrics.ScanMeters;
import io.ehloscope.metrics.ServiceMeters;
import io.ehloscope.metrics.WebMeters;
import io.ehloscope.plan.Plan;
import io.ehloscope.report.Advice;
import io.ehloscope.resolve.Resolver;
import io.ehloscope.scan.Scan;
import io.ehloscope.scan.ScanResult;
import io.ehloscope.scan.WholeScan;
import io.ehloscope.service.Reload;
import io.ehloscope.service.Requests;
import io.ehloscope.service.ScanLoop;
import io.ehloscope.snapshot.Lean;
import io.ehloscope.snapshot.Snapshot;
import io.ehloscope.web.ListenException;
import io.ehloscope.web.WebPlace;
import io.ehloscope.web.WebSecurity;
import io.ehloscope.web.WebServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.util.NetUtil;
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
import reactor.core.scheduler.Schedulers;

/**
 * Scans and serves until told to end.
 *
 * @param catalogue judges the answers
 * @param source where the inventory is read again
 * @param names answers instead of DNS; null for DNS
 * @param options how it is to run
 */
record Daemon(
        Catalogue catalogue, PlanSource source, @Nullable Resolver names, DaemonOptions options) {

    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final int ENCODERS = 2;
    private static final int ENCODINGS_WAITING = 64;
    private static final int PASSWORDS_WAITING = 64;
    private static final int RELOADS_WAITING = 16;

    /** Handshakes with clients computed at once: the other processors are left to the scans. */
    private static final int HANDSHAKES = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    /**
     * Runs until SIGTERM or SIGINT; gives the exit code.
     *
     * @param plan what is scanned first
     * @param first a scan that was made already, to be shown until the next has ended; null for none
     */
    int run(Plan plan, @Nullable ScanResult first) {
        try (Interruption interruption = new Interruption(PATIENCE)) {
            return run(plan, first, interruption);
        }
    }

    /** The same, where somebody listens for signals already. */
    int run(Plan plan, @Nullable ScanResult first, Interruption interruption) {
        serve(plan, first, interruption);
        // Not before everything is closed: the program ends with this.
        return interruption.done(ExitCode.CLEAN.code());
    }

    private void serve(Plan plan, @Nullable ScanResult first, Interruption interruption) {
        Hooks.onErrorDropped(DroppedErrors::handle);
        WebPlace place = options.web().place();
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ProcessMeters process = new ProcessMeters(registry);
        ScanMeters meters = new ScanMeters(registry, Version.number());
        ServiceMeters service = new ServiceMeters(registry);
        EngineMeters health = new EngineMeters(registry);
        FleetCollector fleet = new FleetCollector();
        Scheduler encoder = Schedulers.newBoundedElastic(ENCODERS, ENCODINGS_WAITING, "scrape", 60, true);
        Scheduler passwords = Schedulers.newBoundedElastic(1, PASSWORDS_WAITING, "passwords", 60, true);
        Scheduler handshakes = Schedulers.newParallel("web-tls", HANDSHAKES, true);
        Scheduler worker = Schedulers.newSingle("service", true);
        Scheduler reader = Schedulers.newBoundedElastic(1, RELOADS_WAITING, "inventory", 60, true);
        Supervision.Watch watch = Supervision.watch(System.getenv());
        try (Engine engine = new Engine(names, options.limits(), health);
                SystemdNotify systemd = new SystemdNotify("systemd-notify");
                Supervision supervision = new Supervision(
                        watch.told() ? systemd : nobody -> {}, watch.watchdog(), engine.eventLoops(), engine.time());
                VitalSigns vital = new VitalSigns(engine.essentialLoops());
                Storage storage = new Storage(options.storage(), service, engine.time());
                Canary canary = new Canary(engine)) {
            vital.begin();
            WebMeters web = new WebMeters(registry);
            WebSecurity security = new WebSecurity(
                    options.web().config(),
                    new WebSecurity.Threads(passwords, handshakes, HANDSHAKES),
                    engine.time(),
                    web);
            meters.inventoryRead(engine.time().clock().instant());
            Requests requests = new Requests();
            Chronicle chronicle = new Chronicle(fleet, service, storage, supervision);
            Reload reload = reload(requests, meters, engine, supervision, reader);
            ScanLoop loop = new ScanLoop(
                    new ScanLoop.Parts(
                            scans(engine, meters),
                            result -> canary.answers(result.plan(), classifier(result.plan()))
                                    .doOnNext(service::canary),
                            engine.time(),
                            new SplittableRandom()::nextDouble,
                            worker,
                            chronicle),
                    plan,
                    known(plan, first, storage, chronicle),
                    requests);
            WebServer.Parts parts = new WebServer.Parts(
                    engine.loops(),
                    encoder,
                    engine.time(),
                    registry,
                    web,
                    fleet,
                    new Advice(catalogue.verbs(), catalogue.verdicts()),
                    Version.number());
            Probing probing =
                    new Probing(catalogue, engine, encoder, options.web().probesAnyTarget());
            Controls controls = new Controls(plan, fleet, requests, reload, source::text, storage.history(), probing);
            WebServer.Running running = started(new WebServer(place, parts, controls, security));
            health.sockets("http", running::connected);
            running.addresses().forEach(address -> announce(address, place, security));
            Disposable reloads =
                    Flux.merge(reloads(reload, reader), security.watch()).subscribe();
            supervision.ready();
            loop.run().takeUntilOther(Mono.from(interruption.signal())).block();
            supervision.stopping();
            reloads.dispose();
            running.stop(GRACE).block(PATIENCE);
            // Before the event loops end: these hand them what they computed.
            Mono.when(handshakes.disposeGracefully(), passwords.disposeGracefully(), encoder.disposeGracefully())
                    .timeout(GRACE, Mono.empty(), engine.time().timers())
                    .block();
        } finally {
            process.close();
            worker.dispose();
            reader.dispose();
            encoder.dispose();
            passwords.dispose();
            handshakes.dispose();
        }
    }

    /**
     * What is known already, shown before anybody can ask: a scrape without it would be a gap. Whoever calls this must not
     * keep it in a variable: the caller does not return until the program ends, and a fleet is large.
     */
    private static @Nullable Snapshot known(
            Plan plan, @Nullable ScanResult first, Storage storage, Chronicle chronicle) {
        if (first != null) {
            chronicle.begins(first);
        }
        Snapshot found = first == null ? storage.found(plan) : Snapshot.first(first, plan);
        if (found != null) {
            chronicle.found(found);
        }
        return found;
    }

    private Classifier classifier(Plan plan) {
        return catalogue.classifier(plan.profiles());
    }

    /** Only whole scans are counted as scans. */
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
                    return new WholeScan(scan, engine.time(), Version.number()).of(part, stop, Lean::new);
                });
            }
        };
    }

    private Reload reload(
            Requests requests, ScanMeters meters, Engine engine, Supervision supervision, Scheduler reader) {
        return new Reload(
                supervision.reloading(source::again),
                requests,
                new Reload.ReloadObserver() {
                    @Override
                    public void inventoryRead() {
                        meters.inventoryRead(engine.time().clock().instant());
                    }

                    @Override
                    public void inventoryRefused() {
                        meters.inventoryRefused();
                    }
                },
                reader);
    }

    /** Reads the inventory at each SIGHUP and, where that is wanted, whenever its files have changed. */
    private Flux<List<String>> reloads(Reload reload, Scheduler reader) {
        Flux<Boolean> changes = options.autoReload() ? source.changes(reader) : Flux.never();
        return Flux.merge(new Hangup().signals(), changes)
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
            throw CommandException.incomplete(String.valueOf(e.getMessage()));
        }
    }

    /** Where to look, for the person who started it. */
    private static void announce(SocketAddress address, WebPlace place, WebSecurity security) {
        if (address instanceof InetSocketAddress port) {
            String at = (security.isEncrypted() ? "https://" : "http://") + shown(port) + place.prefix();
            LOG.atInfo()
                    .addKeyValue("status", at + "/")
                    .addKeyValue("metrics", at + "/metrics")
                    .log("listening");
        } else {
            LOG.atInfo().addKeyValue("socket", address).log("listening");
        }
    }

    private static String shown(InetSocketAddress address) {
        boolean any = address.getAddress().isAnyLocalAddress();
        String host = any ? "localhost" : NetUtil.toAddressString(address.getAddress());
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
