package io.ehloscope.cli;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.resolve.Lookup;
import io.ehloscope.resolve.Resolver;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * Resolves the names of the simulated fleet; any other name is not found, and DNS is never queried.
 *
 * @param addresses the addresses of each name
 */
public record DemoNames(Map<String, List<InetAddress>> addresses) implements Resolver {

    @Override
    public Mono<Lookup<InetAddress>> addresses(String host, Duration bound) {
        List<InetAddress> known = addresses.get(host);
        return Mono.just(known == null ? missing(host) : new Lookup.Found<>(known));
    }

    @Override
    public Mono<Lookup<String>> mxHosts(String domain, Duration bound) {
        return Mono.just(missing(domain));
    }

    private static <T> Lookup<T> missing(String name) {
        return new Lookup.Missing<>(Failure.of(Stage.DNS, Reason.NOT_FOUND, "no address is known for " + name));
    }
}
