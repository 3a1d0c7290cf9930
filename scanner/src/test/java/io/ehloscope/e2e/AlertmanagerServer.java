package io.ehloscope.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An Alertmanager with the configuration of {@code grafana/}, whose {@code group} waits are shortened to 1 s. */
final class AlertmanagerServer implements AutoCloseable {

    private static final Path CONFIGURATION = Path.of("..", "grafana", "alertmanager.yml");

    private final RealServer server;

    private AlertmanagerServer(RealServer server) {
        this.server = server;
    }

    /** Starts one without clustering. */
    static AlertmanagerServer start(Path parent) throws IOException, InterruptedException {
        Path program = Installed.program("prometheus-alertmanager");
        return new AlertmanagerServer(RealServer.start(parent, (directory, port) -> {
            String configuration = Files.readString(CONFIGURATION)
                    .replace("group_wait: 30s", "group_wait: 1s")
                    .replace("group_interval: 5m", "group_interval: 1s");
            Path file = Files.writeString(directory.resolve("alertmanager.yml"), configuration);
            return List.of(
                    program.toString(),
                    "--config.file=" + file,
                    "--storage.path=" + directory.resolve("data"),
                    "--cluster.listen-address=",
                    "--web.listen-address=127.0.0.1:" + port);
        }));
    }

    /** The address it listens on, as HOST:PORT. */
    String target() {
        return server.target();
    }

    /** Sends alerts as Prometheus does: a JSON array of objects with labels. */
    void post(String alerts) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + server.target() + "/api/v2/alerts"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(alerts))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new AssertionError("Alertmanager refused " + alerts + ": " + response.body());
        }
    }

    /** The current alerts that match, including inhibited and silenced ones. */
    List<JsonNode> alerts(String... matchers) throws IOException, InterruptedException {
        StringBuilder query = new StringBuilder("/api/v2/alerts?active=true&inhibited=true&silenced=true");
        for (String each : matchers) {
            query.append("&filter=").append(URLEncoder.encode(each, StandardCharsets.UTF_8));
        }
        return Page.of(server, query.toString())
                .map(JsonMapper.shared()::readTree)
                .map(all -> all.valueStream().toList())
                .orElseThrow(() -> new AssertionError("Alertmanager refused " + query));
    }

    /** Waits until {@code count} alerts match, and returns them. */
    List<JsonNode> await(int count, Duration limit, String... matchers) throws IOException, InterruptedException {
        return server.await(
                "have " + count + " alerts with " + String.join(", ", matchers),
                limit,
                () -> Optional.of(alerts(matchers)).filter(all -> all.size() == count));
    }

    /** Waits until {@code count} alerts are inhibited by others, and returns them. */
    List<JsonNode> awaitInhibited(int count, Duration limit) throws IOException, InterruptedException {
        return server.await(
                "keep " + count + " alerts quiet",
                limit,
                () -> Optional.of(alerts().stream()
                                .filter(each ->
                                        !each.path("status").path("inhibitedBy").isEmpty())
                                .toList())
                        .filter(all -> all.size() == count));
    }

    @Override
    public void close() {
        server.close();
    }
}
