package io.ehloscope.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Classifier;
import io.ehloscope.classify.Verdict;
import io.ehloscope.cli.DemoNames;
import io.ehloscope.dialogue.DialogueWatch;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.inventory.Inventories;
import io.ehloscope.metrics.EngineMeters;
import io.ehloscope.plan.Plan;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.ResolvedPlan;
import io.ehloscope.scan.Scan;
import io.ehloscope.scan.ScanObserver;
import io.ehloscope.simulator.Cue;
import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.Reaction;
import io.ehloscope.simulator.Script;
import io.ehloscope.simulator.SimulatedServer;
import io.ehloscope.smtp.Transcript;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** The engine keeps its limits and updates its meters. */
@Timeout(60)
class EngineTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TARGETS = 10;

    private final Catalogue catalogue = Catalogue.load();

    @Test
    void concurrentScansShareTheConnectionLimit() {
        Script slow = Script.esmtp("220 mail.example.com ESMTP Postfix", "250 mail.example.com")
                .with(Cue.ACCEPT, greeting -> greeting.after(Duration.ofMillis(20)));
        SimulatedServer server = SimulatedServer.start(new Persona.Speaks(slow)).block(PATIENCE);
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Plan plan = plan(server.port());
        Classifier classifier = catalogue.classifier(plan.profiles());
        RuntimeLimits limits = new RuntimeLimits(1, 3);
        Engine engine = new Engine(new DemoNames(names()), limits, new EngineMeters(registry));
        try {
            assertThat(engine.eventLoops()).hasSize(1);
            Scan one = engine.scan(plan, classifier, ScanObserver.NONE);
            Scan another = engine.scan(plan, classifier, ScanObserver.NONE);
            List<TargetResult> results = Flux.merge(results(one, plan), results(another, plan))
                    .collectList()
                    .block(PATIENCE);
            assertThat(results).hasSize(2 * TARGETS).allMatch(TargetResult::isAnswered);
            assertThat(server.counts().mostAtOnce()).isEqualTo(3);
            assertThat(registry.scrape())
                    .contains("ehlo_dns_lookups_total{outcome=\"found\"} " + 2.0 * TARGETS + "\n")
                    .contains("ehlo_sockets_open{use=\"dialogue\"} ", "ehlo_tls_tasks_waiting 0.0\n");
        } finally {
            engine.shutdown().block();
            server.stop().block(PATIENCE);
        }
    }

    @Test
    void limitedScanKeepsWhatASlowServerHasShown() {
        SimulatedServer server =
                SimulatedServer.start(new Persona.Speaks(silentAfterGreeting())).block(PATIENCE);
        Plan plan =
                plan(server.port()).withTargets(plan(server.port()).targets().subList(0, 1));
        Engine engine = new Engine(new DemoNames(names()));
        try {
            Scan scan = engine.scanWithin(Duration.ofMillis(300), plan, catalogue.classifier(plan.profiles()));
            TargetResult result = results(scan, plan).single().block(PATIENCE);

            assertThat(result.verdict()).isEqualTo(Verdict.UNREACHABLE);
            assertThat(result.outcome())
                    .isInstanceOfSatisfying(
                            ProbeOutcome.Failed.class,
                            failed -> assertThat(failed.failure())
                                    .extracting(Failure::stage, Failure::reason)
                                    .containsExactly(Stage.EHLO, Reason.TIMEOUT));
            assertThat(result.observation().transcript().entries())
                    .extracting(Transcript.Entry::line)
                    .contains("220 mail.example.com ESMTP");
        } finally {
            engine.shutdown().block();
            server.stop().block(PATIENCE);
        }
    }

    @Test
    void watchGetsTheGreetingBeforeTheReplyToEhlo() {
        SimulatedServer server =
                SimulatedServer.start(new Persona.Speaks(silentAfterGreeting())).block(PATIENCE);
        Plan plan =
                plan(server.port()).withTargets(plan(server.port()).targets().subList(0, 1));
        Engine engine = new Engine(new DemoNames(names()));
        Sinks.One<Boolean> sent = Sinks.one();
        List<String> lines = new CopyOnWriteArrayList<>();
        DialogueWatch watch = new DialogueWatch() {
            @Override
            public void line(Transcript.Entry entry) {
                lines.add(entry.direction() + " " + entry.line());
                if (entry.direction() == Transcript.Direction.SENT) {
                    sent.tryEmitValue(true);
                }
            }
        };
        try {
            Classifier classifier = catalogue.classifier(plan.profiles());
            Scan scan = engine.alone(plan, classifier, attempt -> attempt.watchedBy(watch));
            TargetResult result = scan.results(new ResolvedPlan(plan, Map.of()), sent.asMono())
                    .single()
                    .block(PATIENCE);

            assertThat(result.verdict()).isEqualTo(Verdict.SKIPPED);
            assertThat(lines).contains("RECEIVED 220 mail.example.com ESMTP");
        } finally {
            engine.shutdown().block();
            server.stop().block(PATIENCE);
        }
    }

    private static Script silentAfterGreeting() {
        return Script.silent().on(Cue.ACCEPT, Reaction.lines("220 mail.example.com ESMTP"));
    }

    @Test
    void connectsFromOneEventLoopAreSpreadOverAllEventLoops() throws Exception {
        Engine engine = new Engine(null, new RuntimeLimits(3, 100), null);
        try {
            EventLoopGroup group = engine.loops().onClient(false);
            List<EventLoop> taken = group.next()
                    .submit(() -> List.of(group.next(), group.next(), group.next()))
                    .get(30, TimeUnit.SECONDS);
            assertThat(taken).doesNotHaveDuplicates();
        } finally {
            engine.shutdown().block();
        }
    }

    @Test
    void lookupsOfAnEarlierPlanGoOnAfterAnotherPlanHasOtherNameServers() {
        Engine engine = new Engine(null, new RuntimeLimits(1, 3), null);
        Plan earlier = plan(25, "dns: {servers: [\"127.0.0.1:1\"]}");
        Plan later = plan(25, "dns: {servers: [\"127.0.0.1:2\"]}");
        Classifier classifier = catalogue.classifier(earlier.profiles());
        try {
            Scan scan = engine.scan(earlier, classifier, ScanObserver.NONE);
            engine.scan(later, classifier, ScanObserver.NONE);
            List<TargetResult> results = results(scan, earlier).collectList().block(PATIENCE);
            assertThat(results)
                    .hasSize(TARGETS)
                    .allSatisfy(each -> assertThat(each.outcome().toString()).doesNotContain("asked no more"));
        } finally {
            engine.shutdown().block();
        }
    }

    private static Flux<TargetResult> results(Scan scan, Plan plan) {
        return scan.results(new ResolvedPlan(plan, Map.of()), Flux.never());
    }

    private Plan plan(int port) {
        return plan(port, "");
    }

    private Plan plan(int port, String dns) {
        String yaml = """
                version: 1
                ehlo_name: scanner.example.com
                defaults: {port: %d}
                limits: {per_address: 10}
                %s
                sites: [{name: one, servers: ["mail[1-%d].example.com"]}]
                """.formatted(port, dns, TARGETS);
        return new Inventories(catalogue)
                .plan("engine", new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<String, List<InetAddress>> names() {
        return IntStream.rangeClosed(1, TARGETS)
                .boxed()
                .collect(Collectors.toMap(
                        i -> "mail" + i + ".example.com", i -> List.of(InetAddress.getLoopbackAddress())));
    }

    @Test
    void eventLoopsShutDownAfterHandshakeThreads() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean loopWasEnding = new AtomicBoolean();
        Engine engine = new Engine(null, new RuntimeLimits(1, 3), null);
        EventExecutor loop = engine.eventLoops().get(0);
        engine.handshakes().execute(() -> {
            begun.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            loopWasEnding.set(loop.isShuttingDown());
        });
        begun.await();
        engine.shutdown().block();
        assertThat(loopWasEnding).isFalse();
        assertThat(loop.isTerminated()).isTrue();
    }
}
