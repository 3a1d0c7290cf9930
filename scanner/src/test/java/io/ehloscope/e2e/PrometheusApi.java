package io.ehloscope.e2e;

import java.io.IOException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The HTTP API of a Prometheus. */
interface PrometheusApi {

    /**
     * Sends a request.
     *
     * @param path the path after {@code /api/v1/}
     * @param parameters alternating names and values
     * @return the data; empty if Prometheus rejects the request
     */
    Optional<JsonNode> ask(String path, String... parameters) throws IOException, InterruptedException;
}
