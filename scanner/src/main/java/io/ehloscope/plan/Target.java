package io.ehloscope.plan;

import io.ehloscope.classify.Expectation;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One server to probe.
 *
 * @param id {@code host:port} as the inventory names it, {@code [v6]:port} for an IPv6 address, {@code mx:domain:port}
 *     for a domain whose MX hosts are not known yet. Unique in a plan
 * @param host a name in lower case, or an address
 * @param port 1 to 65535
 * @param kind what {@code host} is
 * @param site the site's name
 * @param labels the free labels of site and server, sorted by name
 * @param settings how it is probed and classified
 */
public record Target(
        String id, String host, int port, Kind kind, String site, Map<String, String> labels, Settings settings) {

    /** What a target's host is. */
    public enum Kind {
        /** A host name. */
        NAME,
        /** An IPv4 or IPv6 address. */
        ADDRESS,
        /** A domain; its MX hosts replace it when a scan begins. */
        MX
    }

    /** Copies the labels, sorted. */
    public Target {
        labels = labels.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /**
     * The address of a target that is named by its address.
     *
     * @throws IllegalStateException if the host is not an address
     */
    public InetAddress address() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the plan calls this an address: " + host, e);
        }
    }

    /** The id of a target with this host and port. */
    public static String id(String host, int port) {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }

    /** What this target's result is compared with at this time; null if the time is unknown. */
    public Expectation expectation(@Nullable Instant now) {
        return new Expectation(settings.profile(), port, settings.exempt(), settings.findings(), now);
    }

    /** This target with other settings. */
    public Target withSettings(Settings other) {
        return new Target(id, host, port, kind, site, labels, other);
    }
}
