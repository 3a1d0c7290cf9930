package io.ehloscope.report;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.FindingCatalogue;
import io.ehloscope.classify.FindingFact;
import io.ehloscope.classify.Product;
import io.ehloscope.classify.VerbCatalogue;
import io.ehloscope.classify.VerbFact;
import io.ehloscope.evidence.Failure;
import io.ehloscope.result.TargetResult;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Advice for a finding: its possible causes, the remedies in order, and the purpose of every missing verb and the
 * effect of its absence.
 *
 * @param verbs the catalogue of verbs
 * @param findings the catalogue of findings
 */
public record Advice(VerbCatalogue verbs, FindingCatalogue findings) {

    /** Returns the facts about the worst finding; null without findings. */
    public @Nullable FindingFact about(TargetResult result) {
        Failure failure = result.failure();
        return result.findings().isEmpty()
                ? null
                : findings.fact(
                        result.findings().get(0).kind(),
                        family(result.assessment()),
                        failure == null ? null : failure.stage(),
                        failure == null ? null : failure.reason());
    }

    /** Writes the advice; writes nothing if the result is not a finding. */
    void write(Paragraphs out, TargetResult result) throws IOException {
        FindingFact fact = about(result);
        if (fact == null) {
            return;
        }
        out.gap();
        out.hanging("", fact.meaning());
        out.list("Possible causes:", fact.causes(), Paragraphs.Order.ANY);
        out.list("What to do, in this order:", fact.remedies(), Paragraphs.Order.NUMBERED);
        out.list("What not to do:", fact.never(), Paragraphs.Order.ANY);
        out.hanging("Source: ", fact.source());
        List<String> missing = result.assessment().missing();
        for (String verb : missing == null ? List.<String>of() : missing) {
            out.gap();
            verb(out, "missing: ", verb);
        }
        for (String verb : result.assessment().unexpected()) {
            out.gap();
            verb(out, "forbidden: ", verb);
        }
    }

    /**
     * Returns the product family for the advice: Microsoft's if Exchange verbs are missing, else that of the product.
     */
    private static Product.@Nullable Family family(Assessment assessment) {
        Integer missing = assessment.missingExchangeVerbs();
        if (missing != null && missing > 0) {
            return Product.Family.MICROSOFT;
        }
        return assessment.product() == null ? null : assessment.product().family();
    }

    private void verb(Paragraphs out, String front, String verb) throws IOException {
        out.hanging(front, verb);
        VerbFact fact = verbs.fact(verb);
        if (fact == null) {
            out.hanging("  ", "The catalogue has no entry for this verb; the profile that names it may describe it.");
            return;
        }
        out.hanging("  purpose           ", fact.meaning());
        part(out, "  provided by       ", fact.component());
        if (front.startsWith("missing")) {
            out.hanging("  without it        ", fact.breaks());
            list(out, "  harmless if       ", fact.harmless(), Paragraphs.Order.ANY);
            list(out, "  what to do        ", fact.remedies(), Paragraphs.Order.NUMBERED);
        }
        out.hanging("  source            ", fact.source());
    }

    private static void part(Paragraphs out, String front, @Nullable String text) throws IOException {
        if (text != null) {
            out.hanging(front, text);
        }
    }

    private static void list(Paragraphs out, String front, List<String> items, Paragraphs.Order order)
            throws IOException {
        String start = front;
        for (int i = 0; i < items.size(); i++) {
            boolean numbered = order == Paragraphs.Order.NUMBERED && items.size() > 1;
            out.hanging(start + (numbered ? i + 1 + ". " : ""), items.get(i));
            start = " ".repeat(front.length());
        }
    }
}
