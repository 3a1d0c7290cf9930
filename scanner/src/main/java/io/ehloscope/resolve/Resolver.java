package io.ehloscope.resolve;

import java.net.InetAddress;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Looks names up. Both methods answer within the bound, and never with an error signal. */
public interface Resolver {

    /** More lookups than this in flight lose answers rather than time. */
    int MAX_IN_FLIGHT = 64;

    /** The addresses of a host name. */
    Mono<Lookup<InetAddress>> addresses(String host, Duration bound);

    /** The names of a domain's MX hosts, the most preferred first (RFC 5321 section 5.1). */
    Mono<Lookup<String>> mxHosts(String domain, Duration bound);
}
