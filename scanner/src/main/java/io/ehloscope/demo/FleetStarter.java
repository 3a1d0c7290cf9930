package io.ehloscope.demo;

import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.Script;
import io.ehloscope.simulator.ScriptFiles;
import io.ehloscope.simulator.SimulatedServer;
import io.ehloscope.simulator.TestCertificates;
import io.ehloscope.simulator.VacantAddress;
import io.netty.channel.EventLoopGroup;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;

/**
 * Starts the servers of a fleet: all of them or none. If they share a port, it is the first one that is free on all of
 * their addresses.
 */
final class FleetStarter {

    private static final int LOOPS = 2;
    private static final int FIRST_PORT = 2_525;
    private static final int LAST_PORT = FIRST_PORT + 99;
    private static final int STARTED_AT_ONCE = 16;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH);

    private final Organisation organisation;
    private final String date;
    private final TestCertificates certificates;
    private final Layout layout;
    private final EventLoopGroup loops;

    FleetStarter(Organisation organisation, Clock clock, Layout layout, EventLoopGroup loops) {
        this.organisation = organisation;
        this.date = DATE.format(ZonedDateTime.now(clock));
        this.certificates = new TestCertificates(clock);
        this.layout = layout;
        this.loops = loops;
    }

    /**
     * A server of the fleet.
     *
     * @param host the name of the server
     * @param where its address, with the actual port
     * @param personaFactory creates a persona with the name and the certificate of this server
     * @param server the server; empty if nothing listens at its address
     * @param release stops the server, or releases the reserved address
     */
    record Member(
            String host,
            InetSocketAddress where,
            Function<Personas, Persona> personaFactory,
            Optional<SimulatedServer> server,
            Mono<Void> release) {}

    /** Runs a start on new event loops, which are shut down if it fails. */
    static <T> Mono<T> onLoops(Function<EventLoopGroup, Mono<T>> start) {
        return Mono.defer(() -> {
            EventLoopGroup loops = SimulatedServer.loops(LOOPS);
            return start.apply(loops)
                    .onErrorResume(failure -> SimulatedServer.end(loops).then(Mono.error(failure)));
        });
    }

    /** Starts all servers. */
    Mono<SimulatedFleet> startAll() {
        return startAll(FIRST_PORT);
    }

    private Mono<SimulatedFleet> startAll(int port) {
        return Flux.fromIterable(layout.placements(organisation, port))
                .flatMapSequential(placement -> startMember(placement).materialize(), STARTED_AT_ONCE, 1)
                .collectList()
                .flatMap(this::allOrNone)
                .map(all -> new SimulatedFleet(organisation, layout, port, all, certificates.authority(), loops))
                .onErrorResume(BindException.class, taken -> port < LAST_PORT ? startAll(port + 1) : Mono.error(taken));
    }

    private Mono<List<Member>> allOrNone(List<Signal<Member>> started) {
        List<Member> members =
                started.stream().map(Signal::get).filter(Objects::nonNull).toList();
        return Flux.fromIterable(started)
                .mapNotNull(Signal::getThrowable)
                .next()
                .flatMap(failure ->
                        Flux.fromIterable(members).flatMap(Member::release).then(Mono.<List<Member>>error(failure)))
                .defaultIfEmpty(members);
    }

    private Mono<Member> startMember(Layout.Placement placement) {
        Function<Personas, Persona> personaFactory = personaFactory(placement);
        Persona persona = personaFactory.apply(placement.kind());
        boolean isAbsent = persona.fold(speaks -> false, inTurn -> false, crowded -> false, absent -> true);
        return isAbsent ? reserveAddress(placement, personaFactory) : start(placement, personaFactory, persona);
    }

    private Function<Personas, Persona> personaFactory(Layout.Placement placement) {
        ScriptFiles files = new ScriptFiles(placement.host(), "127.0.0.1", date);
        if (placement.tls() == null) {
            return kind -> kind.persona(files);
        }
        UnaryOperator<Script> secured = placement.tls().on(placement.host(), certificates);
        return kind -> kind.persona(files).with(secured);
    }

    private Mono<Member> start(
            Layout.Placement placement, Function<Personas, Persona> personaFactory, Persona persona) {
        return SimulatedServer.start(placement.where(), persona, loops)
                .map(server -> new Member(
                        placement.host(), server.address(), personaFactory, Optional.of(server), server.stop()));
    }

    private Mono<Member> reserveAddress(Layout.Placement placement, Function<Personas, Persona> personaFactory) {
        return VacantAddress.take(placement.where(), loops)
                .map(vacant -> new Member(
                        placement.host(), vacant.address(), personaFactory, Optional.empty(), vacant.release()));
    }
}
