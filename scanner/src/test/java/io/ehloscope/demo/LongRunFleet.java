package io.ehloscope.demo;

import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.ScriptFiles;
import io.ehloscope.simulator.SimulatedServer;
import io.netty.channel.EventLoopGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;

/**
 * A fleet for a long run as a separate process: Exchange servers, each on its own address, all on one port, which it
 * prints. For each line of standard input, a hundredth of the fleet fails and those that failed before recover; then it
 * prints a line. It exits at the end of standard input.
 */
public final class LongRunFleet {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int HOSTS = 250;
    private static final List<Personas> FAULTS = List.of(
            Personas.EXCHANGE_2003_WITHOUT_XEXCH50,
            Personas.WINDOWS_2003,
            Personas.BEHIND_PIX,
            Personas.TOO_MANY_CONNECTIONS);

    private final ScriptFiles files =
            new ScriptFiles("mail.corp.example", "127.0.0.1", "Mon, 2 Nov 2026 08:30:00 +0000");
    private final EventLoopGroup loops = SimulatedServer.loops(1);
    private final List<SimulatedServer> servers = new ArrayList<>();
    private int turns;

    private LongRunFleet() {}

    /** Takes the number of servers as its argument. */
    public static void main(String[] args) throws IOException {
        LongRunFleet fleet = new LongRunFleet();
        System.out.println(fleet.start(Integer.parseInt(args[0])));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        while (in.readLine() != null) {
            fleet.turn();
            System.out.println("turned");
        }
        System.exit(0);
    }

    /** Returns the address of a server; numbers start at 0. */
    public static String address(int number) {
        return "127.30." + number / HOSTS + "." + (1 + number % HOSTS);
    }

    private int start(int count) {
        Persona healthy = Personas.EXCHANGE_2003.persona(files);
        SimulatedServer first =
                Objects.requireNonNull(SimulatedServer.start(new InetSocketAddress(address(0), 0), healthy, loops)
                        .block(PATIENCE));
        servers.add(first);
        servers.addAll(Objects.requireNonNull(Flux.range(1, count - 1)
                .concatMap(i -> SimulatedServer.start(new InetSocketAddress(address(i), first.port()), healthy, loops))
                .collectList()
                .block(PATIENCE)));
        return first.port();
    }

    /** The servers that failed in the previous turn recover, and others fail. */
    private void turn() {
        int some = Math.max(1, servers.size() / 100);
        for (int i = 0; i < some; i++) {
            servers.get((turns * some + i) % servers.size()).plays(Personas.EXCHANGE_2003.persona(files));
            Personas fault = FAULTS.get((turns + i) % FAULTS.size());
            servers.get(((turns + 1) * some + i) % servers.size()).plays(fault.persona(files));
        }
        turns++;
    }
}
