package io.ehloscope.demo;

import io.ehloscope.demo.Organisation.Entry;
import io.ehloscope.demo.Organisation.Site;
import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.SimulatedServer;
import io.ehloscope.simulator.SimulatedTls;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** How the servers of a simulated fleet share the loopback interface. */
public enum Layout {
    /**
     * Each server has its own address in 127.25.0.0/16; all share one port. Requires that 127.0.0.0/8 is local: Linux,
     * Windows.
     */
    OWN_ADDRESSES,
    /**
     * Each server has its own port on 127.0.0.1, for systems without other loopback addresses (macOS). Servers whose
     * name has two addresses are omitted.
     */
    OWN_PORTS;

    private static final int ADDRESSES_PER_SITE = 254;

    /**
     * The address and the persona of a server.
     *
     * @param host the name of the server
     * @param kind its persona
     * @param tls its TLS; null for none
     * @param where its address; port 0 for any port
     */
    record Placement(String host, Personas kind, @Nullable SimulatedTls tls, InetSocketAddress where) {}

    /** Detects the layout that this machine supports by briefly listening on an address other than 127.0.0.1. */
    static Mono<Layout> detect(EventLoopGroup loops) {
        return SimulatedServer.start(new InetSocketAddress(address(0, 1), 0), new Persona.Absent(), loops)
                .flatMap(probe -> probe.stop().thenReturn(OWN_ADDRESSES))
                .onErrorReturn(OWN_PORTS);
    }

    /**
     * Whether the servers of an entry can be simulated in this layout.
     *
     * @param entry an entry of the organisation
     */
    boolean holds(Entry entry) {
        return this == OWN_ADDRESSES || entry.personas().size() <= 1;
    }

    /** Returns the placement of every server of an organisation; {@link #OWN_PORTS} ignores the common port. */
    List<Placement> placements(Organisation organisation, int commonPort) {
        List<Placement> placements = new ArrayList<>();
        int siteNumber = 0;
        for (Site site : organisation.sites()) {
            siteNumber++;
            int addressNumber = 0;
            for (Entry entry : site.entries().stream().filter(this::holds).toList()) {
                for (String host : entry.hosts()) {
                    for (Personas kind : entry.personas()) {
                        addressNumber++;
                        placements.add(
                                new Placement(host, kind, entry.tls(), place(siteNumber, addressNumber, commonPort)));
                    }
                }
            }
        }
        return placements;
    }

    private InetSocketAddress place(int site, int number, int commonPort) {
        return switch (this) {
            case OWN_ADDRESSES -> new InetSocketAddress(address(site, number), commonPort);
            case OWN_PORTS -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        };
    }

    private static InetAddress address(int site, int number) {
        if (number > ADDRESSES_PER_SITE) {
            throw new IllegalArgumentException("a site has at most " + ADDRESSES_PER_SITE + " addresses");
        }
        try {
            return InetAddress.getByAddress(new byte[] {127, 25, (byte) site, (byte) number});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }
}
