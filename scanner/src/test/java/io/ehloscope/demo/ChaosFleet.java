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
 * A fleet of every behaviour there is, in which things happen: every {@link SoakPart}, loaded servers beside them, servers
 * that upgrade to TLS, servers that play other parts as time goes on, and names that cannot always be resolved. It knows
 * what may be shown of each target, and what each server heard.
 */
public final class ChaosFleet implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final ScriptFiles FILES =
            new ScriptFiles("mail.chaos.test", "127.0.0.1", "Mon, 2 Nov 2026 08:30:00 +0000");

    /** 127.40.1.1 and on, which no other test uses. */
    private static final int FIRST_ADDRESS = 10 * 254 * 254;

    private static final int ALIKE = 10;
    /** In each of so many turns, a few queries are lost. */
    private static final int DNS_TURN = 8;

    /** What a server that changes may play, and what is true of it then under {@code profile: exchange-2003}. */
    private static final Map<Personas, ChaosRole> REPERTOIRE = new EnumMap<>(Map.of(
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

    /** One thread, so that a connection that is closed is never counted beside the next one for long. */
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
            enlist(Kind.STEADY, Personas.EXCHANGE_2003, ChaosRole.of(Verdict.HEALTHY));
            enlist(Kind.OPTIONAL, Personas.EXCHANGE_2016, ChaosRole.of(Verdict.HEALTHY));
            enlist(Kind.FLAPPING, Personas.EXCHANGE_2003, REPERTOIRE.get(Personas.EXCHANGE_2003));
            enlist(Kind.NAMED, Personas.POSTFIX, ChaosRole.of(Verdict.HEALTHY));
        }
        SoakPart.all(FILES).forEach(this::enlist);
        SslContext tls = new TestCertificates(Clock.systemUTC()).serving("mail.chaos.test", Credential.GOOD);
        for (Personas part :
                List.of(Personas.POSTFIX, Personas.EXCHANGE_2010_EDGE, Personas.EXCHANGE_2016, Personas.SENDMAIL)) {
            secure(part.name(), part.persona(FILES).with(script -> script.secured(tls)));
        }
        Script postfix = FILES.script("postfix");
        Reaction go = Reaction.lines("220 2.0.0 Ready to start TLS");
        secure("TLS not available", Persona.speaks(postfix.on(Cue.STARTTLS, Reaction.lines("454 4.7.0 Not now"))));
        secure("closes for TLS", Persona.speaks(postfix.on(Cue.STARTTLS, go.thenClose())));
        secure("garbage for TLS", Persona.speaks(postfix.on(Cue.STARTTLS, go.then(Reaction.bytes("no TLS\r\n")))));
        secure("resets for TLS", Persona.speaks(postfix.on(Cue.STARTTLS, go.thenReset())));
    }

    /** Starts it. */
    public static ChaosFleet start() {
        return new ChaosFleet();
    }

    /** All its targets. */
    public List<ChaosMember> members() {
        return List.copyOf(members.values());
    }

    /** The target with this id; null where there is none. */
    public @Nullable ChaosMember member(String id) {
        return members.get(id);
    }

    /**
     * The inventory, as a user would write it.
     *
     * @param isWhole whether the optional targets are in it
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

    /** Some servers change their part; now and then the name server is silent, or fails for a name, and recovers. */
    public void turn(Random random) {
        List<ChaosMember> changing = members(Kind.FLAPPING);
        List<Personas> parts = List.copyOf(REPERTOIRE.keySet());
        for (int i = 0; i < 2; i++) {
            Personas part = parts.get(random.nextInt(parts.size()));
            changing.get(random.nextInt(changing.size()))
                    .plays(part.persona(FILES), Objects.requireNonNull(REPERTOIRE.get(part)));
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

    /** Looks for servers with two connections, now and at the look before: one of them is not merely being closed. */
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

    /** Every name can be resolved again. */
    public void calmDown() {
        names.loses(0);
        IntStream.range(0, ALIKE).mapToObj(ChaosFleet::name).forEach(names::recovers);
    }

    /** What scanners did that a polite one does not; empty where all was well. */
    public synchronized List<String> rudeness() {
        List<String> rude = new ArrayList<>(crowds);
        for (ChaosMember member : members.values()) {
            for (SimulatedServer server : member.servers()) {
                Counts counts = server.counts();
                if (counts.mostAtOnce() > 2) {
                    rude.add(member + " had " + counts.mostAtOnce() + " connections at once");
                }
                if (member.kind() == Kind.TLS) {
                    continue; // Where TLS breaks off, the server has heard a handshake as if it were commands.
                }
                if (counts.of(Cue.OTHER) > 0) {
                    rude.add(member + " heard " + counts.of(Cue.OTHER) + " commands that a scan does not need");
                }
                server.received().stream()
                        .map(heard -> heard.earlyTalk() + heard.pipelined())
                        .filter(early -> !early.isEmpty() && !early.equals("QUIT\r\n"))
                        .limit(1)
                        .forEach(early -> rude.add(member + " heard too early: " + early));
            }
        }
        return rude;
    }

    /** How many connections its servers have accepted. */
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

    /** The targets of this kind. */
    public List<ChaosMember> members(Kind kind) {
        return members.values().stream().filter(member -> member.kind() == kind).toList();
    }

    private void enlist(SoakPart part) {
        boolean isStalling = part.truth().contains(" timeout ");
        Kind kind = part.personas().size() != 1 ? Kind.NAMED : isStalling ? Kind.STALLING : Kind.STEADY;
        enlist(kind, part.name(), part.personas(), new ChaosRole(part.truth().split(" ", 2)[0], null));
    }

    private void enlist(Kind kind, Personas part, ChaosRole role) {
        enlist(kind, part.name(), List.of(part.persona(FILES)), role);
    }

    private void secure(String part, Persona persona) {
        enlist(Kind.TLS, part, List.of(persona), ChaosRole.of(Verdict.HEALTHY));
    }

    private void enlist(Kind kind, String part, List<Persona> personas, ChaosRole role) {
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
