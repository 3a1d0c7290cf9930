package io.ehloscope.demo;

import io.ehloscope.classify.FindingKind;
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
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The mail servers of an {@link Organisation}, simulated on loopback, with their names, the inventory that lists them,
 * and the expected verdicts and findings.
 */
public final class SimulatedFleet {

    private final Organisation organisation;
    private final Layout layout;
    private final int commonPort;
    private final List<FleetStarter.Member> members;
    private final X509Certificate authority;
    private final EventLoopGroup loops;

    SimulatedFleet(
            Organisation organisation,
            Layout layout,
            int commonPort,
            List<FleetStarter.Member> members,
            X509Certificate authority,
            EventLoopGroup loops) {
        this.organisation = organisation;
        this.layout = layout;
        this.commonPort = commonPort;
        this.members = List.copyOf(members);
        this.authority = authority;
        this.loops = loops;
    }

    /**
     * Starts every server of an organisation, in the layout that this machine allows.
     *
     * @param clock the clock for dates in greetings and certificates
     * @return the fleet; all its servers listen
     */
    public static Mono<SimulatedFleet> start(Organisation organisation, Clock clock) {
        return FleetStarter.onLoops(loops -> Layout.detect(loops)
                .flatMap(layout -> new FleetStarter(organisation, clock, layout, loops).startAll()));
    }

    /** Starts every server of an organisation in a given layout. */
    public static Mono<SimulatedFleet> start(Organisation organisation, Clock clock, Layout layout) {
        return FleetStarter.onLoops(loops -> new FleetStarter(organisation, clock, layout, loops).startAll());
    }

    /** Returns how the servers share the loopback interface. */
    public Layout layout() {
        return layout;
    }

    /** Returns a sentence with the number of servers and their addresses. */
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

    /** Returns the addresses of each name; a name of the inventory that is missing here has no address. */
    public Map<String, List<InetAddress>> names() {
        Map<String, List<InetAddress>> names = new LinkedHashMap<>();
        members.forEach(member -> names.computeIfAbsent(member.host(), any -> new ArrayList<>())
                .add(member.where().getAddress()));
        names.replaceAll((host, addresses) -> List.copyOf(addresses));
        return Collections.unmodifiableMap(names);
    }

    /** Returns the CA certificate of the fleet, which only the organisation trusts. */
    public X509Certificate authority() {
        return authority;
    }

    /** Returns the YAML inventory of this fleet. */
    public String inventoryYaml() {
        return new FleetInventory(organisation, ports(), commonPort, layout == Layout.OWN_ADDRESSES).yaml();
    }

    /** Returns the expected verdict of every target id, in the order of the inventory. */
    public Map<String, Verdict> truth() {
        Map<String, Integer> ports = ports();
        Map<String, Verdict> truth = new LinkedHashMap<>();
        for (Entry entry : entries()) {
            entry.hosts().forEach(host -> truth.put(host + ":" + ports.get(host), entry.verdict()));
        }
        return Collections.unmodifiableMap(truth);
    }

    /** Returns the kinds of the expected findings of every target id, in the order of the inventory. */
    public Map<String, Set<FindingKind>> findings() {
        Map<String, Integer> ports = ports();
        Map<String, Set<FindingKind>> findings = new LinkedHashMap<>();
        for (Entry entry : entries()) {
            entry.hosts().forEach(host -> findings.put(host + ":" + ports.get(host), entry.everyFinding()));
        }
        return Collections.unmodifiableMap(findings);
    }

    /** Returns the servers of a name that listen. */
    public List<SimulatedServer> servers(String host) {
        return members.stream()
                .filter(member -> member.host().equals(host))
                .flatMap(member -> member.server().stream())
                .toList();
    }

    /**
     * Changes the persona of the servers of a name from their next connection on. The inventory and {@link #truth} do
     * not change.
     *
     * @throws IllegalArgumentException if no server listens under that name
     */
    public void setPersona(String host, Personas kind) {
        List<FleetStarter.Member> listening = members.stream()
                .filter(member -> member.host().equals(host) && member.server().isPresent())
                .toList();
        if (listening.isEmpty()) {
            throw new IllegalArgumentException("no server of the fleet listens under the name " + host);
        }
        listening.forEach(member -> member.server()
                .ifPresent(server -> server.plays(member.personaFactory().apply(kind))));
    }

    /** Returns all servers that listen. */
    public List<SimulatedServer> servers() {
        return members.stream().flatMap(member -> member.server().stream()).toList();
    }

    /** Stops every server and ends the threads; completes when all connections are closed. */
    public Mono<Void> stop() {
        return Flux.fromIterable(members).flatMap(FleetStarter.Member::release).then(SimulatedServer.end(loops));
    }

    /** Returns the port of every host of the inventory, in its order. */
    private Map<String, Integer> ports() {
        Map<String, Integer> known = new LinkedHashMap<>();
        members.forEach(member -> known.put(member.host(), member.where().getPort()));
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
