package io.ehloscope.json;

import io.ehloscope.drift.Change;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.plan.Target;
import io.ehloscope.result.AddressResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.text.Wording;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes one target's result as JSON. Unknown values are absent: no member is ever null, and no value is guessed. Use a
 * generator from {@link Json#generator}.
 */
public final class ResultJson {

    private ResultJson() {}

    /** Writes the result as one object, on its own line. */
    public static void write(Writer out, TargetResult result) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            Json.write(json, generator -> write(generator, result));
        }
        out.write('\n');
    }

    /** Writes the result as one object. */
    public static void write(JsonGenerator json, TargetResult result) {
        write(json, result, List.of());
    }

    /** Writes the result as one object, with the changes since an earlier scan. */
    public static void write(JsonGenerator json, TargetResult result, List<Change> changes) {
        json.writeStartObject();
        members(json, result, changes);
        json.writeEndObject();
    }

    /** Writes only the members, into an object that the caller has begun. */
    public static void members(JsonGenerator json, TargetResult result, List<Change> changes) {
        target(json, result.target(), result.observation());
        EvidenceJson evidence = new EvidenceJson(json);
        evidence.judgement(result.assessment());
        evidence.seen(result.outcome(), result.assessment(), result.isAnswered());
        if (!result.addresses().isEmpty()) {
            addresses(json, result.addresses());
        }
        json.writeNumberProperty("attempts", result.attempts());
        evidence.timings(result.observation().timings());
        if (result.startedAt() != null) {
            json.writeStringProperty("started_at", Wording.timestamp(result.startedAt()));
        }
        if (!changes.isEmpty()) {
            changes(json, changes);
        }
        if (result.hasFinding()) {
            evidence.dialogue(result.observation().transcript());
        }
    }

    private static void target(JsonGenerator json, Target target, Observation seen) {
        text(json, "target", target.id());
        text(json, "site", target.site());
        json.writeObjectPropertyStart("labels");
        target.labels().forEach((name, value) -> text(json, Json.wellFormed(name), value));
        json.writeEndObject();
        if (seen.peer() != null) {
            text(json, "address", Wording.address(seen.peer()));
        }
    }

    /** Writes the result of each address, with its own evidence. */
    private static void addresses(JsonGenerator json, List<AddressResult> addresses) {
        json.writeArrayPropertyStart("addresses");
        EvidenceJson evidence = new EvidenceJson(json);
        for (AddressResult each : addresses) {
            Observation seen = each.outcome().observation();
            json.writeStartObject();
            text(json, "address", Wording.address(each.address()));
            evidence.judgement(each.assessment());
            evidence.seen(each.outcome(), each.assessment(), each.outcome() instanceof ProbeOutcome.Answered);
            evidence.timings(seen.timings());
            if (!each.assessment().findings().isEmpty()) {
                evidence.dialogue(seen.transcript());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void changes(JsonGenerator json, List<Change> changes) {
        json.writeArrayPropertyStart("changes");
        for (Change change : changes) {
            json.writeStartObject();
            text(json, "kind", change.kind().label());
            text(json, "what", change.what());
            text(json, "from", change.from());
            text(json, "to", change.to());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void texts(JsonGenerator json, String name, List<String> values) {
        json.writeArrayPropertyStart(name);
        strings(json, values);
        json.writeEndArray();
    }

    static void strings(JsonGenerator json, List<String> values) {
        for (String value : values) {
            json.writeString(Json.wellFormed(value));
        }
    }

    static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, Json.wellFormed(value));
        }
    }
}
