package io.ehloscope.classify;

import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the catalogue: the facts about a finding, and the targets that they apply to.
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
public record FindingEntry(
        FindingKind kind,
        When when,
        Severity severity,
        Severity severityOn25,
        String meaning,
        String breaks,
        List<Item> causes,
        List<Item> remedies,
        List<Item> never,
        String source) {

    /** Copies the lists. */
    public FindingEntry {
        causes = List.copyOf(causes);
        remedies = List.copyOf(remedies);
        never = List.copyOf(never);
    }

    /** The facts for a target that can be any of these platforms. */
    public FindingFact on(Set<Platform> platforms) {
        return new FindingFact(
                kind,
                severity,
                severityOn25,
                meaning,
                breaks,
                on(platforms, causes),
                on(platforms, remedies),
                on(platforms, never),
                source);
    }

    private static List<String> on(Set<Platform> platforms, Collection<Item> items) {
        return items.stream()
                .filter(each -> each.platform() == null || platforms.contains(each.platform()))
                .map(each -> each.platform() == null || platforms.size() == 1
                        ? each.sentence()
                        : each.platform().title() + ": " + each.sentence())
                .toList();
    }

    /**
     * A cause, a remedy or a warning. Commands are between backticks.
     *
     * @param platform the platform that it applies to; null for all
     * @param sentence one or more sentences
     */
    public record Item(@Nullable Platform platform, String sentence) {}

    /**
     * The targets that an entry applies to. An empty component applies to all.
     *
     * @param family the family of products
     * @param platform the platform of the target, and no other
     * @param stages where the dialogue failed
     * @param reasons why it failed
     * @param codes the enhanced status code of the reply that caused the failure
     */
    public record When(
            Product.@Nullable Family family,
            @Nullable Platform platform,
            Set<Stage> stages,
            Set<Reason> reasons,
            Set<String> codes) {

        /** Every target. */
        public static final When ALWAYS = new When(null, null, Set.of(), Set.of(), Set.of());

        /** Copies the sets. */
        public When {
            stages = Set.copyOf(stages);
            reasons = Set.copyOf(reasons);
            codes = Set.copyOf(codes);
        }

        /** Whether the entry applies. What is unknown does not fulfil a condition. */
        boolean matches(Circumstances actual) {
            return (family == null || family == actual.family())
                    && (platform == null || actual.platforms().equals(Set.of(platform)))
                    && (stages.isEmpty() || (actual.stage() != null && stages.contains(actual.stage())))
                    && (reasons.isEmpty() || (actual.reason() != null && reasons.contains(actual.reason())))
                    && (codes.isEmpty() || (actual.code() != null && codes.contains(actual.code())));
        }

        /** The number of conditions. */
        int conditions() {
            return (family == null ? 0 : 1)
                    + (platform == null ? 0 : 1)
                    + (stages.isEmpty() ? 0 : 1)
                    + (reasons.isEmpty() ? 0 : 1)
                    + (codes.isEmpty() ? 0 : 1);
        }
    }
}
