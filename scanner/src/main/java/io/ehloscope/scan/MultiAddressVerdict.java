package io.ehloscope.scan;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.ProbeOutcome.Answered;
import io.ehloscope.result.AddressResult;
import io.ehloscope.smtp.EhloReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Combines the assessments of the addresses of a target. Pure. */
final class MultiAddressVerdict {

    private MultiAddressVerdict() {}

    /** The address that represents the target: the first that answered, or else the first. */
    static AddressResult representative(List<AddressResult> all) {
        for (AddressResult each : all) {
            if (each.outcome() instanceof Answered) {
                return each;
            }
        }
        return all.get(0);
    }

    /**
     * The assessment of the target: that of its representative if the addresses agree, otherwise {@link
     * Verdict#INCONSISTENT}. Addresses that were skipped, because of a shortage on the scanner's own machine, do not
     * count as a disagreement.
     */
    static Assessment combined(List<AddressResult> all) {
        if (all.size() == 1) {
            return all.get(0).assessment();
        }
        List<AddressResult> known = all.stream()
                .filter(each -> each.assessment().verdict() != Verdict.SKIPPED)
                .toList();
        if (known.isEmpty() || agree(known)) {
            return representative(known.isEmpty() ? all : known).assessment();
        }
        List<String> reasons = new ArrayList<>();
        reasons.add("its addresses disagree");
        for (AddressResult each : all) {
            reasons.add(each.address().getAddress().getHostAddress() + ": "
                    + each.assessment().verdict().label() + inWords(each.outcome()));
        }
        Assessment first = representative(known).assessment();
        return Assessment.without(Verdict.INCONSISTENT, reasons, first.profile(), first.product());
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
