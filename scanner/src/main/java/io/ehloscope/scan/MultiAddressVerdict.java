package io.ehloscope.scan;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Finding;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.FindingRule;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.ProbeOutcome.Answered;
import io.ehloscope.result.AddressResult;
import io.ehloscope.smtp.EhloReply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on a target with several addresses, from those on its addresses. Pure.
 *
 * @param worstFirst the addresses: those with the most severe findings first, otherwise in the order of DNS
 * @param assessment the assessment of the target: that of its addresses if they agree, otherwise {@link
 *     Verdict#INCONSISTENT}; with the findings of every address
 */
record MultiAddressVerdict(List<AddressResult> worstFirst, Assessment assessment) {

    private static final Comparator<AddressResult> WORST_FIRST =
            Comparator.<AddressResult, @Nullable Severity>comparing(
                            each -> each.assessment().worst(),
                            Comparator.nullsLast(Comparator.<Severity>naturalOrder()))
                    .thenComparing(each -> each.assessment().verdict() == Verdict.SKIPPED)
                    .thenComparing(each -> !(each.outcome() instanceof Answered));

    /**
     * Combines the addresses. Addresses that were skipped, because of a shortage on the scanner's own machine, do not
     * count as a disagreement.
     *
     * @param all the addresses in the order of DNS; not empty
     * @param rules what is set for findings of the target
     */
    static MultiAddressVerdict of(List<AddressResult> all, Map<FindingKind, FindingRule> rules) {
        if (all.size() == 1) {
            return new MultiAddressVerdict(all, all.get(0).assessment());
        }
        List<AddressResult> sorted = all.stream().sorted(WORST_FIRST).toList();
        List<AddressResult> known = sorted.stream()
                .filter(each -> each.assessment().verdict() != Verdict.SKIPPED)
                .toList();
        if (known.isEmpty()) {
            return new MultiAddressVerdict(sorted, sorted.get(0).assessment());
        }
        Assessment first = known.get(0).assessment();
        List<Finding> findings = findings(known);
        if (agree(known)) {
            return new MultiAddressVerdict(sorted, first.with(findings));
        }
        List<String> reasons = new ArrayList<>();
        reasons.add("its addresses disagree");
        for (AddressResult each : sorted) {
            reasons.add(host(each) + ": " + each.assessment().verdict().label() + inWords(each.outcome()));
        }
        Finding disagreement = disagreement(sorted, findings, rules);
        if (disagreement != null) {
            findings.add(disagreement);
            findings.sort(Finding.WORST_FIRST);
        }
        return new MultiAddressVerdict(
                sorted,
                Assessment.without(Verdict.INCONSISTENT, reasons, first.profile(), first.product())
                        .with(findings));
    }

    /** How the probe of the first address ended. */
    ProbeOutcome outcome() {
        return worstFirst.get(0).outcome();
    }

    /** The findings of all addresses, each once; a finding that not every address has names those that have it. */
    private static List<Finding> findings(List<AddressResult> known) {
        Map<Finding, List<String>> where = new LinkedHashMap<>();
        for (AddressResult each : known) {
            for (Finding finding : each.assessment().findings()) {
                where.computeIfAbsent(finding, any -> new ArrayList<>()).add(host(each));
            }
        }
        List<Finding> all = new ArrayList<>();
        where.forEach((finding, hosts) -> all.add(
                hosts.size() == known.size()
                        ? finding
                        : new Finding(
                                finding.kind(),
                                finding.severity(),
                                finding.subject(),
                                String.join(", ", hosts) + ": " + finding.sentence())));
        all.sort(Finding.WORST_FIRST);
        return all;
    }

    /** As severe as the worst finding of the addresses, and at least a warning; null if it is turned off. */
    private static @Nullable Finding disagreement(
            List<AddressResult> all, List<Finding> findings, Map<FindingKind, FindingRule> rules) {
        FindingRule rule = rules.get(FindingKind.INCONSISTENT);
        if (rule != null && rule.off()) {
            return null;
        }
        Severity worst = findings.isEmpty() ? Severity.WARNING : findings.get(0).severity();
        Severity severity = worst.compareTo(Severity.WARNING) > 0 ? Severity.WARNING : worst;
        String verdicts = all.stream()
                .map(each -> host(each) + " is " + each.assessment().verdict().label())
                .collect(Collectors.joining(", "));
        return new Finding(
                FindingKind.INCONSISTENT,
                rule == null || rule.severity() == null ? severity : rule.severity(),
                null,
                "The addresses disagree: " + verdicts + ".");
    }

    private static String host(AddressResult each) {
        return each.address().getAddress().getHostAddress();
    }

    private static boolean agree(List<AddressResult> known) {
        AddressResult first = known.get(0);
        return known.stream()
                .allMatch(each ->
                        each.assessment().verdict() == first.assessment().verdict()
                                && verbs(each.outcome()).equals(verbs(first.outcome())));
    }

    private static Set<String> verbs(ProbeOutcome outcome) {
        EhloReply ehlo = outcome.observation().reply();
        return ehlo == null ? Set.of() : Set.copyOf(ehlo.verbs().keys());
    }

    private static String inWords(ProbeOutcome outcome) {
        EhloReply ehlo = outcome.observation().reply();
        return ehlo == null ? "" : " (" + String.join(", ", ehlo.verbs().keys()) + ")";
    }
}
