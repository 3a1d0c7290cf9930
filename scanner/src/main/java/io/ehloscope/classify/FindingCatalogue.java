package io.ehloscope.classify;

import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The facts about findings: one entry for each finding that applies to every target, and some for certain targets. */
public final class FindingCatalogue {

    private final List<FindingFact> facts;
    private final Map<FindingKind, FindingFact> general = new EnumMap<>(FindingKind.class);

    /**
     * A catalogue of these facts.
     *
     * @throws IllegalArgumentException if a finding has no entry that applies to every target
     */
    public FindingCatalogue(Collection<FindingFact> facts) {
        this.facts = List.copyOf(facts);
        for (FindingFact each : facts) {
            if (each.when().equals(FindingFact.When.ALWAYS)) {
                general.putIfAbsent(each.kind(), each);
            }
        }
        for (FindingKind kind : FindingKind.values()) {
            general(kind);
        }
    }

    /** The facts about a finding that apply to every target. */
    public FindingFact general(FindingKind kind) {
        FindingFact fact = general.get(kind);
        if (fact == null) {
            throw new IllegalArgumentException("nothing is known about " + kind.label());
        }
        return fact;
    }

    /**
     * The facts about a finding of a target: of the entries that apply, the one with the most conditions.
     *
     * @param family the family of the product; null if unknown
     * @param stage where the dialogue failed; null if it did not fail
     * @param reason why it failed; null if it did not fail
     */
    public FindingFact fact(
            FindingKind kind, Product.@Nullable Family family, @Nullable Stage stage, @Nullable Reason reason) {
        return facts.stream()
                .filter(each -> each.kind() == kind && each.when().matches(family, stage, reason))
                .max(Comparator.comparingInt(each -> each.when().conditions()))
                .orElseGet(() -> general(kind));
    }

    /** All facts in order. */
    public List<FindingFact> facts() {
        return facts;
    }
}
