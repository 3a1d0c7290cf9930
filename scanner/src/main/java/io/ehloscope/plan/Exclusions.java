package io.ehloscope.plan;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code exclude} rules out, indexed: a lookup takes one step for each length of a prefix and for each label of a
 * name, whatever the number of entries; only patterns such as {@code mail*.example.com} are compared one by one.
 * Immutable.
 */
public final class Exclusions {

    /** Excludes nothing. */
    public static final Exclusions NONE = new Exclusions(List.of());

    private static final String ANY_SUBDOMAIN = "*.";

    private final List<Exclusion> entries;
    private final Map<Integer, Map<InetAddress, String>> networks = new TreeMap<>(Comparator.reverseOrder());
    private final Map<String, String> hosts = new HashMap<>();
    private final Map<String, String> domains = new HashMap<>();
    private final List<Pattern> patterns = new ArrayList<>();

    private Exclusions(List<Exclusion> entries) {
        this.entries = List.copyOf(entries);
        this.entries.forEach(this::index);
    }

    /** The exclusions of these entries. */
    public static Exclusions of(List<Exclusion> entries) {
        return entries.isEmpty() ? NONE : new Exclusions(entries);
    }

    /** The entries in the order of the inventory. */
    public List<Exclusion> entries() {
        return entries;
    }

    /** The entry that excludes a host name in lower case, as the inventory writes it; null if none does. */
    public @Nullable String entryFor(String host) {
        String exact = hosts.get(host);
        if (exact != null) {
            return exact;
        }
        for (int dot = host.indexOf('.'); dot >= 0 && !domains.isEmpty(); dot = host.indexOf('.', dot + 1)) {
            String entry = dot == 0 ? null : domains.get(host.substring(dot + 1));
            if (entry != null) {
                return entry;
            }
        }
        for (Pattern each : patterns) {
            if (each.matches(host)) {
                return each.text;
            }
        }
        return null;
    }

    /** The entry that excludes an address, the most specific one, as the inventory writes it; null if none does. */
    public @Nullable String entryFor(InetAddress address) {
        byte[] bytes = address.getAddress();
        for (Map.Entry<Integer, Map<InetAddress, String>> each : networks.entrySet()) {
            int prefix = each.getKey();
            if (prefix <= bytes.length * Byte.SIZE) {
                String entry = each.getValue().get(network(bytes, prefix));
                if (entry != null) {
                    return entry;
                }
            }
        }
        return null;
    }

    private void index(Exclusion exclusion) {
        if (exclusion instanceof Exclusion.Block block) {
            networks.computeIfAbsent(block.prefix(), length -> new HashMap<>())
                    .putIfAbsent(network(block.network().getAddress(), block.prefix()), block.text());
        } else if (exclusion instanceof Exclusion.Hosts listed) {
            listed.hosts().forEach(host -> hosts.putIfAbsent(host, listed.text()));
        } else if (exclusion instanceof Exclusion.Names names) {
            String rest = names.pattern()
                    .substring(Math.min(ANY_SUBDOMAIN.length(), names.pattern().length()));
            if (names.pattern().startsWith(ANY_SUBDOMAIN) && Pattern.firstWildcard(rest) < 0) {
                domains.putIfAbsent(rest, names.text());
            } else {
                patterns.add(new Pattern(names.text(), names.pattern()));
            }
        }
    }

    /** The address with all bits after the prefix cleared. */
    private static InetAddress network(byte[] address, int prefix) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.max(0, Math.min(Byte.SIZE, prefix - i * Byte.SIZE));
            masked[i] = (byte) (masked[i] & (0xff << (Byte.SIZE - kept)));
        }
        try {
            return InetAddress.getByAddress(masked);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + address.length + " bytes", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Exclusions that && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return entries.toString();
    }

    /** A pattern; the texts before its first and after its last wildcard rule out most names without a full match. */
    private static final class Pattern {

        private final String text;
        private final Glob glob;
        private final String start;
        private final String end;

        Pattern(String text, String pattern) {
            this.text = text;
            this.glob = new Glob(pattern);
            this.start = pattern.substring(0, Math.max(0, firstWildcard(pattern)));
            this.end = pattern.substring(Math.max(pattern.lastIndexOf('*'), pattern.lastIndexOf('?')) + 1);
        }

        static int firstWildcard(String pattern) {
            int star = pattern.indexOf('*');
            int question = pattern.indexOf('?');
            return star < 0 || question < 0 ? Math.max(star, question) : Math.min(star, question);
        }

        boolean matches(String host) {
            return host.endsWith(end) && host.startsWith(start) && glob.matches(host);
        }
    }
}
