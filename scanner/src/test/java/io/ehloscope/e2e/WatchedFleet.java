package io.ehloscope.e2e;

import io.ehloscope.demo.DemoOrganisation;
import io.ehloscope.demo.Organisation;
import io.ehloscope.demo.Personas;
import io.ehloscope.demo.SimulatedFleet;
import io.ehloscope.resolve.ScriptedNameServer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The simulated fleet with its monitoring: {@code serve} of the packaged jar scans it, a Prometheus with the rules of
 * {@code grafana/} scrapes the service, and sends alerts to an Alertmanager. All waits are shortened by the same
 * factor: a scan every few seconds instead of every 15 minutes, and 1 s in the rules for every two minutes.
 */
final class WatchedFleet implements PrometheusApi, AutoCloseable {

    private static final Path GRAFANA = Path.of("..", "grafana");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern WAIT = Pattern.compile("(?m)^( +(?:keep_firing_)?for: )(\\d+)(m|h)");
    private static final int SHORTENED = 120;

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final SimulatedFleet fleet;
    private final RealServer prometheus;
    private final AlertmanagerServer alertmanager;

    private WatchedFleet(Path parent, Organisation organisation, String interval, String scrapes)
            throws IOException, InterruptedException {
        // Checked before anything is started: on a machine without them the test is skipped.
        Installed.program("prometheus-alertmanager");
        Path prometheusProgram = Installed.program("prometheus");
        try {
            fleet = startFleet(organisation);
            String inventory = inventory(fleet, startNames(), interval);
            Path file = Files.writeString(parent.resolve("inventory.yml"), inventory);
            RealServer serve = started(RealServer.start(
                    parent,
                    (own, port) ->
                            PackagedJar.command("serve", file.toString(), "--web.listen-address=127.0.0.1:" + port)));
            alertmanager = started(AlertmanagerServer.start(parent));
            prometheus = started(RealServer.start(
                    parent,
                    (own, port) ->
                            prometheus(prometheusProgram, own, port, serve.target(), alertmanager.target(), scrapes)));
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * Starts all programs with the demo organisation, with their files below a directory and scans at this interval.
     */
    static WatchedFleet start(Path parent, String interval) throws IOException, InterruptedException {
        return new WatchedFleet(parent, DemoOrganisation.create(), interval, "1s");
    }

    /** Starts all programs with another organisation and scrape interval. */
    static WatchedFleet start(Path parent, Organisation organisation, String interval, String scrapes)
            throws IOException, InterruptedException {
        return new WatchedFleet(parent, organisation, interval, scrapes);
    }

    /** Gives the server of this name another persona. */
    void setPersona(String host, Personas part) {
        fleet.setPersona(host, part);
    }

    /** The target id of the first server of this name. */
    String target(String host) {
        return fleet.truth().keySet().stream()
                .filter(id -> id.startsWith(host + ":"))
                .findFirst()
                .orElseThrow();
    }

    /** The URL of Prometheus. */
    String prometheusUrl() {
        return "http://" + prometheus.target();
    }

    @Override
    public Optional<JsonNode> ask(String path, String... parameters) throws IOException, InterruptedException {
        StringBuilder query = new StringBuilder("/api/v1/" + path);
        for (int i = 0; i < parameters.length; i += 2) {
            query.append(i == 0 ? '?' : '&')
                    .append(encoded(parameters[i]))
                    .append('=')
                    .append(encoded(parameters[i + 1]));
        }
        return Page.of(prometheus, query.toString())
                .map(JsonMapper.shared()::readTree)
                .map(answer -> answer.path("data"));
    }

    /** Waits until an expression has series in Prometheus, and returns them. */
    JsonNode awaitSeries(String expression, Duration limit) throws IOException, InterruptedException {
        return prometheus.await(
                "answer " + expression,
                limit,
                () -> ask("query", "query", expression)
                        .map(data -> data.path("result"))
                        .filter(series -> !series.isEmpty()));
    }

    /** The Alertmanager. */
    AlertmanagerServer alertmanager() {
        return alertmanager;
    }

    private <T extends AutoCloseable> T started(T part) {
        started.push(part);
        return part;
    }

    private SimulatedFleet startFleet(Organisation organisation) {
        SimulatedFleet all = SimulatedFleet.start(organisation, Clock.systemUTC())
                .blockOptional(PATIENCE)
                .orElseThrow();
        started.push(() -> all.stop().block(PATIENCE));
        return all;
    }

    /** Starts a name server with the names of the fleet, because the scanner runs in another process. */
    private ScriptedNameServer startNames() {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        started.push(() -> loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly());
        ScriptedNameServer server = started(new ScriptedNameServer(loop));
        fleet.names().forEach((name, addresses) -> addresses.forEach(address -> server.a(name, octets(address))));
        return server;
    }

    private static int[] octets(InetAddress address) {
        byte[] bytes = address.getAddress();
        return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xff).toArray();
    }

    /** The inventory with shorter timeouts than the demo's, so that a scan takes about 2 s. */
    private static String inventory(SimulatedFleet fleet, ScriptedNameServer names, String interval) {
        String address = names.address().getAddress().getHostAddress() + ":"
                + names.address().getPort();
        return fleet.inventoryYaml()
                .replaceFirst("timeouts: .*", "timeouts: {dns: 1s, connect: 1s, greeting: 3s, reply: 1s, total: 4s}")
                .replaceFirst("retry: .*", "retry: {attempts: 2, backoff: 100ms, max_backoff: 200ms, jitter: 0.5}")
                .replaceFirst(
                        "schedule: .*",
                        "schedule: {interval: " + interval + ", recheck: " + interval + "}\ndns: {servers: ['" + address
                                + "']}");
    }

    private static List<String> prometheus(
            Path program, Path directory, int port, String serve, String alertmanager, String scrapes)
            throws IOException {
        for (String rules : List.of("recording.yml", "alerts.yml")) {
            Files.writeString(directory.resolve(rules), shortened(Files.readString(GRAFANA.resolve(rules))));
        }
        String configuration = Files.readString(GRAFANA.resolve("prometheus.yml"))
                .replace("scrape_interval: 1m", "scrape_interval: " + scrapes)
                .replace("evaluation_interval: 1m", "evaluation_interval: " + scrapes)
                .replace("scrape_timeout: 30s", "scrape_timeout: " + scrapes)
                .replace("localhost:19025", serve)
                .replace("localhost:9093", alertmanager);
        Path file = Files.writeString(directory.resolve("prometheus.yml"), configuration);
        return List.of(
                program.toString(),
                "--config.file=" + file,
                "--storage.tsdb.path=" + directory.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + port);
    }

    private static String shortened(String rules) {
        return WAIT.matcher(rules).replaceAll(each -> {
            int minutes = Integer.parseInt(each.group(2)) * (each.group(3).equals("h") ? 60 : 1);
            return each.group(1) + Math.max(1, minutes * 60 / SHORTENED) + "s";
        });
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
