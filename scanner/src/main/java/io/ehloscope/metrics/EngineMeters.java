package io.ehloscope.metrics;

import io.ehloscope.evidence.Reason;
import io.ehloscope.resolve.Lookup;
import io.ehloscope.resolve.Resolver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import reactor.core.publisher.Mono;

/** Meters of the engine below the scans: event loop lag, DNS lookups, open sockets, waiting TLS tasks. Thread-safe. */
public final class EngineMeters {

    private static final Duration[] LAGS = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    /** The expected reasons of failed lookups; any other reason is registered when it first occurs. */
    private static final List<Reason> EXPECTED =
            List.of(Reason.NOT_FOUND, Reason.TIMEOUT, Reason.UNREACHABLE, Reason.OVERLOADED);

    private final Meters meters;
    private final Timer lag;
    private final Counter found;
    private final AtomicInteger lookups = new AtomicInteger();

    /** Registers the meters. */
    public EngineMeters(MeterRegistry registry) {
        this.meters = new Meters(registry);
        this.lag = meters.timer(MetricNames.EVENT_LOOP_LAG, LAGS);
        this.found = lookup("found");
        EXPECTED.forEach(reason -> lookup(reason.label()));
        meters.gauge(MetricNames.DNS_LOOKUPS_IN_FLIGHT, lookups, AtomicInteger::get);
    }

    /** Records the lag of an event loop: how much later than due it ran a task. */
    public void loopWasBehind(Duration by) {
        lag.record(by);
    }

    /** Registers a gauge of the open sockets of this use. */
    public void sockets(String use, IntSupplier open) {
        meters.gauge(MetricNames.SOCKETS_OPEN, open, IntSupplier::getAsInt, "use", use);
    }

    /** Registers a gauge of the TLS handshake tasks that wait for a thread. */
    public void tlsTasksWaiting(IntSupplier waiting) {
        meters.gauge(MetricNames.TLS_TASKS_WAITING, waiting, IntSupplier::getAsInt);
    }

    /** Wraps a resolver and counts its lookups. */
    public Resolver counting(Resolver resolver) {
        return new Resolver() {
            @Override
            public Mono<Lookup<InetAddress>> addresses(String host, Duration bound) {
                return counted(resolver.addresses(host, bound));
            }

            @Override
            public Mono<Lookup<String>> mxHosts(String domain, Duration bound) {
                return counted(resolver.mxHosts(domain, bound));
            }
        };
    }

    private <T> Mono<Lookup<T>> counted(Mono<Lookup<T>> lookup) {
        return lookup.doOnSubscribe(begun -> lookups.incrementAndGet())
                .doOnNext(this::count)
                .doFinally(end -> lookups.decrementAndGet());
    }

    private void count(Lookup<?> answer) {
        Counter counter = answer instanceof Lookup.Missing<?> none
                ? lookup(none.failure().reason().label())
                : found;
        counter.increment();
    }

    /** Returns the registered counter, or registers a new one. */
    private Counter lookup(String outcome) {
        return meters.counter(MetricNames.DNS_LOOKUPS, "outcome", outcome);
    }
}
