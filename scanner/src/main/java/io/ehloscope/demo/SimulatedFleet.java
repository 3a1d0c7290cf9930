package io.ehloscope.demo;

import io.ehloscope.classify.Verdict;
import io.ehloscope.demo.Organisation.Entry;
import io.ehloscope.simulator.SimulatedServer;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The mail servers of an {@link Organisation}, simulated on loopback: all of them listening, the names they go by, the
 * inventory that lists them, and what a scan of it should find.
 */
public final class SimulatedFleet {

    private final Organisation organisation;
    private final Layout layout;
    private final int commonPort;
    private final List<FleetStarter.Member> crew;
    private final X509Certificate authority;
    private final EventLoopGroup loops;

    SimulatedFleet(
            Organisation organisation,
            Layout layout,
            int commonPort,
            List<FleetStarter.Member> crew,
            X509Certificate authority,
            EventLoopGroup loops) {
        this.organisation = organisation;
        this.layout = layout;
        this.commonPort = commonPort;
        this.crew = List.copyOf(crew);
        this.authority = authority;
        this.loops = loops;
    }

    /**
     * Starts every server of an organisation, in the layout that this machine allows.
     *
     * @param clock for the dates in the greetings
     * @return the fleet, all of it listening
     */
    public static Mono<SimulatedFleet> start(Organisation organisation, Clock clock) {
        return FleetStarter.onLoops(loops ->
                Layout.detect(loops).flatMap(layout -> new FleetStarter(organisation, clock, layout, loops).muster()));
    }

    /** Starts every server of an organisation in a given layout. */
    public static Mono<SimulatedFleet> start(Organisation organisation, Clock clock, Layout layout) {
        return FleetStarter.onLoops(loops -> new FleetStarter(organisation, clock, layout, loops).muster());
    }

    /** How the servers share the loopback interface. */
    public Layout layout() {
        return layout;
    }

    /** One sentence for a person: how many servers there are, and where. */
    public String describe() {
        return switch (layout) {
            case OWN_ADDRESSES ->
                "%d servers, each on an address of its own in 127.25.0.0/16, port %d"
                        .formatted(truth().size(), commonPort);
            case OWN_PORTS ->
                ("%d servers, each on a port of its own of 127.0.0.1, because no other loopback address"
                                + " can be had here; names with two addresses are left out")
                        .formatted(truth().size());
        };
    }

    /** The addresses behind every name; a name that is in the inventory and not here has none. */
    public Map<String, List<InetAddress>> names() {
        Map<String, List<InetAddress>> names = new LinkedHashMap<>();
        crew.forEach(member -> names.computeIfAbsent(member.host(), any -> new ArrayList<>())
                .add(member.where().getAddress()));
        names.replaceAll((host, addresses) -> List.copyOf(addresses));
        return Collections.unmodifiableMap(names);
    }

    /** Who has issued the certificates of the fleet; an organisation's own, which nobody else trusts. */
    public X509Certificate authority() {
        return authority;
    }

    /** The inventory of this fleet, as a user would write it. */
    public String inventoryYaml() {
        return new FleetInventory(organisation, ports(), commonPort, layout == Layout.OWN_ADDRESSES).yaml();
    }

    /** What a scan of the inventory should say: the verdict for every target id, in the inventory's order. */
    public Map<String, Verdict> truth() {
        Map<String, Integer> ports = ports();
        Map<String, Verdict> truth = new LinkedHashMap<>();
        for (Entry entry : entries()) {
            entry.hosts().forEach(host -> truth.put(host + ":" + ports.get(host), entry.verdict()));
        }
        return Collections.unmodifiableMap(truth);
    }

    /** The servers behind a name; none where nobody listens. */
    public List<SimulatedServer> servers(String host) {
        return crew.stream()
                .filter(member -> member.host().equals(host))
                .flatMap(member -> member.server().stream())
                .toList();
    }

    /**
     * The servers behind a name play another part, from their next connection on: a fleet in which something happens.
     * What the inventory and {@link #truth} say stays as it was.
     *
     * @throws IllegalArgumentException where nobody listens under that name
     */
    public void recast(String host, Personas part) {
        List<FleetStarter.Member> members = crew.stream()
                .filter(member -> member.host().equals(host) && member.server().isPresent())
                .toList();
        if (members.isEmpty()) {
            throw new IllegalArgumentException("no server of the fleet listens under the name " + host);
        }
        members.forEach(member ->
                member.server().ifPresent(server -> server.plays(member.parts().apply(part))));
    }

    /** All servers that listen. */
    public List<SimulatedServer> servers() {
        return crew.stream().flatMap(member -> member.server().stream()).toList();
    }

    /** Stops every server and ends the threads; completes when all connections are closed. */
    public Mono<Void> stop() {
        return Flux.fromIterable(crew).flatMap(FleetStarter.Member::dismissal).then(SimulatedServer.end(loops));
    }

    /** The port of every host that the inventory lists, in its order. */
    private Map<String, Integer> ports() {
        Map<String, Integer> known = new LinkedHashMap<>();
        crew.forEach(member -> known.put(member.host(), member.where().getPort()));
        Map<String, Integer> ports = new LinkedHashMap<>();
        entries()
                .forEach(entry -> entry.hosts().forEach(host -> ports.put(host, known.getOrDefault(host, commonPort))));
        return ports;
    }

    private List<Entry> entries() {
        return organisation.sites().stream()
                .flatMap(site -> site.entries().stream())
                .filter(layout::holds)
                .toList();
    }
}
