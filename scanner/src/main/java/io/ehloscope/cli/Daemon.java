package io.ehloscope.cli;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.metrics.FleetCollector;
import io.ehloscope.metrics.ProcessMeters;
import io.ehloscope.metrics.ScanMeters;
import io.ehloscope.plan.Plan;
import io.ehloscope.report.Advice;
import io.ehloscope.resolve.Resolver;
import io.ehloscope.scan.ScanResult;
import io.ehloscope.scan.ScanSummary;
import io.ehloscope.scan.WholeScan;
import io.ehloscope.service.ScanLoop;
import io.ehloscope.web.ListenAddress;
import io.ehloscope.web.ListenException;
import io.ehloscope.web.WebServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Scans and serves until told to end.
 *
 * @param catalogue judges the answers
 * @param plan what is scanned
 * @param names answers instead of DNS; null for DNS
 * @param first a scan that was made already, to be shown until the next has ended; null for none
 */
record Daemon(
        Catalogue catalogue,
        Plan plan,
        @Nullable Resolver names,
        @Nullable ScanResult first) {

    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final int ENCODERS = 2;
    private static final int ENCODINGS_WAITING = 64;

    /** Runs until SIGTERM or SIGINT; gives the exit code. */
    int run(WebOptions web) {
        try (Interruption interruption = new Interruption(PATIENCE)) {
            return run(web, interruption);
        }
    }

    /** The same, where somebody listens for signals already. */
    int run(WebOptions web, Interruption interruption) {
        List<ListenAddress> addresses = web.listenAddresses();
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ProcessMeters process = new ProcessMeters(registry);
        ScanMeters meters = new ScanMeters(registry, Version.number());
        FleetCollector fleet = new FleetCollector();
        registry.getPrometheusRegistry().register(fleet);
        if (first != null) {
            fleet.publish(first);
        }
        Scheduler encoder = Schedulers.newBoundedElastic(ENCODERS, ENCODINGS_WAITING, "scrape", 60, true);
        try (Engine engine = new Engine(plan, catalogue.classifier(plan.profiles()), names, meters)) {
            meters.inventoryRead(engine.time().clock().instant());
            WebServer.Parts parts = new WebServer.Parts(
                    engine.loops(),
                    encoder,
                    engine.time().timers(),
                    registry,
                    fleet,
                    new Advice(catalogue.verbs(), catalogue.verdicts()),
                    Version.number());
            WebServer.Running running = started(new WebServer(addresses, parts));
            running.addresses().forEach(Daemon::announce);
            loop(engine, meters, fleet, encoder)
                    .run()
                    .takeUntilOther(Mono.from(interruption.signal()))
                    .block();
            running.stop(GRACE).block(PATIENCE);
            return interruption.done(ExitCode.CLEAN.code());
        } finally {
            process.close();
            encoder.dispose();
        }
    }

    private ScanLoop loop(Engine engine, ScanMeters meters, FleetCollector fleet, Scheduler encoder) {
        Mono<ScanResult> scan = new WholeScan(engine.scan(), engine.time(), Version.number()).of(plan, Flux.never());
        // Making the series of a large fleet takes a while: not on the event loop that ended the scan.
        return new ScanLoop(
                meters.counting(scan).publishOn(encoder), plan.schedule().interval(), engine.time(), result -> {
                    fleet.publish(result);
                    log(result);
                });
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
    private static void announce(InetSocketAddress address) {
        boolean any = address.getAddress().isAnyLocalAddress();
        String host = any ? "localhost" : NetUtil.toAddressString(address.getAddress());
        String at = "http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
        LOG.atInfo()
                .addKeyValue("status", at + "/")
                .addKeyValue("metrics", at + "/metrics")
                .log("listening");
    }

    /** One line a scan. */
    private static void log(ScanResult scan) {
        ScanSummary summary = scan.summary();
        LOG.atInfo()
                .addKeyValue("targets", scan.results().size())
                .addKeyValue("findings", findings(summary))
                .addKeyValue(
                        "seconds",
                        String.format(Locale.ROOT, "%.1f", summary.duration().toMillis() / 1e3))
                .log("scan " + summary.outcome().label());
    }

    private static int findings(ScanSummary summary) {
        return summary.verdicts().entrySet().stream()
                .filter(each -> each.getKey().isFinding())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}
