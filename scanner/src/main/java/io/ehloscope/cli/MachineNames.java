package io.ehloscope.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What this machine is called. */
final class MachineNames {

    private MachineNames() {}

    /** Its name and its full name, as far as the name service gives them within this time. Blocks. */
    static Set<String> within(Duration bound) {
        return CompletableFuture.supplyAsync(MachineNames::known)
                .completeOnTimeout(Set.of(), bound.toMillis(), TimeUnit.MILLISECONDS)
                .join();
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
