package io.ehloscope.e2e;

import io.ehloscope.demo.ChaosFleet;
import io.ehloscope.demo.ChaosMember;
import io.ehloscope.demo.ChaosMember.Kind;
import io.ehloscope.demo.ChaosRole;
import io.ehloscope.e2e.Chaos.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks responses against the fleet and against each other: each target occurs once, with one verdict that its server
 * can have caused; a response shows one whole scan; counters never decrease. Not thread-safe.
 */
final class ChaosWitness {

    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)(\\{.*})? ([-+0-9.eEINFa]+)$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern COUNTER = Pattern.compile("\\w+_(?:total|count|bucket)");

    /** The tolerance for clocks and rounding. */
    private static final Duration SLACK = Duration.ofMillis(1_100);

    private final Chaos chaos;
    private final ChaosFleet fleet;
    private Map<String, Double> counters = Map.of();
    private int life;

    ChaosWitness(Chaos chaos, ChaosFleet fleet) {
        this.chaos = chaos;
        this.fleet = fleet;
    }

    /**
     * Checks a response of {@code /metrics}; its counters must not be below those of an earlier one of the same
     * process.
     */
    void metrics(Answer answer) {
        if (answer.status() != 200) {
            chaos.fault("a scrape is answered", answer.status() + " " + answer.body());
            return;
        }
        Map<String, String> verdicts = new HashMap<>();
        Map<String, Integer> missing = new HashMap<>();
        Map<String, Double> counts = new TreeMap<>();
        Map<String, Double> shown = new TreeMap<>();
        Map<String, Double> now = new HashMap<>();
        Matcher samples = SAMPLE.matcher(answer.body());
        while (samples.find()) {
            String name = samples.group(1);
            String series = name + (samples.group(2) == null ? "" : samples.group(2));
            double value = Double.parseDouble(samples.group(3).replace("Inf", "Infinity"));
            if (now.put(series, value) != null) {
                chaos.fault("each series is there once", series);
            }
            switch (name) {
                case "ehlo_target_verdict" -> {
                    Map<String, String> labels = labels(samples.group(2));
                    String before = value == 1 ? verdicts.put(labels.get("target"), labels.get("verdict")) : "zero";
                    if (before != null) {
                        chaos.fault("a target has one verdict", series + " beside " + before);
                    }
                    counts.merge(labels.get("site") + " " + labels.get("verdict"), 1.0, Double::sum);
                }
                case "ehlo_missing_exchange_verbs" ->
                    missing.put(labels(samples.group(2)).get("target"), (int) value);
                case "ehlo_fleet_targets" -> {
                    Map<String, String> labels = labels(samples.group(2));
                    if (value > 0) {
                        shown.put(labels.get("site") + " " + labels.get("verdict"), value);
                    }
                }
                default -> {}
            }
        }
        counters(answer, now);
        Double completed = now.get("ehlo_scan_last_completed_timestamp_seconds");
        if (completed != null) {
            if (!counts.equals(shown)) {
                chaos.fault("a scrape shows one whole scan", "targets " + counts + ", but the fleet " + shown);
            }
            double duration = now.getOrDefault("ehlo_scan_duration_seconds", 0.0);
            Instant from = Instant.ofEpochMilli((long) ((completed - duration) * 1_000))
                    .minus(SLACK);
            targets(verdicts.keySet(), "/metrics");
            verdicts.forEach((id, verdict) -> verdict(id, from, verdict, missing.get(id)));
        }
    }

    /** Checks a response of {@code /api/v1/results}, in which each result has its own time. */
    void results(Answer answer) {
        if (answer.status() == 503) {
            return; // before the first scan, or more than two concurrent requests
        }
        JsonNode document = JsonMapper.shared().readTree(answer.body());
        Map<String, JsonNode> results = new HashMap<>();
        for (JsonNode result : document.path("results")) {
            String id = result.path("target").asString();
            if (results.put(id, result) != null) {
                chaos.fault("each target is there once", id + " in /api/v1/results");
            }
        }
        targets(results.keySet(), "/api/v1/results");
        results.forEach((id, result) -> verdict(id, result));
    }

    /** Checks that all permanent targets are shown, and no unknown ones. */
    private void targets(Set<String> shown, String where) {
        for (ChaosMember member : fleet.members()) {
            if (member.kind() != Kind.OPTIONAL && !shown.contains(member.id())) {
                chaos.fault("every target is shown", member + " is not in " + where);
            }
        }
        for (String id : shown) {
            if (fleet.member(id) == null) {
                chaos.fault("only targets are shown", id + " in " + where);
            }
        }
    }

    /** Checks a verdict whose probe began and ended at known times. */
    private void verdict(String id, JsonNode result) {
        ChaosMember member = fleet.member(id);
        if (member == null) {
            return;
        }
        String verdict = result.path("verdict").asString();
        boolean isDns = result.at("/failure/stage").asString("").equals("dns");
        Instant began = Instant.parse(result.path("started_at").asString());
        Instant ended = began.plusMillis(result.at("/timings_ms/total").asLong());
        Set<ChaosRole> roles = member.roles(began.minus(SLACK), ended.plus(SLACK));
        if (!(isDns && member.kind() == Kind.NAMED)
                && roles.stream().noneMatch(role -> role.verdict().equals(verdict))) {
            wrong(member + " is " + result + ", not one of " + roles);
        }
    }

    /** Checks a verdict found since this time. An unresolvable name gives the same verdict as an unreachable server. */
    private void verdict(String id, Instant from, String verdict, @Nullable Integer missing) {
        ChaosMember member = fleet.member(id);
        if (member == null || member.kind() == Kind.NAMED && verdict.equals("unreachable")) {
            return;
        }
        Set<ChaosRole> roles = member.roles(from, Instant.now());
        if (roles.stream().noneMatch(role -> role.allows(verdict, missing))) {
            wrong(member + " is " + verdict + ", " + missing + " verbs missing, not one of " + roles + " since "
                    + from);
        }
    }

    private void wrong(String what) {
        chaos.fault("a verdict is one that the server could have caused", what);
    }

    private void counters(Answer answer, Map<String, Double> now) {
        if (life == answer.life().number()) {
            counters.forEach((series, before) -> {
                if (COUNTER.matcher(series.replaceAll("\\{.*", "")).matches()
                        && now.getOrDefault(series, Double.NEGATIVE_INFINITY) < before) {
                    chaos.fault("a counter never falls", series + " from " + before + " to " + now.get(series));
                }
            });
        }
        if (now.getOrDefault("ehlo_history_changes_lost_total", 0.0) > 0) {
            chaos.fault("no change is lost", "ehlo_history_changes_lost_total");
        }
        life = answer.life().number();
        counters = now;
    }

    private static Map<String, String> labels(String braces) {
        Map<String, String> labels = new HashMap<>();
        Matcher each = LABEL.matcher(braces);
        while (each.find()) {
            labels.put(each.group(1), each.group(2));
        }
        return labels;
    }
}
