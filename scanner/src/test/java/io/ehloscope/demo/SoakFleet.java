package io.ehloscope.demo;

import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.Script;
import io.ehloscope.simulator.ScriptFiles;
import io.ehloscope.simulator.SimulatedServer;
import io.ehloscope.simulator.VacantAddress;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A fleet for the soak test as a separate process: its targets use every {@link SoakPart} in turn. It prints one line
 * per target, {@code name port address,address part truth} separated by tabs, then {@code ready}, and exits at the end
 * of standard input.
 */
public final class SoakFleet {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LOOPS = 2;
    private static final int HOSTS = 254;

    private final EventLoopGroup loops = SimulatedServer.loops(LOOPS);
    private final List<String> lines = new ArrayList<>();
    private final List<Mono<?>> starting = new ArrayList<>();
    private final int port;
    private int addresses;

    private SoakFleet() {
        port = SimulatedServer.start(new InetSocketAddress(address(0), 0), Persona.speaks(Script.silent()), loops)
                .block(PATIENCE)
                .port();
    }

    /** Takes the number of targets as its argument. */
    public static void main(String[] args) throws IOException {
        SoakFleet fleet = new SoakFleet();
        fleet.addTargets(Integer.parseInt(args[0]));
        System.out.println(String.join("\n", fleet.lines));
        System.out.println("ready");
        while (System.in.read() >= 0) {
            continue;
        }
        System.exit(0);
    }

    private void addTargets(int targets) {
        ScriptFiles files = new ScriptFiles("mail.soak.test", "127.0.0.1", "Sun, 1 Nov 2026 08:00:00 +0000");
        List<SoakPart> parts = SoakPart.all(files);
        for (int i = 0; i < targets; i++) {
            SoakPart part = parts.get(i % parts.size());
            String where = part.personas().stream().map(this::start).collect(Collectors.joining(","));
            lines.add(String.join(
                    "\t",
                    String.format("s%05d.soak.test", i),
                    Integer.toString(port),
                    where,
                    part.name(),
                    part.truth()));
        }
        Flux.fromIterable(starting).flatMap(each -> each, 64).blockLast(PATIENCE);
    }

    private String start(Persona persona) {
        InetSocketAddress where = new InetSocketAddress(address(++addresses), port);
        starting.add(
                persona instanceof Persona.Absent
                        ? VacantAddress.take(where, loops)
                        : SimulatedServer.start(where, persona, loops));
        return where.getAddress().getHostAddress();
    }

    /** Returns the address of a server of a test fleet; numbers start at 0, for 127.30.1.1. */
    static InetAddress address(int number) {
        int net = number / HOSTS;
        try {
            return InetAddress.getByAddress(
                    new byte[] {127, (byte) (30 + net / HOSTS), (byte) (1 + net % HOSTS), (byte) (1 + number % HOSTS)});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }
}
