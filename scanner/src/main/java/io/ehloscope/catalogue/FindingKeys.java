package io.ehloscope.catalogue;

import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.FindingRule;
import io.ehloscope.classify.Severity;
import io.ehloscope.text.Durations;
import io.ehloscope.yaml.Key;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Schema;
import io.ehloscope.yaml.Section;
import io.ehloscope.yaml.ValueType;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of {@code findings}, in settings and in profiles: the severity of each finding, or that it is off. */
public final class FindingKeys {

    /** How severe a finding is, or that it is off. */
    public enum Level {
        /** Mail is refused, lost, or delayed. */
        CRITICAL(Severity.CRITICAL),
        /** A function is degraded. */
        WARNING(Severity.WARNING),
        /** For information. */
        INFO(Severity.INFO),
        /** No finding. */
        OFF(null);

        private final @Nullable Severity severity;

        Level(@Nullable Severity severity) {
            this.severity = severity;
        }

        /** The name in an inventory. */
        public String label() {
            return severity == null ? "off" : severity.label();
        }
    }

    private static final ValueType<Level> LEVEL = ValueType.oneOf(Level.values(), Level::label);

    static final Key<Level> SEVERITY = Key.optional("severity", LEVEL, "by the finding and the port");
    static final Key<Duration> BEFORE = Key.optional(
            "before",
            ValueType.duration(Duration.ZERO, Duration.ofDays(3650)),
            Durations.text(FindingRule.USUAL_BEFORE) + ", or the last quarter of its validity");

    /** The keys of a finding that is written as a mapping. */
    public static final Schema RULE = new Schema("a finding", List.of(SEVERITY, BEFORE));

    private static final String FORM = "mapping of findings to severities, or to {severity, before}";

    /** What is set for findings, in the defaults, a site, a server or a profile. */
    public static final Key<Map<FindingKind, FindingRule>> FINDINGS = findings("none");

    /** What a profile sets, besides what its parent sets. */
    static final Key<Map<FindingKind, FindingRule>> IN_PROFILE = findings("the parent's");

    private static final ValueType<Node.Mapping> MAPPING = ValueType.mapping();

    private FindingKeys() {}

    private static Key<Map<FindingKind, FindingRule>> findings(String byDefault) {
        return Key.optional("findings", new ValueType<>(FORM, FindingKeys::readAll), byDefault);
    }

    private static @Nullable Map<FindingKind, FindingRule> readAll(Node node, String what, Problems problems) {
        Node.Mapping mapping = MAPPING.read(node, what, problems);
        if (mapping == null) {
            return null;
        }
        Map<FindingKind, FindingRule> all = new EnumMap<>(FindingKind.class);
        for (Node.Entry entry : mapping.entries()) {
            FindingKind kind = Arrays.stream(FindingKind.values())
                    .filter(each -> each.label().equals(entry.key()))
                    .findFirst()
                    .orElse(null);
            if (kind == null) {
                problems.unknown(
                        entry.keyLocation(),
                        "finding",
                        entry.key(),
                        Arrays.stream(FindingKind.values())
                                .map(FindingKind::label)
                                .toList());
                continue;
            }
            FindingRule rule = readOne(kind, entry.value(), problems);
            if (rule != null) {
                all.put(kind, rule);
            }
        }
        return Map.copyOf(all);
    }

    private static @Nullable FindingRule readOne(FindingKind kind, Node node, Problems problems) {
        if (!(node instanceof Node.Mapping mapping)) {
            Level level = LEVEL.read(node, kind.label(), problems);
            return level == null ? null : new FindingRule(level == Level.OFF, level.severity, null);
        }
        Section section = RULE.read(mapping, problems);
        Level level = section.get(SEVERITY);
        Duration before = section.get(BEFORE);
        if (section.has(BEFORE) && kind != FindingKind.CERTIFICATE_EXPIRING) {
            problems.add(
                    section.location(BEFORE),
                    "before does not apply to " + kind.label(),
                    "it is for " + FindingKind.CERTIFICATE_EXPIRING.label());
        }
        return new FindingRule(level == Level.OFF, level == null ? null : level.severity, before);
    }
}
