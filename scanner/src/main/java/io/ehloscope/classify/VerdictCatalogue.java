package io.ehloscope.classify;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known about verdicts: one entry for each that holds for every product, and some for one family only. */
public final class VerdictCatalogue {

    private final List<VerdictFact> facts;

    /**
     * A catalogue of these facts.
     *
     * @throws IllegalArgumentException if a verdict is without one that holds for every product
     */
    public VerdictCatalogue(Collection<VerdictFact> facts) {
        this.facts = List.copyOf(facts);
        for (Verdict verdict : Verdict.values()) {
            fact(verdict, null);
        }
    }

    /** What is known about a verdict for products of this family; null stands for any product. */
    public VerdictFact fact(Verdict verdict, Product.@Nullable Family family) {
        return facts.stream()
                .filter(each -> each.verdict() == verdict && each.family() == family)
                .findFirst()
                .orElseGet(() -> general(verdict));
    }

    /** All facts in order. */
    public List<VerdictFact> facts() {
        return facts;
    }

    private VerdictFact general(Verdict verdict) {
        return facts.stream()
                .filter(each -> each.verdict() == verdict && each.family() == null)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nothing is known about " + verdict.label()));
    }
}
