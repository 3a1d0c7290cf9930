package io.ehloscope.runtime;

import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;

/** The addresses of this machine. */
public final class LocalAddresses {

    private LocalAddresses() {}

    /** The source addresses of a plan that this machine does not have, each once, in the order of the plan. */
    public static List<String> missing(Plan plan) {
        return plan.targets().stream()
                .map(Target::settings)
                .map(settings -> settings.sourceAddress())
                .filter(Objects::nonNull)
                .distinct()
                .filter(address -> !isLocal(address))
                .toList();
    }

    /** Whether an interface has this address. All of 127.0.0.0/8 belongs to the loopback interface. */
    private static boolean isLocal(String address) {
        try {
            InetAddress parsed = InetAddress.getByName(address);
            return parsed.isLoopbackAddress() || NetworkInterface.getByInetAddress(parsed) != null;
        } catch (UnknownHostException | SocketException e) {
            return true; // unknown, so nothing to warn of
        }
    }
}
