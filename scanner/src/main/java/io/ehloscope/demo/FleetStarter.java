package io.ehloscope.demo;

import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.ScriptFiles;
import io.ehloscope.simulator.SimulatedServer;
import io.ehloscope.simulator.TestCertificates;
import io.ehloscope.simulator.VacantAddress;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;

/**
 * Starts the servers of a fleet: all of them or none. Where they share a port, the first one that is free on all of
 * their addresses is taken.
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
    private final TestCertificates notary;
    private final Layout layout;
    private final EventLoopGroup loops;

    FleetStarter(Organisation organisation, Clock clock, Layout layout, EventLoopGroup loops) {
        this.organisation = organisation;
        this.date = DATE.format(ZonedDateTime.now(clock));
        this.notary = new TestCertificates(clock);
        this.layout = layout;
        this.loops = loops;
    }

    /**
     * One post of the fleet.
     *
     * @param host the name of the server
     * @param where its address, with the real port
     * @param parts how it plays a part, in its name and with its certificate
     * @param server the server; empty where its part is to be absent
     * @param dismissal gives the address back
     */
    record Member(
            String host,
            InetSocketAddress where,
            Function<Personas, Persona> parts,
            Optional<SimulatedServer> server,
            Mono<Void> dismissal) {}

    /** What is started on new event loops; these end if it fails. */
    static <T> Mono<T> onLoops(Function<EventLoopGroup, Mono<T>> start) {
        return Mono.defer(() -> {
            EventLoopGroup loops = SimulatedServer.loops(LOOPS);
            return start.apply(loops)
                    .onErrorResume(failure -> SimulatedServer.end(loops).then(Mono.error(failure)));
        });
    }

    /** The fleet, listening. */
    Mono<SimulatedFleet> muster() {
        return muster(FIRST_PORT);
    }

    private Mono<SimulatedFleet> muster(int port) {
        return Flux.fromIterable(layout.posts(organisation, port))
                .flatMapSequential(post -> man(post).materialize(), STARTED_AT_ONCE, 1)
                .collectList()
                .flatMap(this::allOrNone)
                .map(all -> new SimulatedFleet(organisation, layout, port, all, notary.authority(), loops))
                .onErrorResume(BindException.class, taken -> port < LAST_PORT ? muster(port + 1) : Mono.error(taken));
    }

    private Mono<List<Member>> allOrNone(List<Signal<Member>> started) {
        List<Member> members =
                started.stream().map(Signal::get).filter(Objects::nonNull).toList();
        return Flux.fromIterable(started)
                .mapNotNull(Signal::getThrowable)
                .next()
                .flatMap(failure ->
                        Flux.fromIterable(members).flatMap(Member::dismissal).then(Mono.<List<Member>>error(failure)))
                .defaultIfEmpty(members);
    }

    private Mono<Member> man(Layout.Post post) {
        Function<Personas, Persona> parts = parts(post);
        Persona persona = parts.apply(post.cast());
        boolean absent = persona.fold(speaks -> false, inTurn -> false, crowded -> false, nobody -> true);
        return absent ? leaveVacant(post, parts) : start(post, parts, persona);
    }

    private Function<Personas, Persona> parts(Layout.Post post) {
        ScriptFiles files = new ScriptFiles(post.host(), "127.0.0.1", date);
        if (post.credential() == null) {
            return part -> part.persona(files);
        }
        SslContext tls = notary.serving(post.host(), post.credential());
        return part -> part.persona(files).with(script -> script.secured(tls));
    }

    private Mono<Member> start(Layout.Post post, Function<Personas, Persona> parts, Persona persona) {
        return SimulatedServer.start(post.where(), persona, loops)
                .map(server -> new Member(post.host(), server.address(), parts, Optional.of(server), server.stop()));
    }

    private Mono<Member> leaveVacant(Layout.Post post, Function<Personas, Persona> parts) {
        return VacantAddress.take(post.where(), loops)
                .map(vacant -> new Member(post.host(), vacant.address(), parts, Optional.empty(), vacant.release()));
    }
}
