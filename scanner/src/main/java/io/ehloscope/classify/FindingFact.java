package io.ehloscope.classify;

import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a finding: what it means, its causes and its remedies.
 *
 * @param kind the finding
 * @param when what it applies to; {@link When#ALWAYS} for every target
 * @param severity the default severity
 * @param severityOn25 the default severity on port 25
 * @param meaning one or two sentences for the person on call
 * @param breaks what does not work
 * @param causes possible causes, the most likely first
 * @param remedies what to do, in order
 * @param never what not to do, because it harms or does not help
 * @param source the source of these facts
 */
public record FindingFact(
        FindingKind kind,
        When when,
        Severity severity,
        Severity severityOn25,
        String meaning,
        String breaks,
        List<String> causes,
        List<String> remedies,
        List<String> never,
        String source) {

    /** The port on which mail servers relay to each other. */
    private static final int RELAY = 25;

    /** Copies the lists. */
    public FindingFact {
        causes = List.copyOf(causes);
        remedies = List.copyOf(remedies);
        never = List.copyOf(never);
    }

    /** The default severity on this port. */
    public Severity severity(int port) {
        return port == RELAY ? severityOn25 : severity;
    }

    /**
     * The targets that facts apply to. An empty component applies to all.
     *
     * @param family the family of products
     * @param stages where the dialogue failed
     * @param reasons why it failed
     */
    public record When(Product.@Nullable Family family, Set<Stage> stages, Set<Reason> reasons) {

        /** Every target. */
        public static final When ALWAYS = new When(null, Set.of(), Set.of());

        /** Copies the sets. */
        public When {
            stages = Set.copyOf(stages);
            reasons = Set.copyOf(reasons);
        }

        /** Whether the facts apply to a target with this family and failure; null if unknown. */
        boolean matches(Product.@Nullable Family actual, @Nullable Stage stage, @Nullable Reason reason) {
            return (family == null || family == actual)
                    && (stages.isEmpty() || (stage != null && stages.contains(stage)))
                    && (reasons.isEmpty() || (reason != null && reasons.contains(reason)));
        }

        /** The number of conditions. */
        int conditions() {
            return (family == null ? 0 : 1) + (stages.isEmpty() ? 0 : 1) + (reasons.isEmpty() ? 0 : 1);
        }
    }
}
