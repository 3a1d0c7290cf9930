package io.ehloscope.metrics;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Finding;
import io.ehloscope.classify.FindingCatalogue;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.FindingRule;
import io.ehloscope.classify.Profile;
import io.ehloscope.classify.Severity;
import io.ehloscope.result.TargetResult;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts the targets of a site by finding and severity. A finding that no target has counts 0 with each severity that it
 * would have by the port and the settings of a target, so that its series do not come and go with it; other severities
 * have a series only while a target has the finding with that severity.
 */
final class FindingCounts {

    /** A finding with a severity. */
    record Found(FindingKind kind, Severity severity) {
        private static final Comparator<Found> ORDER =
                Comparator.comparing(Found::kind).thenComparing(Found::severity);

        /** The distinct findings of a target, each with its severity. */
        static Set<Found> of(TargetResult result) {
            return result.findings().stream().map(Found::of).collect(Collectors.toSet());
        }

        private static Found of(Finding finding) {
            return new Found(finding.kind(), finding.severity());
        }
    }

    /** What determines the severities that the findings of a target would have. */
    private record Setting(int port, @Nullable Profile profile, Map<FindingKind, FindingRule> rules) {}

    private final Map<Found, Integer> targets = new TreeMap<>(Found.ORDER);
    private final Map<Severity, Integer> worst = new EnumMap<>(Severity.class);
    private final Set<Setting> settings = new HashSet<>();

    FindingCounts() {
        for (Severity severity : Severity.values()) {
            worst.put(severity, 0);
        }
    }

    /**
     * Counts one target.
     *
     * @param profile the profile that it is compared with; null if unknown
     */
    void count(TargetResult result, @Nullable Profile profile) {
        Setting setting = new Setting(
                result.target().port(), profile, result.target().settings().findings());
        if (settings.add(setting)) {
            addZeros(setting);
        }
        if (result.hasFinding()) {
            Found.of(result).forEach(each -> targets.merge(each, 1, Integer::sum));
            worst.merge(result.findings().get(0).severity(), 1, Integer::sum);
        }
    }

    private void addZeros(Setting setting) {
        Map<FindingKind, FindingRule> rules = setting.profile() == null
                ? setting.rules()
                : FindingRule.merged(setting.profile().findings(), setting.rules());
        for (FindingKind kind : FindingKind.values()) {
            FindingRule rule = rules.get(kind);
            if (rule == null || !rule.off()) {
                Severity severity = rule == null || rule.severity() == null
                        ? Facts.CATALOGUE.general(kind).severity(setting.port())
                        : rule.severity();
                targets.putIfAbsent(new Found(kind, severity), 0);
            }
        }
    }

    /** Adds the series of a site. */
    void add(String site, Families families) {
        targets.forEach((found, count) -> families.gauge(
                MetricNames.FLEET_FINDING_TARGETS,
                Labels.of(
                        "site", site,
                        "finding", found.kind().label(),
                        "severity", found.severity().label()),
                count));
        worst.forEach((severity, count) -> families.gauge(
                MetricNames.FLEET_SEVERITY_TARGETS, Labels.of("site", site, "severity", severity.label()), count));
    }

    /** The default severities, read at the first use. */
    private static final class Facts {
        private static final FindingCatalogue CATALOGUE = Catalogue.loadFindings();
    }
}
