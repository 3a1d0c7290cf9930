package io.ehloscope.scan;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.plan.Limits;
import io.ehloscope.plan.PerTarget;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Schedule;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.Trust;
import io.ehloscope.result.SampleFindings;
import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.Tally;
import io.ehloscope.result.TargetResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A constant sample scan with every verdict, for the tests of everything that shows results.
 */
public final class SampleResults {

    /** When the sample scan begins. */
    public static final Instant START = Instant.parse("2026-11-02T08:30:00.250Z");

    private SampleResults() {}

    /** Twelve targets in three sites. Every verdict appears. */
    public static ScanResult scan() {
        return of("inventory/fleet.yaml", SampleVerdicts.all());
    }

    /** A scan without targets. */
    public static ScanResult empty() {
        return of("inventory/empty.yaml", List.of());
    }

    /** This many healthy targets in two sites, after one finding. */
    public static ScanResult large(int healthy) {
        List<TargetResult> results = new ArrayList<>();
        results.add(SampleFailures.timedOut(1));
        for (int i = 0; i < healthy; i++) {
            String site = i < healthy / 2 ? "emea" : "apac";
            results.add(SampleVerdicts.healthyPostfix(
                    target("hub%05d.%s.example.com".formatted(i, site), 25, site, Map.of())));
        }
        return of("inventory/large.yaml", results);
    }

    /** A scan with these results; its plan has their targets and sites. */
    public static ScanResult of(String source, List<TargetResult> results) {
        Set<String> sites = new LinkedHashSet<>();
        Tally tally = new Tally();
        for (TargetResult result : results) {
            sites.add(result.target().site());
            tally.add(result);
        }
        List<Target> targets = results.stream().map(TargetResult::target).toList();
        Duration took = Duration.ofMillis(5_420);
        return new ScanResult(
                plan(source, sites, targets),
                new ScanHeader(source, "0.1.0", "scanner.example.com", START, targets.size()),
                tally.summary(START.plus(took), took),
                results);
    }

    /** A plan of these sites and targets, with all defaults. */
    public static Plan plan(String source, Set<String> sites, List<Target> targets) {
        return new Plan(
                source,
                "scanner.example.com",
                Limits.DEFAULT,
                Schedule.DEFAULT,
                PerTarget.ALL,
                List.of(),
                Trust.NONE,
                Map.of(),
                sites,
                targets);
    }

    /** A target with all defaults. */
    public static Target target(String host, int port, String site, Map<String, String> labels) {
        Target.Kind kind = host.indexOf(':') >= 0 || host.matches("[0-9.]+") ? Target.Kind.ADDRESS : Target.Kind.NAME;
        return new Target(Target.id(host, port), host, port, kind, site, labels, Settings.DEFAULT);
    }

    /** A result whose first attempt began {@code offset} milliseconds after the scan. */
    public static TargetResult result(
            Target target, ProbeOutcome outcome, Assessment assessment, int attempts, long offset) {
        Duration waits = Duration.ofSeconds(Math.max(0, attempts - 1));
        return SampleFindings.result(
                target,
                outcome,
                assessment,
                attempts,
                attempts == 0 ? null : START.plusMillis(offset),
                outcome.observation().timings().total().plus(waits));
    }

    /** A probe that failed. */
    public static TargetResult failed(
            Target target, Verdict verdict, Failure failure, Observation observation, int attempts) {
        return result(
                target,
                new ProbeOutcome.Failed(failure, observation),
                Assessment.without(verdict, List.of(failure.detail()), null, null),
                attempts,
                16);
    }
}
