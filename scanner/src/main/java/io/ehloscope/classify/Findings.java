package io.ehloscope.classify;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds everything that is wrong with a target, whatever its verdict. Pure: the same outcome, assessment and
 * expectation give the same findings.
 */
public final class Findings {

    private final FindingCatalogue catalogue;
    private final VerbCatalogue verbs;

    /** Findings by these facts. */
    public Findings(FindingCatalogue catalogue, VerbCatalogue verbs) {
        this.catalogue = catalogue;
        this.verbs = verbs;
    }

    /**
     * The findings, the worst first. A skipped target has none.
     *
     * @param outcome how the probe ended
     * @param assessment the verdict on it
     * @param expectation what it was compared with, including what an inventory or a profile sets for findings
     */
    public List<Finding> of(ProbeOutcome outcome, Assessment assessment, Expectation expectation) {
        if (assessment.verdict() == Verdict.SKIPPED) {
            return List.of();
        }
        Sorting all = new Sorting(expectation);
        for (String each : missing(assessment)) {
            all.add(new Detected(FindingKind.VERB_MISSING, each, sentence(each)), assessment.severity(each));
        }
        FindingKind verdict = FindingKind.of(assessment.verdict());
        if (verdict != null) {
            all.add(new Detected(verdict, null, headline(assessment)), severity(verdict, assessment, all));
        }
        for (String each : assessment.unexpected()) {
            all.add(new Detected(FindingKind.VERB_FORBIDDEN, each, forbidden(each, assessment.profile())));
        }
        for (ExemptVerb each : assessment.exempt()) {
            if (each.ended() && each.lacking() != null && missing(assessment).contains(each.lacking())) {
                all.add(new Detected(
                        FindingKind.EXEMPTION_ENDED, each.exemption().verb(), Reasons.ended(each.exemption())));
            }
        }
        Observation seen = outcome.observation();
        Failure late = outcome instanceof ProbeOutcome.Failed failed ? failed.failure() : null;
        DialogueFindings.of(seen, late, expectation).forEach(all::add);
        return all.sorted();
    }

    private static List<String> missing(Assessment assessment) {
        List<String> missing = assessment.missing();
        return missing == null ? List.of() : missing;
    }

    private static String headline(Assessment assessment) {
        List<String> reasons = assessment.reasons();
        return reasons.isEmpty() ? assessment.verdict().meaning() : reasons.get(0);
    }

    private String sentence(String verb) {
        VerbFact fact = verbs.fact(verb);
        return verb + " is missing." + (fact == null ? "" : " Without it: " + fact.breaks());
    }

    private static String forbidden(String verb, @Nullable String profile) {
        return verb + " is offered, although " + (profile == null ? "the profile" : profile) + " forbids it.";
    }

    /** A partial list is as severe as the most severe verb that is missing; a verdict otherwise by the catalogue. */
    private Severity severity(FindingKind verdict, Assessment assessment, Sorting all) {
        Severity worst = verdict == FindingKind.PARTIAL
                ? missing(assessment).stream()
                        .map(assessment::severity)
                        .min(Severity::compareTo)
                        .orElse(null)
                : null;
        return worst == null ? all.byDefault(verdict) : worst;
    }

    /** Decides severities: what is set for the finding, or else the default. */
    private final class Sorting {
        private final Map<FindingKind, FindingRule> rules;
        private final int port;
        private final List<Finding> findings = new ArrayList<>();

        Sorting(Expectation expectation) {
            this.rules = expectation.findings();
            this.port = expectation.port();
        }

        Severity byDefault(FindingKind kind) {
            return catalogue.general(kind).severity(port);
        }

        void add(Detected each) {
            add(each, byDefault(each.kind()));
        }

        void add(Detected each, Severity byDefault) {
            FindingRule rule = rules.get(each.kind());
            if (rule == null || !rule.off()) {
                Severity severity = rule == null || rule.severity() == null ? byDefault : rule.severity();
                findings.add(new Finding(each.kind(), severity, each.subject(), each.sentence()));
            }
        }

        List<Finding> sorted() {
            findings.sort(Finding.WORST_FIRST);
            return findings;
        }
    }
}
