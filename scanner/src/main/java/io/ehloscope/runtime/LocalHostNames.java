package io.ehloscope.runtime;

import io.ehloscope.time.TimeSource;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The names of this machine. */
public final class LocalHostNames {

    private LocalHostNames() {}

    /** Its name and its full name; none where the name service does not give them within this time. */
    public static Mono<Set<String>> within(Duration bound, TimeSource time) {
        return Mono.fromCallable(LocalHostNames::known)
                .subscribeOn(Schedulers.boundedElastic())
                .timeout(bound, Mono.just(Set.of()), time.timers());
    }

    private static Set<String> known() {
        Set<String> names = new TreeSet<>();
        try {
            InetAddress self = InetAddress.getLocalHost();
            names.add(self.getHostName());
            names.add(self.getCanonicalHostName());
        } catch (UnknownHostException noName) {
            // The name of a machine may lead nowhere.
            return Set.of();
        }
        return names;
    }
}
