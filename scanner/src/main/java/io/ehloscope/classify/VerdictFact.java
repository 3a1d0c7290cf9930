package io.ehloscope.classify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a verdict: why it comes about, and what to do.
 *
 * @param verdict which
 * @param family whose products it speaks of; null where it holds for every product
 * @param meaning one or two sentences for somebody who was woken by it
 * @param causes what can be behind it, the likeliest first
 * @param remedies what to do, in order
 * @param never what not to do, because it does harm or helps nothing
 * @param source where this is known from
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
