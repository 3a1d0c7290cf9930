package io.ehloscope.daemon;

import io.ehloscope.classify.Classifier;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.runtime.Engine;
import io.ehloscope.scan.ResolvedPlan;
import io.ehloscope.scan.ScanObserver;
import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.SimulatedServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A mail server of the scanner itself on loopback, probed after every scan by the same code on the same event loops. If
 * the scanner cannot reach even this server, it is faulty and its scan is discarded.
 */
final class Canary implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Canary.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String GREETING = "220 canary.invalid ESMTP Postfix";
    private static final String EHLO = "250-canary.invalid\n250-PIPELINING\n250-SIZE 1000\n250-8BITMIME\n250 DSN";

    private final Engine engine;
    private final @Nullable SimulatedServer server;

    /** Starts the server. If it cannot start, the canary logs a warning and accepts every scan. */
    Canary(Engine engine) {
        this(
                engine,
                SimulatedServer.start(Persona.esmtp(GREETING, EHLO))
                        .onErrorResume(failure -> {
                            LOG.warn(
                                    "there is no canary: no server on loopback can be started: {}",
                                    failure.getMessage());
                            return Mono.empty();
                        })
                        .block(PATIENCE));
    }

    /** Uses this server, and stops it when this is closed; null accepts every scan. */
    Canary(Engine engine, @Nullable SimulatedServer server) {
        this.engine = engine;
        this.server = server;
    }

    /** Probes the server once with the EHLO name of the plan; emits whether it answers within 10 seconds. */
    Mono<Boolean> answers(Plan plan, Classifier classifier) {
        if (server == null) {
            return Mono.just(true);
        }
        String host = server.address().getAddress().getHostAddress();
        Target target = new Target(
                Target.id(host, server.port()),
                host,
                server.port(),
                Target.Kind.ADDRESS,
                "canary",
                Map.of(),
                Settings.DEFAULT);
        Plan own = Plan.of("canary", plan.ehloName(), List.of(target));
        return engine.scan(plan, classifier, ScanObserver.NONE)
                .results(new ResolvedPlan(own, Map.of()), Flux.never())
                .next()
                .map(result -> result.isAnswered())
                .timeout(PATIENCE, Mono.just(false), engine.time().timers())
                .defaultIfEmpty(false);
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop().block(PATIENCE);
        }
    }
}
