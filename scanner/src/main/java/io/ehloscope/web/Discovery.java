package io.ehloscope.web;

import io.ehloscope.json.Json;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.web.http.BufferedResponse;
import io.ehloscope.web.http.RoutedRequest;
import io.ehloscope.web.http.TextResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.core.JsonGenerator;

/**
 * {@code /api/v1/sd}: the fleet for Prometheus' HTTP service discovery. Each target is its own target group, with the
 * labels {@code __meta_ehloscope_site}, {@code __meta_ehloscope_profile}, and {@code __meta_ehloscope_label_NAME} for
 * each label of the inventory. Domains whose MX hosts are scanned are not listed.
 */
final class Discovery {

    private static final String PREFIX = "__meta_ehloscope_";

    private final Supplier<Plan> plan;
    private final BufferedResponse responses;

    Discovery(Supplier<Plan> plan, BufferedResponse responses) {
        this.plan = plan;
        this.responses = responses;
    }

    /** Sends the targets of the plan in effect. */
    Mono<Void> answer(RoutedRequest routed, HttpServerResponse response) {
        return responses.answer(
                routed.request(), response, TextResponse.JSON, "Accept-Encoding", out -> write(plan.get(), out));
    }

    private static void write(Plan fleet, OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        JsonGenerator to = Json.generator(writer);
        to.writeStartArray();
        fleet.targets().stream().filter(each -> each.kind() != Target.Kind.MX).forEach(each -> write(each, to));
        to.writeEndArray();
        to.flush();
        writer.flush();
    }

    private static void write(Target target, JsonGenerator to) {
        to.writeStartObject();
        to.writeArrayPropertyStart("targets");
        to.writeString(target.id());
        to.writeEndArray();
        to.writeObjectPropertyStart("labels");
        labels(target).forEach(to::writeStringProperty);
        to.writeEndObject();
        to.writeEndObject();
    }

    /** Where two label names become equal after conversion to Prometheus' characters, the first label is kept. */
    private static Map<String, String> labels(Target target) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(PREFIX + "site", target.site());
        labels.put(PREFIX + "profile", target.settings().profile());
        target.labels()
                .forEach((name, value) ->
                        labels.putIfAbsent(PREFIX + "label_" + name.replaceAll("[^a-zA-Z0-9_]", "_"), value));
        return labels;
    }
}
