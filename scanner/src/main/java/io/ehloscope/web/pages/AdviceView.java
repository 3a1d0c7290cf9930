package io.ehloscope.web.pages;

import io.ehloscope.classify.Finding;
import io.ehloscope.classify.FindingFact;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.VerbFact;
import io.ehloscope.report.Advice;
import io.ehloscope.result.TargetResult;
import io.ehloscope.text.Span;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fills the advice of the target page: one part for each finding, and one for each verb that differs. */
final class AdviceView {

    private static final Set<FindingKind> IN_VERBS = EnumSet.of(FindingKind.VERB_MISSING, FindingKind.VERB_FORBIDDEN);

    private final TargetResult result;
    private final Advice advice;

    AdviceView(TargetResult result, Advice advice) {
        this.result = result;
        this.advice = advice;
    }

    /** One part for each finding that is not about a verb; {@link #verbs} has those. */
    List<TargetPage.Advice> findings() {
        return advice.of(result).stream()
                .filter(each -> !IN_VERBS.contains(each.fact().kind()))
                .map(AdviceView::part)
                .toList();
    }

    private static TargetPage.Advice part(Advice.Part part) {
        FindingFact fact = part.fact();
        return new TargetPage.Advice(
                fact.kind().label(),
                part.addresses().isEmpty() ? null : String.join(", ", part.addresses()),
                Span.of(fact.meaning()),
                Span.of(fact.breaks()),
                spans(fact.causes()),
                spans(fact.remedies()),
                spans(fact.never()),
                fact.source());
    }

    private static List<List<Span>> spans(List<String> sentences) {
        return sentences.stream().map(Span::of).toList();
    }

    /** One part for each verb that is missing or forbidden, at any address. */
    List<TargetPage.VerbPart> verbs() {
        List<TargetPage.VerbPart> parts = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (Finding each : result.findings()) {
            String verb = each.subject();
            if (verb != null && IN_VERBS.contains(each.kind()) && known.add(verb)) {
                parts.add(part(
                        verb,
                        each.kind() == FindingKind.VERB_MISSING,
                        each.severity().label()));
            }
        }
        List<String> missing = result.assessment().missing();
        (missing == null ? List.<String>of() : missing)
                .stream().filter(known::add).forEach(verb -> parts.add(part(verb, true, null)));
        result.assessment().unexpected().stream()
                .filter(known::add)
                .forEach(verb -> parts.add(part(verb, false, null)));
        return parts;
    }

    /** A verb whose findings the inventory turned off has no severity. */
    private TargetPage.VerbPart part(String verb, boolean missing, @Nullable String severity) {
        VerbFact fact = advice.verbs().fact(verb);
        return new TargetPage.VerbPart(
                TargetView.printable(verb),
                missing ? "missing" : "forbidden",
                severity,
                fact == null ? null : missing ? missing(fact) : offered(fact));
    }

    private static TargetPage.About missing(VerbFact fact) {
        return new TargetPage.About(
                fact.meaning(), fact.component(), fact.breaks(), fact.harmless(), fact.remedies(), fact.source());
    }

    private static TargetPage.About offered(VerbFact fact) {
        return new TargetPage.About(fact.meaning(), fact.component(), null, List.of(), List.of(), fact.source());
    }
}
