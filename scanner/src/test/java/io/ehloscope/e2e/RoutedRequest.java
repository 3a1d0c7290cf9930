package io.ehloscope.e2e;

import java.io.IOException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A Prometheus that answers over its HTTP API. */
interface RoutedRequest {

    /**
     * What it answers.
     *
     * @param path behind {@code /api/v1/}
     * @param parameters names and values in turn
     * @return the data; empty where it refuses
     */
    Optional<JsonNode> ask(String path, String... parameters) throws IOException, InterruptedException;
}
