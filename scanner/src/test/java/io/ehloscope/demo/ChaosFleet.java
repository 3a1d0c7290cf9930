package io.ehloscope.demo;

import io.ehloscope.classify.Verdict;
import io.ehloscope.demo.ChaosMember.Kind;
import io.ehloscope.resolve.ScriptedNameServer;
import io.ehloscope.simulator.Counts;
import io.ehloscope.simulator.Credential;
import io.ehloscope.simulator.Cue;
import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.Reaction;
import io.ehloscope.simulator.Script;
import io.ehloscope.simulator.ScriptFiles;
import io.ehloscope.simulator.SimulatedServer;
import io.ehloscope.simulator.TestCertificates;
import io.ehloscope.simulator.VacantAddress;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A fleet with changing faults: every {@link SoakPart}, healthy servers, servers that upgrade to TLS, servers whose
 * persona changes over time, and names whose lookups sometimes fail. It records which results are correct for each
 * target, and what each server received.
 */
public final class ChaosFleet implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final ScriptFiles FILES =
            new ScriptFiles("mail.chaos.test", "127.0.0.1", "Mon, 2 Nov 2026 08:30:00 +0000");

    /** Addresses from 127.40.1.1 on, which no other test uses. */
    private static final int FIRST_ADDRESS = 10 * 254 * 254;

    private static final int ALIKE = 10;
    /** A few queries are lost in one of this many turns. */
    private static final int DNS_TURN = 8;

    /** The personas of a changing server, and its expected result under {@code profile: exchange-2003}. */
    private static final Map<Personas, ChaosRole> CHANGING_PERSONAS = new EnumMap<>(Map.of(
            Personas.EXCHANGE_2003, new ChaosRole(Verdict.HEALTHY.label(), 0),
            Personas.EXCHANGE_2003_WITHOUT_XEXCH50, new ChaosRole(Verdict.PARTIAL.label(), 1),
            Personas.EXCHANGE_2003_WITHOUT_LINK2STATE, new ChaosRole(Verdict.PARTIAL.label(), 1),
            Personas.WINDOWS_2003, new ChaosRole(Verdict.NOT_LOADED.label(), 4),
            Personas.BEHIND_PIX, ChaosRole.of(Verdict.MASKED),
            Personas.ANTIVIRUS_RELAY, ChaosRole.of(Verdict.FOREIGN),
            Personas.TOO_MANY_CONNECTIONS, ChaosRole.of(Verdict.DEFERRED),
            Personas.POOR_REPUTATION, ChaosRole.of(Verdict.REFUSED),
            Personas.RESETTING, ChaosRole.of(Verdict.UNREACHABLE),
            Personas.CHATTERBOX, ChaosRole.of(Verdict.UNREACHABLE)));

    /** One thread, so that a closed connection is counted together with the next one only briefly. */
    private final EventLoopGroup loops = SimulatedServer.loops(1);

    private final Map<String, ChaosMember> members = new LinkedHashMap<>();
    private final List<VacantAddress> vacant = new ArrayList<>();
    private final ScriptedNameServer names = new ScriptedNameServer(loops).ttl(1);
    private final int port;
    private int addresses;
    private final Set<SimulatedServer> crowded = new HashSet<>();
    private final Set<String> crowds = new TreeSet<>();
    private int turns;

    private ChaosFleet() {
        port = started(SimulatedServer.start(
                        new InetSocketAddress(address(0), 0), Persona.speaks(Script.silent()), loops))
                .port();
        for (int i = 0; i < ALIKE; i++) {
            add(Kind.STEADY, Personas.EXCHANGE_2003, ChaosRole.of(Verdict.HEALTHY));
            add(Kind.OPTIONAL, Personas.EXCHANGE_2016, ChaosRole.of(Verdict.HEALTHY));
            add(Kind.FLAPPING, Personas.EXCHANGE_2003, CHANGING_PERSONAS.get(Personas.EXCHANGE_2003));
            add(Kind.NAMED, Personas.POSTFIX, ChaosRole.of(Verdict.HEALTHY));
        }
        SoakPart.all(FILES).forEach(this::add);
        SslContext tls = new TestCertificates(Clock.systemUTC()).serving("mail.chaos.test", Credential.GOOD);
        for (Personas part :
                List.of(Personas.POSTFIX, Personas.EXCHANGE_2010_EDGE, Personas.EXCHANGE_2016, Personas.SENDMAIL)) {
            addTls(part.name(), part.persona(FILES).with(script -> script.secured(tls)));
        }
        Script postfix = FILES.script("postfix");
        Reaction go = Reaction.lines("220 2.0.0 Ready to start TLS");
        addTls("TLS not available", Persona.speaks(postfix.on(Cue.STARTTLS, Reaction.lines("454 4.7.0 Not now"))));
        addTls("closes for TLS", Persona.speaks(postfix.on(Cue.STARTTLS, go.thenClose())));
        addTls("garbage for TLS", Persona.speaks(postfix.on(Cue.STARTTLS, go.then(Reaction.bytes("no TLS\r\n")))));
        addTls("resets for TLS", Persona.speaks(postfix.on(Cue.STARTTLS, go.thenReset())));
    }

    /** Starts the fleet. */
    public static ChaosFleet start() {
        return new ChaosFleet();
    }

    /** Returns all targets. */
    public List<ChaosMember> members() {
        return List.copyOf(members.values());
    }

    /** Returns the target with this id; null if there is none. */
    public @Nullable ChaosMember member(String id) {
        return members.get(id);
    }

    /**
     * Returns the YAML inventory.
     *
     * @param isWhole whether it contains the optional targets
     */
    public String inventory(boolean isWhole) {
        String sites = Arrays.stream(Kind.values())
                .filter(kind -> isWhole || kind != Kind.OPTIONAL)
                .map(kind -> kind.site()
                        + members.values().stream()
                                .filter(member -> member.kind() == kind)
                                .map(ChaosMember::entry)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining());
        return """
                version: 1
                ehlo_name: scanner.chaos.test
                schedule: {interval: 3s, recheck: 1s}
                limits: {concurrency: 200, per_site: 100, per_address: 1, connects_per_second: 500}
                dns: {servers: ["127.0.0.1:%d"]}
                sites:
                %s""".formatted(names.address().getPort(), sites);
    }

    /** Changes the persona of two servers; makes the name server lose queries, or fail for a name, or recover. */
    public void turn(Random random) {
        List<ChaosMember> changing = members(Kind.FLAPPING);
        List<Personas> parts = List.copyOf(CHANGING_PERSONAS.keySet());
        for (int i = 0; i < 2; i++) {
            Personas part = parts.get(random.nextInt(parts.size()));
            changing.get(random.nextInt(changing.size()))
                    .plays(part.persona(FILES), Objects.requireNonNull(CHANGING_PERSONAS.get(part)));
        }
        turns++;
        if (turns % DNS_TURN == 0) {
            names.loses(1 + random.nextInt(4));
        }
        String name = name(random.nextInt(ALIKE));
        if (random.nextBoolean()) {
            names.refuses(name, DnsResponseCode.SERVFAIL);
        } else {
            names.recovers(name);
        }
    }

    /** Records servers with two connections now and at the previous call, so that neither is merely being closed. */
    public synchronized void look() {
        Set<SimulatedServer> before = Set.copyOf(crowded);
        crowded.clear();
        for (ChaosMember member : members.values()) {
            for (SimulatedServer server : member.servers()) {
                if (server.openConnections() > 1) {
                    crowded.add(server);
                    if (before.contains(server)) {
                        crowds.add(member + " had two connections at once");
                    }
                }
            }
        }
    }

    /** Makes the name server answer for every name. */
    public void stopFaults() {
        names.loses(0);
        IntStream.range(0, ALIKE).mapToObj(ChaosFleet::name).forEach(names::recovers);
    }

    /** Returns the violations of limits and protocol order by the scanner; empty if there are none. */
    public synchronized List<String> violations() {
        List<String> rude = new ArrayList<>(crowds);
        for (ChaosMember member : members.values()) {
            for (SimulatedServer server : member.servers()) {
                Counts counts = server.counts();
                if (counts.mostAtOnce() > 2) {
                    rude.add(member + " had " + counts.mostAtOnce() + " connections at once");
                }
                if (member.kind() == Kind.TLS) {
                    continue; // If TLS fails, the server has received the handshake as commands.
                }
                if (counts.of(Cue.OTHER) > 0) {
                    rude.add(member + " received " + counts.of(Cue.OTHER) + " commands that a scan does not need");
                }
                server.received().stream()
                        .map(received -> received.earlyTalk() + received.pipelined())
                        .filter(early -> !early.isEmpty() && !early.equals("QUIT\r\n"))
                        .limit(1)
                        .forEach(early -> rude.add(member + " received too early: " + early));
            }
        }
        return rude;
    }

    /** Returns the number of connections that the servers accepted. */
    public long connections() {
        return members.values().stream()
                .flatMap(member -> member.servers().stream())
                .mapToLong(server -> server.counts().connections())
                .sum();
    }

    @Override
    public void close() {
        names.close();
        members.values()
                .forEach(member ->
                        member.servers().forEach(server -> server.stop().block(PATIENCE)));
        vacant.forEach(address -> address.release().block(PATIENCE));
        SimulatedServer.end(loops).block(PATIENCE);
    }

    /** Returns the targets of this kind. */
    public List<ChaosMember> members(Kind kind) {
        return members.values().stream().filter(member -> member.kind() == kind).toList();
    }

    private void add(SoakPart part) {
        boolean isStalling = part.truth().contains(" timeout ");
        Kind kind = part.personas().size() != 1 ? Kind.NAMED : isStalling ? Kind.STALLING : Kind.STEADY;
        add(kind, part.name(), part.personas(), new ChaosRole(part.truth().split(" ", 2)[0], null));
    }

    private void add(Kind kind, Personas part, ChaosRole role) {
        add(kind, part.name(), List.of(part.persona(FILES)), role);
    }

    private void addTls(String part, Persona persona) {
        add(Kind.TLS, part, List.of(persona), ChaosRole.of(Verdict.HEALTHY));
    }

    private void add(Kind kind, String part, List<Persona> personas, ChaosRole role) {
        List<SimulatedServer> servers = new ArrayList<>();
        String name = name(members(Kind.NAMED).size());
        String host = name;
        for (Persona persona : personas) {
            InetAddress address = address(++addresses);
            InetSocketAddress where = new InetSocketAddress(address, port);
            if (persona instanceof Persona.Absent) {
                vacant.add(started(VacantAddress.take(where, loops)));
            } else {
                servers.add(started(SimulatedServer.start(where, persona, loops)));
            }
            if (kind == Kind.NAMED) {
                names.a(name, octets(address));
            } else {
                host = address.getHostAddress();
            }
        }
        ChaosMember member = new ChaosMember(kind, part, host, port, servers, role);
        members.put(member.id(), member);
    }

    private static <T> T started(Mono<T> starting) {
        return Objects.requireNonNull(starting.block(PATIENCE));
    }

    private static int[] octets(InetAddress address) {
        byte[] bytes = address.getAddress();
        return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xff).toArray();
    }

    private static String name(int number) {
        return "mail" + number + ".chaos.test";
    }

    private static InetAddress address(int number) {
        return SoakFleet.address(FIRST_ADDRESS + number);
    }
}
