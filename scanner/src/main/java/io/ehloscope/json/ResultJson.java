package io.ehloscope.json;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.ExemptVerb;
import io.ehloscope.classify.Exemption;
import io.ehloscope.classify.Finding;
import io.ehloscope.classify.Product;
import io.ehloscope.drift.Change;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Timings;
import io.ehloscope.plan.Target;
import io.ehloscope.result.AddressResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyLine;
import io.ehloscope.smtp.Transcript;
import io.ehloscope.smtp.Verb;
import io.ehloscope.text.Wording;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

/**
 * Writes one target's result as JSON. Unknown values are absent: no member is ever null, and no value is guessed. Use a
 * generator from {@link Json#generator}.
 */
public final class ResultJson {

    /** Names that every verb of every server has; they are escaped once. */
    private static final SerializableString NAME = new SerializedString("name");

    private static final SerializableString PARAMS = new SerializedString("params");

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
        judgement(json, result.assessment());
        replies(json, result);
        Failure failure = result.failure();
        if (failure != null) {
            failure(json, failure);
        }
        if (!result.addresses().isEmpty()) {
            addresses(json, result.addresses());
        }
        json.writeNumberProperty("attempts", result.attempts());
        timings(json, result.observation().timings());
        if (result.startedAt() != null) {
            json.writeStringProperty("started_at", Wording.timestamp(result.startedAt()));
        }
        if (!changes.isEmpty()) {
            changes(json, changes);
        }
        Transcript transcript = result.observation().transcript();
        if (result.hasFinding() && !transcript.entries().isEmpty()) {
            dialogue(json, transcript);
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

    private static void judgement(JsonGenerator json, Assessment assessment) {
        text(json, "profile", assessment.profile());
        text(json, "verdict", assessment.verdict().label());
        findings(json, assessment.findings());
        texts(json, "reasons", assessment.reasons());
        Product product = assessment.product();
        if (product != null) {
            text(json, "product", product.name());
            text(json, "product_version", product.version());
            text(json, "product_confidence", product.confidence().label());
        }
    }

    private static void findings(JsonGenerator json, List<Finding> findings) {
        json.writeArrayPropertyStart("findings");
        for (Finding each : findings) {
            json.writeStartObject();
            text(json, "finding", each.kind().label());
            text(json, "severity", each.severity().label());
            text(json, "subject", each.subject());
            text(json, "sentence", each.sentence());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void replies(JsonGenerator json, TargetResult result) {
        Observation seen = result.observation();
        Assessment assessment = result.assessment();
        text(json, "greeting", greeting(seen.greeting()));
        verbs(json, "verbs", seen.ehlo());
        if (assessment.missing() != null) {
            texts(json, "missing", assessment.missing());
        }
        if (assessment.missing() != null || !assessment.unexpected().isEmpty()) {
            texts(json, "unexpected", assessment.unexpected());
        }
        if (!assessment.exempt().isEmpty()) {
            exempt(json, assessment.exempt());
        }
        if (result.isAnswered() || !assessment.masked().isEmpty()) {
            texts(json, "masked", assessment.masked());
        }
        if (seen.starttls() != null) {
            text(json, "starttls", seen.starttls().label());
        }
        verbs(json, "verbs_tls", seen.ehloTls());
        if (seen.tls() != null) {
            TlsJson.write(json, seen.tls());
        }
    }

    private static @Nullable String greeting(@Nullable Reply greeting) {
        if (greeting == null) {
            return null;
        }
        StringJoiner text = new StringJoiner("\n");
        for (ReplyLine line : greeting.lines()) {
            text.add(line.text());
        }
        return text.toString();
    }

    private static void verbs(JsonGenerator json, String name, @Nullable EhloReply reply) {
        if (reply == null) {
            return;
        }
        json.writeArrayPropertyStart(name);
        for (Verb verb : reply.verbs()) {
            json.writeStartObject();
            json.writeName(NAME);
            json.writeString(Json.wellFormed(verb.name()));
            json.writeName(PARAMS);
            json.writeStartArray();
            strings(json, verb.params());
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void exempt(JsonGenerator json, List<ExemptVerb> exempt) {
        json.writeArrayPropertyStart("exempt");
        for (ExemptVerb each : exempt) {
            Exemption exemption = each.exemption();
            json.writeStartObject();
            text(json, "verb", exemption.verb());
            text(json, "reason", exemption.reason());
            text(
                    json,
                    "until",
                    exemption.until() == null ? null : exemption.until().toString());
            json.writeBooleanProperty("used", each.isUsed());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void failure(JsonGenerator json, Failure failure) {
        json.writeObjectPropertyStart("failure");
        text(json, "stage", failure.stage().label());
        text(json, "reason", failure.reason().label());
        text(json, "detail", failure.detail());
        if (failure.code() != null) {
            json.writeNumberProperty("code", failure.code());
        }
        text(json, "enhanced_code", failure.enhancedCode());
        json.writeEndObject();
    }

    private static void addresses(JsonGenerator json, List<AddressResult> addresses) {
        json.writeArrayPropertyStart("addresses");
        for (AddressResult each : addresses) {
            json.writeStartObject();
            text(json, "address", Wording.address(each.address()));
            text(json, "verdict", each.assessment().verdict().label());
            texts(json, "reasons", each.assessment().reasons());
            verbs(json, "verbs", each.outcome().observation().ehlo());
            if (each.assessment().missing() != null) {
                texts(json, "missing", each.assessment().missing());
            }
            if (each.outcome() instanceof ProbeOutcome.Failed failed) {
                failure(json, failed.failure());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void timings(JsonGenerator json, Timings timings) {
        if (timings.equals(Timings.NONE)) {
            return;
        }
        json.writeObjectPropertyStart("timings_ms");
        for (Stage stage : Stage.values()) {
            Duration took = timings.of(stage);
            if (took != null && stage != Stage.QUIT) {
                json.writeNumberProperty(stage.label(), Wording.millis(took));
            }
        }
        json.writeNumberProperty("total", Wording.millis(timings.total()));
        json.writeEndObject();
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

    private static void dialogue(JsonGenerator json, Transcript transcript) {
        json.writeArrayPropertyStart("dialogue");
        for (Transcript.Entry entry : transcript.entries()) {
            json.writeStartObject();
            json.writeNumberProperty("at_ms", Wording.millis(Duration.ofNanos(entry.nanos())));
            text(json, "direction", entry.direction().name().toLowerCase(Locale.ROOT));
            text(json, "line", entry.line());
            json.writeEndObject();
        }
        if (transcript.cut() > 0) {
            json.writeStartObject();
            text(json, "direction", "event");
            text(json, "line", Wording.count(transcript.cut(), "more line") + " not kept");
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void texts(JsonGenerator json, String name, List<String> values) {
        json.writeArrayPropertyStart(name);
        strings(json, values);
        json.writeEndArray();
    }

    private static void strings(JsonGenerator json, List<String> values) {
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
