package io.ehloscope.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.resolve.Lookup;
import io.ehloscope.resolve.Resolver;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class EngineMetersTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final EngineMeters meters = new EngineMeters(registry);
    private Mono<Lookup<InetAddress>> addresses = Mono.never();

    private final Resolver counting = meters.counting(new Resolver() {
        @Override
        public Mono<Lookup<InetAddress>> addresses(String host, Duration bound) {
            return addresses;
        }

        @Override
        public Mono<Lookup<String>> mxHosts(String domain, Duration bound) {
            return Mono.just(new Lookup.Found<>(List.of("mx.example.com")));
        }
    });

    @Test
    void lookupIsInFlightUntilAnsweredOrCancelled() {
        Disposable lookup =
                counting.addresses("mail.example.com", Duration.ofSeconds(1)).subscribe();
        assertThat(registry.scrape()).contains("ehlo_dns_lookups_in_flight 1.0\n");
        lookup.dispose();
        assertThat(registry.scrape())
                .contains("ehlo_dns_lookups_in_flight 0.0\n", "ehlo_dns_lookups_total{outcome=\"found\"} 0.0\n");
    }

    @Test
    void lookupsAreCountedByOutcome() {
        addresses = Mono.just(new Lookup.Missing<>(Failure.of(Stage.DNS, Reason.TIMEOUT, "no answer")));
        counting.addresses("mail.example.com", Duration.ofSeconds(1)).block();
        counting.mxHosts("example.com", Duration.ofSeconds(1)).block();
        assertThat(registry.scrape().lines())
                .contains(
                        "ehlo_dns_lookups_total{outcome=\"found\"} 1.0",
                        "ehlo_dns_lookups_total{outcome=\"timeout\"} 1.0",
                        "ehlo_dns_lookups_total{outcome=\"not_found\"} 0.0",
                        "ehlo_dns_lookups_in_flight 0.0");
    }

    @Test
    void eventLoopLagIsRecordedInHistogramAndMaximum() {
        meters.loopWasBehind(Duration.ofMillis(1));
        meters.loopWasBehind(Duration.ofMillis(1_500));
        assertThat(registry.scrape().lines())
                .contains(
                        "ehlo_event_loop_lag_seconds_bucket{le=\"0.01\"} 1",
                        "ehlo_event_loop_lag_seconds_bucket{le=\"5.0\"} 2",
                        "ehlo_event_loop_lag_seconds_max 1.5");
    }

    @Test
    void socketsAndTlsTasksAreReadAtEachScrape() {
        AtomicInteger open = new AtomicInteger();
        meters.sockets("dialogue", open::get);
        meters.tlsTasksWaiting(() -> 7);
        open.set(3);
        assertThat(registry.scrape())
                .contains("ehlo_sockets_open{use=\"dialogue\"} 3.0\n", "ehlo_tls_tasks_waiting 7.0\n");
    }
}
