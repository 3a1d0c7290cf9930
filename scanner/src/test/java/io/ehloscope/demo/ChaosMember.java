package io.ehloscope.demo;

import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.SimulatedServer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A target of the {@link ChaosFleet}: its name, its servers, and its expected results over time. */
public final class ChaosMember {

    /** How a target is scanned and how it changes. The name in lower case is the name of its site. */
    public enum Kind {
        /** Never changes and has long timeouts: its verdict must never change. */
        STEADY(30, 2, "auto"),
        /** Never changes and has short timeouts, because the scanner must time out. */
        STALLING(1, 1, "auto"),
        /** Upgrades to TLS, or fails during the upgrade. */
        TLS(30, 2, "auto"),
        /** Is resolved by a name server that sometimes fails. */
        NAMED(30, 2, "auto"),
        /** Changes its persona over time. */
        FLAPPING(4, 1, "exchange-2003"),
        /** Is absent from some inventories. */
        OPTIONAL(30, 2, "auto");

        private final int seconds;
        private final int attempts;
        private final String profile;

        Kind(int seconds, int attempts, String profile) {
            this.seconds = seconds;
            this.attempts = attempts;
            this.profile = profile;
        }

        String site() {
            return """
                      - name: %s
                        profile: %s
                        starttls: %s
                        timeouts: {dns: 2s, connect: %ds, greeting: %ds, reply: %ds, total: %ds}
                        retry: {attempts: %d, backoff: 200ms, max_backoff: 1s, jitter: 0.5}
                        servers:
                    """.formatted(
                            label(),
                            profile,
                            this == TLS ? "negotiate" : "observe",
                            seconds,
                            seconds,
                            seconds,
                            seconds + 2,
                            attempts);
        }

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An expected result within a period, both ends included. */
    private record Span(ChaosRole role, Instant from, Instant until) {}

    private final Kind kind;
    private final String part;
    private final String host;
    private final int port;
    private final List<SimulatedServer> servers;
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    ChaosMember(Kind kind, String part, String host, int port, List<SimulatedServer> servers, ChaosRole role) {
        this.kind = kind;
        this.part = part;
        this.host = host;
        this.port = port;
        this.servers = List.copyOf(servers);
        spans.add(new Span(role, Instant.MIN, Instant.MAX));
    }

    /** Returns how it is scanned. */
    public Kind kind() {
        return kind;
    }

    /** Returns its target id: its name in the inventory, with the port. */
    public String id() {
        return host + ":" + port;
    }

    /** Returns the correct results of a probe within this period. */
    public Set<ChaosRole> roles(Instant from, Instant until) {
        return spans.stream()
                .filter(span -> !span.until().isBefore(from) && !span.from().isAfter(until))
                .map(Span::role)
                .collect(Collectors.toSet());
    }

    /** Changes its persona from the next connection on. */
    void plays(Persona persona, ChaosRole role) {
        Instant before = Instant.now();
        spans.add(new Span(role, before, Instant.MAX));
        servers.forEach(server -> server.plays(persona));
        Span last = spans.get(spans.size() - 2);
        spans.set(spans.size() - 2, new Span(last.role(), last.from(), Instant.now()));
    }

    List<SimulatedServer> servers() {
        return servers;
    }

    String entry() {
        return "      - {host: \"" + host + "\", port: " + port + (servers.size() > 1 ? ", resolve: all" : "") + "}\n";
    }

    @Override
    public String toString() {
        return id() + " (" + kind.label() + ", " + part + ")";
    }
}
