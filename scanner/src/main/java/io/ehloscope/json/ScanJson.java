package io.ehloscope.json;

import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Severity;
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

/**
 * Writes a scan without its results as JSON. Except for {@link #write}, methods write members into an object that the
 * caller has begun.
 */
public final class ScanJson {

    private ScanJson() {}

    /** Writes the facts that are known when a scan begins. */
    public static void header(JsonGenerator json, ScanHeader header) {
        json.writeStringProperty("source", Json.wellFormed(header.source()));
        json.writeStringProperty("version", header.version());
        json.writeStringProperty("ehlo_name", header.ehloName());
        json.writeStringProperty("started_at", Wording.timestamp(header.startedAt()));
        json.writeNumberProperty("targets", header.targets());
    }

    /** Writes the scan without its results, as one object. */
    public static void write(JsonGenerator json, ScanResult scan, Baseline before) {
        json.writeStartObject();
        header(json, scan.header());
        summary(json, scan.summary());
        baseline(json, before, scan.plan());
        json.writeEndObject();
    }

    /**
     * Writes the start of the earlier scan, and the targets that vanished since; nothing if there is no earlier scan.
     */
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

    /**
     * Writes the facts that are known when a scan ends. Every verdict, severity and finding has a count of targets, which
     * may be 0; a target counts once, with its worst finding, by severity, and once for each finding that it has.
     */
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
        json.writeNumberProperty("targets_with_findings", summary.findings());
        json.writeObjectPropertyStart("severities");
        for (Severity severity : Severity.values()) {
            json.writeNumberProperty(severity.label(), summary.count(severity));
        }
        json.writeEndObject();
        json.writeObjectPropertyStart("findings");
        for (FindingKind kind : FindingKind.values()) {
            json.writeNumberProperty(kind.label(), summary.count(kind));
        }
        json.writeEndObject();
    }
}
