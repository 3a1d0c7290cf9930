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

/**
 * How the machinery beneath the scans is: whether its event loops keep up, what DNS says, how many sockets are open. Safe
 * for use by many threads.
 */
public final class EngineMeters {

    private static final Duration[] LAGS = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    /** What a lookup can come to; anything else would be counted once it is seen. */
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

    /** An event loop did what was due, by so much too late. */
    public void loopWasBehind(Duration by) {
        lag.record(by);
    }

    /** Sockets of this use are counted so, from now on. */
    public void sockets(String use, IntSupplier open) {
        meters.gauge(MetricNames.SOCKETS_OPEN, open, IntSupplier::getAsInt, "use", use);
    }

    /** Computations of TLS handshakes that wait for a thread are counted so, from now on. */
    public void tlsTasksWaiting(IntSupplier waiting) {
        meters.gauge(MetricNames.TLS_TASKS_WAITING, waiting, IntSupplier::getAsInt);
    }

    /** The same resolver, whose lookups are counted. */
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

    /** The one that is registered, or a new one. */
    private Counter lookup(String outcome) {
        return meters.counter(MetricNames.DNS_LOOKUPS, "outcome", outcome);
    }
}
