package io.ehloscope.inventory;

import inet.ipaddr.IPAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The hosts that a server entry names: one or many. */
public sealed interface HostPattern {

    /** The number of hosts; {@link Long#MAX_VALUE} for that many or more. */
    long size();

    /** All hosts in order. Check the {@link #size()} first. */
    List<String> hosts();

    /**
     * One host name.
     *
     * @param host in lower case and ASCII
     */
    record Name(String host) implements HostPattern {
        @Override
        public long size() {
            return 1;
        }

        @Override
        public List<String> hosts() {
            return List.of(host);
        }
    }

    /**
     * One address.
     *
     * @param host IPv4, or IPv6 in the form of RFC 5952
     */
    record Address(String host) implements HostPattern {
        @Override
        public long size() {
            return 1;
        }

        @Override
        public List<String> hosts() {
            return List.of(host);
        }
    }

    /**
     * The mail exchangers of a domain, which are looked up when a scan begins.
     *
     * @param domain in lower case and ASCII
     */
    record MxHosts(String domain) implements HostPattern {
        @Override
        public long size() {
            return 1;
        }

        @Override
        public List<String> hosts() {
            return List.of(domain);
        }
    }

    /**
     * All addresses of a CIDR block, including the first and the last.
     *
     * @param cidr the address and the prefix length; the host bits are zero
     */
    record Block(String cidr) implements HostPattern {
        @Override
        public long size() {
            var count = addresses().getCount();
            return count.bitLength() < Long.SIZE ? count.longValue() : Long.MAX_VALUE;
        }

        @Override
        public List<String> hosts() {
            List<String> all = new ArrayList<>();
            for (IPAddress each : addresses().withoutPrefixLength().getIterable()) {
                all.add(each.toCanonicalString());
            }
            return all;
        }

        private IPAddress addresses() {
            return Objects.requireNonNull(Addresses.parse(cidr), cidr);
        }
    }

    /**
     * Host names with ranges of numbers.
     *
     * @param texts the texts before, between and after the numbers: one more than there are ranges
     * @param numbers the ranges; the last one varies fastest
     */
    record Range(List<String> texts, List<Numbers> numbers) implements HostPattern {
        /** Copies the lists. */
        public Range {
            texts = List.copyOf(texts);
            numbers = List.copyOf(numbers);
        }

        @Override
        public long size() {
            long size = 1;
            for (Numbers each : numbers) {
                size = size > Long.MAX_VALUE / each.size() ? Long.MAX_VALUE : size * each.size();
            }
            return size;
        }

        @Override
        public List<String> hosts() {
            List<String> all = List.of(texts.get(0));
            for (int i = 0; i < numbers.size(); i++) {
                List<String> longer = new ArrayList<>();
                for (String start : all) {
                    for (String number : numbers.get(i).all()) {
                        longer.add(start + number + texts.get(i + 1));
                    }
                }
                all = longer;
            }
            return all;
        }
    }
}
