package io.ehloscope.inventory;

import inet.ipaddr.IPAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a server entry names: one host or many. */
public sealed interface HostPattern {

    /** How many hosts; {@link Long#MAX_VALUE} for that many and more. */
    long size();

    /** All of them in order. Ask for the {@link #size()} first. */
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
     * @param host IPv4, or IPv6 as RFC 5952 writes it
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
     * All addresses of a CIDR block, the first and the last included.
     *
     * @param cidr address and prefix length, host bits zero
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
     * Host names with numbers in them that count.
     *
     * @param texts what stands before, between and behind the numbers: one more than there are
     * @param numbers the places that count; the last one counts fastest
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
