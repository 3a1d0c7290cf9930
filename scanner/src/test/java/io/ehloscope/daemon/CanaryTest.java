package io.ehloscope.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Classifier;
import io.ehloscope.metrics.FleetCollector;
import io.ehloscope.metrics.ServiceMeters;
import io.ehloscope.plan.Plan;
import io.ehloscope.result.SampleFindings;
import io.ehloscope.result.ScanResult;
import io.ehloscope.runtime.Engine;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.service.Requests;
import io.ehloscope.service.ScanLoop;
import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.SimulatedServer;
import io.ehloscope.snapshot.Snapshot;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The canary, and the scan loop while the canary does not answer. */
@Timeout(60)
class CanaryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Persona HEALTHY = Persona.esmtp("220 canary.invalid ESMTP Postfix", "250 canary.invalid");

    private final ScanResult scan = SampleResults.large(3);
    private final Plan plan = scan.plan();
    private final Classifier classifier = Catalogue.load().classifier(Map.of());
    private final Engine engine = new Engine(null);
    private SimulatedServer server;
    private Canary canary;

    @BeforeEach
    void start() {
        server = SimulatedServer.start(HEALTHY).block(PATIENCE);
        canary = new Canary(engine, server);
    }

    @AfterEach
    void stop() {
        canary.close();
        engine.shutdown().block();
    }

    @Test
    void answersUntilItsServerStops() {
        assertThat(canary.answers(plan, classifier).block(PATIENCE)).isTrue();
        server.stop().block(PATIENCE);
        assertThat(canary.answers(plan, classifier).block(PATIENCE)).isFalse();
    }

    @Test
    void scanIsDiscardedWhileTheCanaryDoesNotAnswer() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ServiceMeters meters = new ServiceMeters(registry);
        FleetCollector fleet = new FleetCollector();
        Snapshot known =
                Snapshot.first(SampleResults.scan(), SampleResults.scan().plan());
        Requests requests = new Requests();
        requests.scan();
        server.stop().block(PATIENCE);
        Scheduler worker = Schedulers.newSingle("canary-test", true);
        try (SystemdNotifier manager = new SystemdNotifier(ignored -> {}, Duration.ZERO, List.of(), engine.time());
                Storage storage = new Storage(
                        new StorageSettings(null, null, Duration.ofDays(90), false),
                        SampleFindings.FINDINGS,
                        meters,
                        engine.time())) {
            LoopEvents events = new LoopEvents(fleet.current(), meters, storage, manager);
            events.restore(known);
            assertThat(fleet.snapshot()).as("shown before the loop runs").isSameAs(known);
            new ScanLoop(
                            new ScanLoop.Parts(
                                    scans(),
                                    result -> canary.answers(result.plan(), classifier)
                                            .doOnNext(meters::canary),
                                    engine.time(),
                                    () -> 0.5,
                                    worker,
                                    events),
                            plan,
                            known,
                            requests)
                    .run()
                    .takeUntilOther(until(() -> registry.scrape().contains("ehlo_scans_disbelieved_total 1.0")))
                    .block(PATIENCE);
        } finally {
            worker.dispose();
        }
        assertThat(registry.scrape()).contains("ehlo_canary_answered 0.0\n");
        assertThat(fleet.snapshot().scan().results()).isEqualTo(known.scan().results());
    }

    private Mono<Long> until(BooleanSupplier condition) {
        return Flux.interval(Duration.ofMillis(20))
                .filter(tick -> condition.getAsBoolean())
                .next();
    }

    private ScanLoop.Scans scans() {
        return new ScanLoop.Scans() {
            @Override
            public Mono<ScanResult> whole(Plan all) {
                return Mono.just(scan);
            }

            @Override
            public Mono<ScanResult> some(Plan some, Publisher<?> stop) {
                return Mono.never();
            }
        };
    }
}
