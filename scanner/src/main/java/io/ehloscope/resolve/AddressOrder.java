package io.ehloscope.resolve;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The order in which the addresses of a name are tried: the two families alternate, so that an unreachable family costs
 * one attempt and not all (RFC 8305 section 4). Within a family the order of the name server stays.
 *
 * @param own the scope of this machine's own IPv6 addresses
 */
record AddressOrder(V6 own) {

    /** The scope of a machine's IPv6 addresses. */
    enum V6 {
        /**
         * None: IPv6 addresses are left out if there are IPv4 addresses, because connects to them would fail because of
         * this machine.
         */
        NONE,
        /** Addresses that reach at most the own organization: IPv6 comes second. */
        LOCAL,
        /** A global address: IPv6 comes first (RFC 6724). */
        GLOBAL
    }

    /** The most addresses of one name; more than any pool of mail servers has. */
    static final int MOST = 64;

    /** The order for the IPv6 addresses that this machine has now. */
    static AddressOrder ofThisMachine() {
        try {
            return new AddressOrder(NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(AddressOrder::kind)
                    .max(Comparator.naturalOrder())
                    .orElse(V6.NONE));
        } catch (SocketException e) {
            return new AddressOrder(V6.NONE);
        }
    }

    /** The addresses that can belong to a server, each once, at most {@link #MOST}, in the order to try them. */
    List<InetAddress> of(List<InetAddress> found) {
        List<InetAddress> v6 = new ArrayList<>();
        List<InetAddress> v4 = new ArrayList<>();
        for (InetAddress each : new LinkedHashSet<>(found)) {
            if (isUnicast(each)) {
                (each instanceof Inet6Address ? v6 : v4).add(each);
            }
        }
        if (own == V6.NONE && !v4.isEmpty()) {
            v6.removeIf(each -> !each.isLoopbackAddress());
        }
        List<InetAddress> turns = new ArrayList<>();
        for (int i = 0; i < Math.max(v6.size(), v4.size()); i++) {
            int at = i;
            List<List<InetAddress>> families = own == V6.GLOBAL ? List.of(v6, v4) : List.of(v4, v6);
            families.stream().filter(family -> at < family.size()).forEach(family -> turns.add(family.get(at)));
        }
        return turns.size() <= MOST ? turns : Collections.unmodifiableList(turns.subList(0, MOST));
    }

    /**
     * Whether the address can belong to a server: 0.0.0.0 and :: mean this machine, and multicast and broadcast
     * addresses name groups (RFC 1122 section 3.2.1.3).
     */
    private static boolean isUnicast(InetAddress address) {
        return !address.isAnyLocalAddress() && !address.isMulticastAddress() && !isBroadcast(address);
    }

    private static boolean isBroadcast(InetAddress address) {
        return address.getHostAddress().equals("255.255.255.255");
    }

    private static V6 kind(InetAddress address) {
        if (!(address instanceof Inet6Address) || address.isLoopbackAddress() || address.isLinkLocalAddress()) {
            return V6.NONE;
        }
        return (address.getAddress()[0] & 0xe0) == 0x20 ? V6.GLOBAL : V6.LOCAL; // 2000::/3 (RFC 4291 section 2.4)
    }
}
