package io.ehloscope.bench;

import io.ehloscope.demo.Personas;
import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.ScriptFiles;
import io.ehloscope.simulator.SimulatedServer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;

/**
 * A simulated fleet in its own process. Writes an inventory and a list of addresses, prints {@code ready}, and at the
 * end of its standard input prints the number of connections.
 */
public final class FleetProcess {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final ScriptFiles NAMED =
            new ScriptFiles("mail.corp.example", "127.0.0.1", "Mon, 2 Nov 2026 08:30:00 +0000");

    private FleetProcess() {}

    /** The kind of servers and their listeners. */
    private enum Kind {
        /** Healthy Exchange 2003 servers with one listener each. */
        HEALTHY,
        /**
         * Healthy Exchange 2003 servers behind one listener on the wildcard address, for a separate network namespace.
         */
        EVERYWHERE,
        /** All personas in turn, with one listener each. */
        MIXED
    }

    /** Runs the fleet. Arguments: number of servers, port, directory of the two files, kind of servers. */
    public static void main(String[] args) throws IOException {
        int count = Integer.parseInt(args[0]);
        int port = Integer.parseInt(args[1]);
        Kind kind = Kind.valueOf(args[3].toUpperCase(Locale.ROOT));
        List<String> addresses = IntStream.range(0, count)
                .mapToObj(i -> "127." + (30 + i / 62_500) + "." + i / 250 % 250 + "." + (1 + i % 250))
                .toList();
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        WildcardServer wildcard = new WildcardServer(NAMED.script("exchange-2003"));
        if (kind == Kind.EVERYWHERE) {
            wildcard.listen(port, loops);
        }
        List<String> listeners = kind == Kind.EVERYWHERE ? List.of() : addresses;
        List<SimulatedServer> servers = Objects.requireNonNull(Flux.fromIterable(listeners)
                .index()
                .concatMap(each -> SimulatedServer.start(
                        new InetSocketAddress(each.getT2(), port), persona(kind, each.getT1()), loops))
                .collectList()
                .block(PATIENCE));
        write(Path.of(args[2]), addresses, port, kind);
        System.out.println("ready");
        int input = System.in.read();
        while (input >= 0) {
            input = System.in.read();
        }
        System.out.println("connections "
                + (wildcard.connections()
                        + servers.stream()
                                .mapToLong(each -> each.counts().connections())
                                .sum()));
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static Persona persona(Kind kind, long index) {
        Personas[] personas = Personas.values();
        Personas persona = kind == Kind.MIXED ? personas[(int) (index % personas.length)] : Personas.EXCHANGE_2003;
        return persona.persona(NAMED);
    }

    private static void write(Path folder, List<String> addresses, int port, Kind kind) throws IOException {
        Files.write(folder.resolve("addresses"), addresses);
        String timeouts = kind == Kind.MIXED
                ? ", timeouts: {greeting: 4s, reply: 4s, total: 12s}, retry: {attempts: 2, backoff: 200ms}"
                : "";
        StringBuilder yaml = new StringBuilder("version: 1\nehlo_name: scanner.corp.example\n"
                + "defaults: {port: " + port + timeouts + "}\n"
                + "metrics: {per_target: all}\n"
                + "limits: {concurrency: 2000, per_site: 2000, connects_per_second: 100000}\n"
                + "sites:\n  - name: all\n    servers:\n");
        addresses.forEach(each -> yaml.append("      - ").append(each).append('\n'));
        Files.writeString(folder.resolve("inventory.yml"), yaml);
    }
}
