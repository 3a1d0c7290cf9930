package io.ehloscope.demo;

import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.ScriptFiles;
import io.ehloscope.simulator.SimulatedServer;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;

/** Healthy Exchange 2003 servers, each on its own loopback address, all on one port. */
public final class HealthyFleet implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int LOOPS = 2;

    private final EventLoopGroup loops = SimulatedServer.loops(LOOPS);
    private final int port;
    private final List<String> addresses;

    /** Starts this many servers. */
    public HealthyFleet(int servers) {
        Persona persona = Personas.EXCHANGE_2003.persona(
                new ScriptFiles("mail.example", "127.0.0.1", "Sun, 1 Nov 2026 08:00:00 +0000"));
        port = SimulatedServer.start(new InetSocketAddress(SoakFleet.address(0), 0), persona, loops)
                .blockOptional(PATIENCE)
                .orElseThrow()
                .port();
        List<InetAddress> all =
                IntStream.rangeClosed(1, servers).mapToObj(SoakFleet::address).toList();
        Flux.fromIterable(all)
                .flatMap(address -> SimulatedServer.start(new InetSocketAddress(address, port), persona, loops), 64)
                .blockLast(PATIENCE);
        addresses = all.stream().map(InetAddress::getHostAddress).toList();
    }

    /** Returns the port of all of them. */
    public int port() {
        return port;
    }

    /** Returns their addresses. */
    public List<String> addresses() {
        return addresses;
    }

    @Override
    public void close() {
        SimulatedServer.end(loops).block(PATIENCE);
    }
}
