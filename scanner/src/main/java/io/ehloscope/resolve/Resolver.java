package io.ehloscope.resolve;

import java.net.InetAddress;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Looks up names. Both methods complete within the time limit, and never with an error signal. */
public interface Resolver {

    /** The most lookups at the same time: more lose answers instead of saving time. */
    int MAX_IN_FLIGHT = 64;

    /**
     * The addresses of a host name, in the order to try them.
     *
     * @param bound the time limit
     */
    Mono<Lookup<InetAddress>> addresses(String host, Duration bound);

    /**
     * The names of a domain's MX hosts, the most preferred first (RFC 5321 section 5.1).
     *
     * @param bound the time limit
     */
    Mono<Lookup<String>> mxHosts(String domain, Duration bound);
}
