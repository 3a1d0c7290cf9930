package io.ehloscope.classify;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The facts about verdicts: one entry for each verdict that applies to every product, and some for one family only. */
public final class VerdictCatalogue {

    private final List<VerdictFact> facts;

    /**
     * A catalogue of these facts.
     *
     * @throws IllegalArgumentException if a verdict has no entry that applies to every product
     */
    public VerdictCatalogue(Collection<VerdictFact> facts) {
        this.facts = List.copyOf(facts);
        for (Verdict verdict : Verdict.values()) {
            fact(verdict, null);
        }
    }

    /** The facts about a verdict for products of this family; null stands for any product. */
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
