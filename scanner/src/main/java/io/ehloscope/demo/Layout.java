package io.ehloscope.demo;

import io.ehloscope.demo.Organisation.Entry;
import io.ehloscope.demo.Organisation.Site;
import io.ehloscope.simulator.Credential;
import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.SimulatedServer;
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
     * Each on an address of its own in 127.25.0.0/16, all on one port. Linux and Windows take all of 127.0.0.0/8 as
     * local.
     */
    OWN_ADDRESSES,
    /**
     * Each on a port of its own of 127.0.0.1, where the system knows no other loopback address (macOS). A name with two
     * addresses cannot be had this way: such servers are left out.
     */
    OWN_PORTS;

    private static final int ADDRESSES_PER_SITE = 254;

    /**
     * A place to stand, and the part to be played there.
     *
     * @param host the name of the server
     * @param cast its part
     * @param credential what its certificate is like; null where it has none
     * @param where its address; port 0 for any
     */
    record Post(String host, Personas cast, @Nullable Credential credential, InetSocketAddress where) {}

    /** The layout that this machine allows, found out by listening for a moment on an address beyond 127.0.0.1. */
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
        return this == OWN_ADDRESSES || entry.cast().size() <= 1;
    }

    /** Where every server of an organisation stands; the common port counts where there is one. */
    List<Post> posts(Organisation organisation, int commonPort) {
        List<Post> posts = new ArrayList<>();
        int siteNumber = 0;
        for (Site site : organisation.sites()) {
            siteNumber++;
            int addressNumber = 0;
            for (Entry entry : site.entries().stream().filter(this::holds).toList()) {
                for (String host : entry.hosts()) {
                    for (Personas cast : entry.cast()) {
                        addressNumber++;
                        posts.add(
                                new Post(host, cast, entry.credential(), place(siteNumber, addressNumber, commonPort)));
                    }
                }
            }
        }
        return posts;
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
