package io.ehloscope.runtime;

import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The addresses of this machine. */
public final class LocalAddresses {

    private LocalAddresses() {}

    /** The source addresses of a plan that this machine does not have, each once, in the order of the plan. */
    public static List<String> missing(Plan plan) {
        Set<String> all = new LinkedHashSet<>();
        for (Target target : plan.targets()) {
            String source = target.settings().sourceAddress();
            if (source != null) {
                all.add(source);
            }
        }
        all.removeIf(LocalAddresses::isLocal);
        return List.copyOf(all);
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
