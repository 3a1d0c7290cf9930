package io.ehloscope.json;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.ExemptVerb;
import io.ehloscope.classify.Exemption;
import io.ehloscope.classify.Finding;
import io.ehloscope.classify.Product;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Timings;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyLine;
import io.ehloscope.smtp.Transcript;
import io.ehloscope.smtp.Verb;
import io.ehloscope.text.Wording;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

/**
 * Writes what one probe showed and what follows from it: the members that the result of a target and the results of its
 * addresses have in common.
 *
 * @param json where the caller has begun an object
 */
record EvidenceJson(JsonGenerator json) {

    /** Names that every verb of every server has; they are escaped once. */
    private static final SerializableString NAME = new SerializedString("name");

    private static final SerializableString PARAMS = new SerializedString("params");

    /** Writes the profile, the verdict, the findings, the reasons, and the product. */
    void judgement(Assessment assessment) {
        ResultJson.text(json, "profile", assessment.profile());
        ResultJson.text(json, "verdict", assessment.verdict().label());
        findings(assessment.findings());
        ResultJson.texts(json, "reasons", assessment.reasons());
        Product product = assessment.product();
        if (product != null) {
            ResultJson.text(json, "product", product.name());
            ResultJson.text(json, "product_version", product.version());
            ResultJson.text(json, "product_confidence", product.confidence().label());
        }
    }

    private void findings(List<Finding> findings) {
        json.writeArrayPropertyStart("findings");
        for (Finding each : findings) {
            json.writeStartObject();
            ResultJson.text(json, "finding", each.kind().label());
            ResultJson.text(json, "severity", each.severity().label());
            ResultJson.text(json, "subject", each.subject());
            ResultJson.text(json, "sentence", each.sentence());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /**
     * Writes what the dialogue showed, and how it failed.
     *
     * @param answered whether the server answered
     */
    void seen(ProbeOutcome outcome, Assessment assessment, boolean answered) {
        Observation seen = outcome.observation();
        ResultJson.text(json, "greeting", greeting(seen.greeting()));
        verbs("verbs", seen.ehlo());
        if (assessment.missing() != null) {
            ResultJson.texts(json, "missing", assessment.missing());
        }
        if (assessment.missing() != null || !assessment.unexpected().isEmpty()) {
            ResultJson.texts(json, "unexpected", assessment.unexpected());
        }
        if (!assessment.exempt().isEmpty()) {
            exempt(assessment.exempt());
        }
        if (answered || !assessment.masked().isEmpty()) {
            ResultJson.texts(json, "masked", assessment.masked());
        }
        if (seen.starttls() != null) {
            ResultJson.text(json, "starttls", seen.starttls().label());
        }
        verbs("verbs_tls", seen.ehloTls());
        if (seen.tls() != null) {
            TlsJson.write(json, seen.tls());
        }
        if (outcome instanceof ProbeOutcome.Failed failed) {
            failure("failure", failed.failure());
        }
        if (seen.laterFailure() != null && seen.laterFailure().stage().isOfTls()) {
            failure("starttls_failure", seen.laterFailure());
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

    private void verbs(String name, @Nullable EhloReply reply) {
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
            ResultJson.strings(json, verb.params());
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void exempt(List<ExemptVerb> exempt) {
        json.writeArrayPropertyStart("exempt");
        for (ExemptVerb each : exempt) {
            Exemption exemption = each.exemption();
            json.writeStartObject();
            ResultJson.text(json, "verb", exemption.verb());
            ResultJson.text(json, "reason", exemption.reason());
            ResultJson.text(
                    json,
                    "until",
                    exemption.until() == null ? null : exemption.until().toString());
            json.writeBooleanProperty("used", each.isUsed());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void failure(String name, Failure failure) {
        json.writeObjectPropertyStart(name);
        ResultJson.text(json, "stage", failure.stage().label());
        ResultJson.text(json, "reason", failure.reason().label());
        ResultJson.text(json, "detail", failure.detail());
        if (failure.code() != null) {
            json.writeNumberProperty("code", failure.code());
        }
        ResultJson.text(json, "enhanced_code", failure.enhancedCode());
        json.writeEndObject();
    }

    /** Writes how long each stage took; nothing if no stage was reached. */
    void timings(Timings timings) {
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

    /** Writes the dialogue line by line; nothing if it is empty. */
    void dialogue(Transcript transcript) {
        if (transcript.entries().isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("dialogue");
        for (Transcript.Entry entry : transcript.entries()) {
            json.writeStartObject();
            json.writeNumberProperty("at_ms", Wording.millis(Duration.ofNanos(entry.nanos())));
            ResultJson.text(json, "direction", entry.direction().name().toLowerCase(Locale.ROOT));
            ResultJson.text(json, "line", entry.line());
            json.writeEndObject();
        }
        if (transcript.cut() > 0) {
            json.writeStartObject();
            ResultJson.text(json, "direction", "event");
            ResultJson.text(json, "line", Wording.count(transcript.cut(), "more line") + " not kept");
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
