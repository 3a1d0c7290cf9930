package io.ehloscope.bench;

import io.ehloscope.demo.Persona;
import io.ehloscope.demo.ScriptFiles;
import io.ehloscope.demo.Cast;
import io.ehloscope.demo.SimulatedServer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;

/**
 * A fleet of loaded Exchange 2003 servers in a process of its own, each on its own address of 127.30.0.0/16. Writes an
 * inventory and a list of addresses, says that it is ready, and at the end of its standard input how many dialogues it
 * had.
 */
public final class FleetProcess {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int MOST = 15_000;

    private FleetProcess() {}

    /** Arguments: how many servers, their port, and the folder for the two files. */
    public static void main(String[] args) throws IOException {
        int count = Math.min(MOST, Integer.parseInt(args[0]));
        int port = Integer.parseInt(args[1]);
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            addresses.add("127.30." + i / 250 + "." + (1 + i % 250));
        }
        Persona persona = Cast.EXCHANGE_2003.persona(
                new ScriptFiles("mail.corp.example", "127.0.0.1", "Mon, 2 Nov 2026 08:30:00 +0000"));
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        List<SimulatedServer> servers = Objects.requireNonNull(Flux.fromIterable(addresses)
                .concatMap(each -> SimulatedServer.start(new InetSocketAddress(each, port), persona, loops))
                .collectList()
                .block(PATIENCE));
        write(Path.of(args[2]), addresses, port);
        System.out.println("ready");
        int more = System.in.read();
        while (more >= 0) {
            more = System.in.read();
        }
        System.out.println("connections "
                + servers.stream().mapToLong(each -> each.counts().connections()).sum());
        loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS);
    }

    private static void write(Path folder, List<String> addresses, int port) throws IOException {
        Files.write(folder.resolve("addresses"), addresses);
        StringBuilder yaml = new StringBuilder("version: 1\nehlo_name: scanner.corp.example\ndefaults: {port: " + port + "}\n"
                + "limits: {concurrency: 1000, per_site: 1000, connects_per_second: 100000}\n"
                + "sites:\n  - name: all\n    servers:\n");
        addresses.forEach(each -> yaml.append("      - ").append(each).append('\n'));
        Files.writeString(folder.resolve("inventory.yml"), yaml);
    }
}
