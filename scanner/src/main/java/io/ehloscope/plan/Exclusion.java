package io.ehloscope.plan;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/** One entry of {@code exclude}: hosts or addresses that the scanner never connects to, on any port. */
public sealed interface Exclusion {

    /** The entry as the inventory writes it. */
    String text();

    /**
     * A block of addresses, or one address.
     *
     * @param network the first address; an IPv4 address for a block of IPv4-mapped IPv6 addresses
     * @param prefix the number of leading bits that an address of the block shares with {@code network}
     */
    record Block(String text, InetAddress network, int prefix) implements Exclusion {}

    /**
     * Host names.
     *
     * @param hosts in lower case and ASCII
     */
    record Hosts(String text, List<String> hosts) implements Exclusion {
        /** Copies the list. */
        public Hosts {
            hosts = List.copyOf(hosts);
        }
    }

    /**
     * A pattern of host names, in which {@code *} stands for any text and {@code ?} for one character.
     *
     * @param pattern in lower case and ASCII
     */
    record Names(String text, String pattern) implements Exclusion {
        /** Converts the pattern to lower case. */
        public Names {
            pattern = pattern.toLowerCase(Locale.ROOT);
        }
    }
}
