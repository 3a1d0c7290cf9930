package io.ehloscope.runtime;

import io.ehloscope.time.TimeSource;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Finds the host names of this machine. */
public final class LocalHostNames {

    private LocalHostNames() {}

    /**
     * Emits the host name and the canonical host name; an empty set if the name service does not answer within the
     * bound.
     */
    public static Mono<Set<String>> within(Duration bound, TimeSource time) {
        return Mono.fromCallable(LocalHostNames::lookUp)
                .subscribeOn(Schedulers.boundedElastic())
                .timeout(bound, Mono.just(Set.of()), time.timers());
    }

    private static Set<String> lookUp() {
        Set<String> names = new TreeSet<>();
        try {
            InetAddress self = InetAddress.getLocalHost();
            names.add(self.getHostName());
            names.add(self.getCanonicalHostName());
        } catch (UnknownHostException noName) {
            // The name of a machine may not resolve.
            return Set.of();
        }
        return names;
    }
}
