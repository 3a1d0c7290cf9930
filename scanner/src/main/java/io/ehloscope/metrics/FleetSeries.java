package io.ehloscope.metrics;

import io.ehloscope.classify.ExemptVerb;
import io.ehloscope.classify.Exemption;
import io.ehloscope.classify.Profile;
import io.ehloscope.classify.Requirement;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.plan.Plan;
import io.ehloscope.result.TargetResult;
import io.ehloscope.text.Printable;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts the targets of each site. Label values of closed sets start at 0. */
final class FleetSeries {

    private final Plan plan;
    private final Map<String, Site> sites = new LinkedHashMap<>();

    private FleetSeries(Plan plan) {
        this.plan = plan;
        plan.sites().forEach(site -> sites.put(site, new Site()));
    }

    /** Adds the series of all sites of the plan, including those without a target. */
    static void add(Plan plan, List<TargetResult> results, Families families) {
        FleetSeries fleet = new FleetSeries(plan);
        results.forEach(fleet::count);
        fleet.sites.forEach((name, site) -> site.add(Printable.escape(name), families));
    }

    private void count(TargetResult result) {
        Site site = sites.computeIfAbsent(result.target().site(), any -> new Site());
        site.verdicts.merge(result.verdict(), 1, Integer::sum);
        for (Requirement required : required(result)) {
            site.missing.putIfAbsent(required.verb(), 0);
        }
        for (String verb : TargetSeries.missing(result)) {
            site.missing.merge(verb, 1, Integer::sum);
        }
        countExempt(result, site);
        site.findings.count(result, plan.profiles().get(TargetSeries.profile(result)));
        site.tls.count(result);
        Failure failure = failure(result);
        if (failure != null) {
            site.failures.merge(
                    new Cause(failure.stage().label(), failure.reason().label()), 1, Integer::sum);
        }
    }

    /** Why the dialogue failed, or else what failed after the EHLO reply; null if nothing did. */
    private static @Nullable Failure failure(TargetResult result) {
        Failure failure = result.failure();
        return failure == null ? result.observation().laterFailure() : failure;
    }

    /**
     * Every exemption has series of all its states, starting at 0, even if it is unknown whether the target has the
     * verb.
     */
    private void countExempt(TargetResult result, Site site) {
        Profile profile = plan.profiles().get(TargetSeries.profile(result));
        for (Exemption each : result.target().settings().exempt()) {
            site.exempt(each.verb());
        }
        for (Exemption each : profile == null ? List.<Exemption>of() : profile.exempt()) {
            site.exempt(each.verb());
        }
        for (ExemptVerb each : result.assessment().exempt()) {
            site.exempt(each.exemption().verb()).merge(each.state(), 1, Integer::sum);
        }
    }

    private List<Requirement> required(TargetResult result) {
        Profile profile = plan.profiles().get(TargetSeries.profile(result));
        return profile == null ? List.of() : profile.requiredOn(result.target().port(), false);
    }

    /** The stage and the reason of a failure, as label values. */
    private record Cause(String stage, String reason) {}

    /** The counts of one site. */
    private static final class Site {
        private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        private final Map<String, Integer> missing = new TreeMap<>();
        private final Map<String, Map<ExemptVerb.State, Integer>> exempt = new TreeMap<>();
        private final FindingCounts findings = new FindingCounts();
        private final TlsCounts tls = new TlsCounts();
        private final Map<Cause, Integer> failures = new LinkedHashMap<>();

        Site() {
            for (Verdict verdict : Verdict.values()) {
                verdicts.put(verdict, 0);
            }
        }

        Map<ExemptVerb.State, Integer> exempt(String verb) {
            return exempt.computeIfAbsent(verb, any -> {
                Map<ExemptVerb.State, Integer> states = new EnumMap<>(ExemptVerb.State.class);
                for (ExemptVerb.State state : ExemptVerb.State.values()) {
                    states.put(state, 0);
                }
                return states;
            });
        }

        void add(String name, Families families) {
            verdicts.forEach((verdict, count) -> families.gauge(
                    MetricNames.FLEET_TARGETS, Labels.of("site", name, "verdict", verdict.label()), count));
            missing.forEach((verb, count) -> families.gauge(
                    MetricNames.FLEET_MISSING_VERB_TARGETS, Labels.of("site", name, "verb", verb), count));
            exempt.forEach((verb, states) -> states.forEach((state, count) -> families.gauge(
                    MetricNames.FLEET_EXEMPT_VERBS,
                    Labels.of("site", name, "verb", verb, "state", state.label()),
                    count)));
            findings.add(name, families);
            tls.add(name, families);
            failures.forEach((cause, count) -> families.gauge(
                    MetricNames.FLEET_FAILURES,
                    Labels.of("site", name, "stage", cause.stage(), "reason", cause.reason()),
                    count));
        }
    }
}
