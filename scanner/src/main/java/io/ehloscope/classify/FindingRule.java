package io.ehloscope.classify;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an inventory or a profile sets for one finding.
 *
 * @param off whether it is no finding
 * @param severity its severity; null for the default
 * @param before how long before the end of a certificate's validity {@code certificate_expiring} begins; null for the
 *     default
 */
public record FindingRule(
        boolean off, @Nullable Severity severity, @Nullable Duration before) {

    /**
     * When {@code certificate_expiring} begins by default: this long before the end of the validity, and in its last
     * quarter at the earliest.
     */
    public static final Duration USUAL_BEFORE = Duration.ofDays(21);

    /** The rule that turns a finding off. */
    public static final FindingRule OFF = new FindingRule(true, null, null);

    /** The rule that only sets the severity. */
    public static FindingRule of(Severity severity) {
        return new FindingRule(false, severity, null);
    }

    /** Both sets of rules: for one finding, what the nearer rule sets replaces what the outer one sets. */
    public static Map<FindingKind, FindingRule> merged(
            Map<FindingKind, FindingRule> outer, Map<FindingKind, FindingRule> nearer) {
        if (nearer.isEmpty() || outer.isEmpty()) {
            return nearer.isEmpty() ? outer : nearer;
        }
        Map<FindingKind, FindingRule> all = new EnumMap<>(outer);
        nearer.forEach((kind, rule) -> all.merge(kind, rule, (far, near) -> near.over(far)));
        return Map.copyOf(all);
    }

    private FindingRule over(FindingRule outer) {
        boolean stillOff = off || (outer.off && severity == null);
        return new FindingRule(
                stillOff, severity == null ? outer.severity : severity, before == null ? outer.before : before);
    }
}
