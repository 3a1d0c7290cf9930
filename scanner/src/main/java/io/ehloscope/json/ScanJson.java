package io.ehloscope.json;

import io.ehloscope.classify.Verdict;
import io.ehloscope.drift.Baseline;
import io.ehloscope.drift.TargetState;
import io.ehloscope.plan.Plan;
import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.text.Wording;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The JSON of a scan apart from its results. Writes members into the object that the caller has begun. */
public final class ScanJson {

    private ScanJson() {}

    /** What is known when a scan begins. */
    public static void header(JsonGenerator json, ScanHeader header) {
        json.writeStringProperty("source", Json.wellFormed(header.source()));
        json.writeStringProperty("version", header.version());
        json.writeStringProperty("ehlo_name", header.ehloName());
        json.writeStringProperty("started_at", Wording.timestamp(header.startedAt()));
        json.writeNumberProperty("targets", header.targets());
    }

    /** The scan without its results, as one object. */
    public static void write(JsonGenerator json, ScanResult scan, Baseline before) {
        json.writeStartObject();
        header(json, scan.header());
        summary(json, scan.summary());
        baseline(json, before, scan.plan());
        json.writeEndObject();
    }

    /** Since when changes are told, and which targets are there no more; nothing where there is no earlier scan. */
    public static void baseline(JsonGenerator json, Baseline before, Plan plan) {
        Instant since = before.since();
        if (since == null) {
            return;
        }
        json.writeStringProperty("changed_since", Wording.timestamp(since));
        List<TargetState> vanished = before.vanished(plan);
        if (!vanished.isEmpty()) {
            json.writeArrayPropertyStart("vanished");
            vanished.forEach(each -> json.writeString(Json.wellFormed(each.target())));
            json.writeEndArray();
        }
    }

    /** What is known when it ends; every verdict is there, with 0 where no target has it. */
    public static void summary(JsonGenerator json, ScanSummary summary) {
        json.writeStringProperty("outcome", summary.outcome().label());
        json.writeStringProperty("finished_at", Wording.timestamp(summary.finishedAt()));
        json.writeNumberProperty("duration_ms", Wording.millis(summary.duration()));
        json.writeNumberProperty("attempts", summary.attempts());
        json.writeObjectPropertyStart("verdicts");
        for (Verdict verdict : Verdict.values()) {
            json.writeNumberProperty(verdict.label(), summary.count(verdict));
        }
        json.writeEndObject();
    }
}
