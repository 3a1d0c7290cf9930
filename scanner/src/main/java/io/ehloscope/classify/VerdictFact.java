package io.ehloscope.classify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a verdict: its causes and remedies.
 *
 * @param verdict the verdict
 * @param family the family of products that it applies to; null for every product
 * @param meaning one or two sentences for the person on call
 * @param causes possible causes, the most likely first
 * @param remedies what to do, in order
 * @param never what not to do, because it harms or does not help
 * @param source the source of these facts
 */
public record VerdictFact(
        Verdict verdict,
        Product.@Nullable Family family,
        String meaning,
        List<String> causes,
        List<String> remedies,
        List<String> never,
        String source) {

    /** Copies the lists. */
    public VerdictFact {
        causes = List.copyOf(causes);
        remedies = List.copyOf(remedies);
        never = List.copyOf(never);
    }
}
