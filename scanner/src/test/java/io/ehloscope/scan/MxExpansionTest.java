package io.ehloscope.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.inventory.KnownProfiles;
import io.ehloscope.inventory.Planner;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.resolve.Lookup;
import io.ehloscope.resolve.Resolver;
import io.ehloscope.time.TimeSource;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class MxExpansionTest {

    private static final Failure REFUSED = Failure.of(Stage.DNS, Reason.NOT_FOUND, "an MX record names no host");

    @Test
    void hostsReplaceTheirDomain() {
        ResolvedPlan resolvedPlan = resolvedPlan(new Lookup.Found<>(List.of("a.example.com", "b.example.com")));
        assertThat(resolvedPlan.plan().targets())
                .extracting(Target::id)
                .containsExactly("a.example.com:25", "b.example.com:25");
        assertThat(resolvedPlan.failures()).isEmpty();
    }

    @Test
    void domainWithoutHostsStaysWithItsFailure() {
        ResolvedPlan resolvedPlan = resolvedPlan(new Lookup.Missing<>(REFUSED));
        assertThat(resolvedPlan.plan().targets()).extracting(Target::id).containsExactly("mx:example.com:25");
        assertThat(resolvedPlan.failures()).containsExactly(Map.entry("mx:example.com:25", REFUSED));
    }

    /** A refused host is not a target, but its failure is reported. */
    @Test
    void domainStaysNextToItsHostsIfAnotherHostWasRefused() {
        ResolvedPlan resolvedPlan = resolvedPlan(new Lookup.Found<>(List.of("a.example.com"), REFUSED));
        assertThat(resolvedPlan.plan().targets())
                .extracting(Target::id)
                .containsExactly("a.example.com:25", "mx:example.com:25");
        assertThat(resolvedPlan.failures()).containsExactly(Map.entry("mx:example.com:25", REFUSED));
    }

    private static ResolvedPlan resolvedPlan(Lookup<String> answer) {
        Resolver resolver = new Resolver() {
            @Override
            public Mono<Lookup<InetAddress>> addresses(String host, Duration bound) {
                return Mono.error(new AssertionError("no lookup of addresses"));
            }

            @Override
            public Mono<Lookup<String>> mxHosts(String domain, Duration bound) {
                return Mono.just(answer);
            }
        };
        TimeSource time = new TimeSource(Clock.systemUTC(), () -> 0, Schedulers.immediate());
        Scan scan = new Scan(new Scan.Parts(
                resolver,
                attempt -> {
                    throw new AssertionError("no dialogue");
                },
                new AddressSlots(1),
                (outcome, expected) -> {
                    throw new AssertionError("no assessment");
                },
                time,
                LagProbe.NONE,
                () -> 0.5,
                ScanObserver.NONE,
                ShortageObserver.NONE));
        return scan.locate(plan(), Flux.never()).block(Duration.ofSeconds(10));
    }

    private static Plan plan() {
        String inventory =
                "version: 1\nehlo_name: scanner.example.com\nsites: [{name: a, servers: [\"mx:example.com\"]}]\n";
        byte[] bytes = inventory.getBytes(StandardCharsets.UTF_8);
        return Planner.plan(KnownProfiles.reader().read("fleet.yml", new ByteArrayInputStream(bytes)));
    }
}
