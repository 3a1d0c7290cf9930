package io.ehloscope.e2e;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Prometheus that scrapes one target every second; its data is deleted with the test. */
final class PrometheusServer implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final RealServer server;

    private PrometheusServer(RealServer server) {
        this.server = server;
    }

    /** Starts one that scrapes {@code http://TARGET/metrics}, under the job name {@code ehloscope}. */
    static PrometheusServer start(Path parent, String target) throws IOException, InterruptedException {
        Path prometheus = Installed.program("prometheus");
        return new PrometheusServer(RealServer.start(parent, (directory, port) -> {
            Path configuration = Files.writeString(directory.resolve("prometheus.yml"), configuration(target));
            return List.of(
                    prometheus.toString(),
                    "--config.file=" + configuration,
                    "--storage.tsdb.path=" + directory.resolve("tsdb"),
                    "--web.listen-address=127.0.0.1:" + port);
        }));
    }

    private static String configuration(String target) {
        return """
                global:
                  scrape_interval: 1s
                  scrape_timeout: 1s
                scrape_configs:
                  - job_name: ehloscope
                    static_configs:
                      - targets: ['%s']
                """.formatted(target);
    }

    /** The value of the only series of a PromQL expression, once there is one; fails after 30 s. */
    String value(String expression) throws IOException, InterruptedException {
        String path = "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
        return server.await(
                "answer " + expression,
                LIMIT,
                () -> Page.of(server, path)
                        .map(JsonMapper.shared()::readTree)
                        .map(answer -> answer.path("data").path("result"))
                        .filter(series -> series.size() == 1)
                        .map(series -> series.get(0).path("value").get(1))
                        .map(JsonNode::asString));
    }

    @Override
    public void close() {
        server.close();
    }
}
