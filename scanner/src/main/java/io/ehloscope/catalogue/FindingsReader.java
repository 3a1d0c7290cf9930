package io.ehloscope.catalogue;

import io.ehloscope.classify.FindingEntry;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Platform;
import io.ehloscope.classify.Product;
import io.ehloscope.classify.Severity;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.yaml.Key;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Schema;
import io.ehloscope.yaml.Section;
import io.ehloscope.yaml.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code findings.yaml}: the facts about findings. The first entry of a finding applies to every target; an entry
 * with {@code when} applies to certain targets and takes what it does not set from the first.
 */
final class FindingsReader {

    private static final ValueType<String> SENTENCE = ValueType.text(400);
    private static final ValueType<FindingEntry.Item> ITEM =
            new ValueType<>("a sentence, or platform: sentence", FindingsReader::item);
    private static final ValueType<List<FindingEntry.Item>> ITEMS = ValueType.listOf(ITEM);
    private static final String GENERAL = "that of the first entry";

    private static final Key<FindingKind> FINDING =
            Key.required("finding", ValueType.oneOf(FindingKind.values(), FindingKind::label));
    private static final Key<Node.Mapping> WHEN = Key.optional("when", ValueType.mapping(), "every target");
    private static final Key<Severity> SEVERITY =
            Key.optional("severity", ValueType.oneOf(Severity.values(), Severity::label), GENERAL);
    private static final Key<Severity> ON_PORT_25 =
            Key.optional("on_port_25", ValueType.oneOf(Severity.values(), Severity::label), "severity");
    private static final Key<String> MEANING = Key.optional("meaning", SENTENCE, GENERAL);
    private static final Key<String> BREAKS = Key.optional("breaks", SENTENCE, GENERAL);
    private static final Key<List<FindingEntry.Item>> CAUSES = Key.optional("causes", ITEMS, GENERAL);
    private static final Key<List<FindingEntry.Item>> REMEDIES = Key.optional("remedies", ITEMS, GENERAL);
    private static final Key<List<FindingEntry.Item>> NEVER = Key.optional("never", ITEMS, GENERAL);
    private static final Key<String> SOURCE = Key.optional("source", SENTENCE, GENERAL);

    private static final Schema FACT = new Schema(
            "a finding",
            List.of(FINDING, WHEN, SEVERITY, ON_PORT_25, MEANING, BREAKS, CAUSES, REMEDIES, NEVER, SOURCE));

    private static final Key<Product.Family> FAMILY = Key.optional(
            "family",
            ValueType.oneOf(Product.Family.values(), each -> each.name().toLowerCase(Locale.ROOT)),
            "any");
    private static final Key<List<Stage>> STAGES =
            Key.optional("stage", ValueType.listOf(ValueType.oneOf(Stage.values(), Stage::label)), "any");
    private static final Key<List<Reason>> REASONS =
            Key.optional("reason", ValueType.listOf(ValueType.oneOf(Reason.values(), Reason::label)), "any");

    private static final Key<Platform> PLATFORM =
            Key.optional("platform", ValueType.oneOf(Platform.values(), Platform::label), "any");
    private static final Key<List<String>> CODES = Key.optional("code", ValueType.listOf(ValueType.text(20)), "any");

    private static final Schema IN_WHEN = new Schema("when", List.of(FAMILY, PLATFORM, STAGES, REASONS, CODES));

    private final Problems problems;
    private final Map<FindingKind, FindingEntry> general = new EnumMap<>(FindingKind.class);
    private final Set<List<Object>> seen = new HashSet<>();

    private FindingsReader(Problems problems) {
        this.problems = problems;
    }

    static List<FindingEntry> read(Node document, Problems problems) {
        FindingsReader reader = new FindingsReader(problems);
        List<FindingEntry> all = new ArrayList<>();
        List<Node.Mapping> entries = ValueType.listOf(ValueType.mapping()).read(document, "findings", problems);
        for (Node.Mapping each : entries == null ? List.<Node.Mapping>of() : entries) {
            FindingEntry entry = reader.entry(FACT.read(each, problems));
            if (entry != null) {
                all.add(entry);
            }
        }
        for (FindingKind kind : FindingKind.values()) {
            if (!reader.general.containsKey(kind)) {
                problems.add(document.location(), "\"" + kind.label() + "\" is not there");
            }
        }
        return all;
    }

    private @Nullable FindingEntry entry(Section section) {
        FindingKind kind = section.get(FINDING);
        if (kind == null) {
            return null;
        }
        FindingEntry.When when = when(section.get(WHEN));
        if (!seen.add(List.of(kind, when))) {
            problems.add(section.location(FINDING), "\"" + kind.label() + "\" is there twice");
        }
        FindingEntry first = general.get(kind);
        boolean conditional = !when.equals(FindingEntry.When.ALWAYS);
        if (first == null && (conditional || !isComplete(section))) {
            problems.add(
                    section.location(FINDING),
                    conditional
                            ? "the first entry of \"" + kind.label() + "\" applies to every target and has no when"
                            : "the first entry of \"" + kind.label() + "\" sets severity, meaning, breaks and source");
            return null;
        }
        Severity severity = section.get(SEVERITY, first == null ? Severity.WARNING : first.severity());
        FindingEntry entry = new FindingEntry(
                kind,
                when,
                severity,
                section.get(ON_PORT_25, first == null ? severity : first.severityOn25()),
                section.get(MEANING, first == null ? "" : first.meaning()),
                section.get(BREAKS, first == null ? "" : first.breaks()),
                section.get(CAUSES, first == null ? List.of() : first.causes()),
                section.get(REMEDIES, first == null ? List.of() : first.remedies()),
                section.get(NEVER, first == null ? List.of() : first.never()),
                section.get(SOURCE, first == null ? "" : first.source()));
        general.putIfAbsent(kind, entry);
        return entry;
    }

    private static boolean isComplete(Section section) {
        return section.has(SEVERITY) && section.has(MEANING) && section.has(BREAKS) && section.has(SOURCE);
    }

    private FindingEntry.When when(Node.@Nullable Mapping mapping) {
        if (mapping == null) {
            return FindingEntry.When.ALWAYS;
        }
        Section section = IN_WHEN.read(mapping, problems);
        return new FindingEntry.When(
                section.get(FAMILY),
                section.get(PLATFORM),
                Set.copyOf(section.get(STAGES, List.of())),
                Set.copyOf(section.get(REASONS, List.of())),
                Set.copyOf(section.get(CODES, List.of())));
    }

    private static FindingEntry.@Nullable Item item(Node node, String what, Problems problems) {
        if (!(node instanceof Node.Mapping mapping)) {
            String sentence = SENTENCE.read(node, what, problems);
            return sentence == null ? null : new FindingEntry.Item(null, sentence);
        }
        if (mapping.entries().size() != 1) {
            problems.add(mapping.location(), what + " has several platforms; write one item for each");
            return null;
        }
        Node.Entry only = mapping.entries().get(0);
        Platform platform = Arrays.stream(Platform.values())
                .filter(each -> each.label().equals(only.key()))
                .findFirst()
                .orElse(null);
        if (platform == null) {
            problems.unknown(
                    only.keyLocation(),
                    "platform",
                    only.key(),
                    Arrays.stream(Platform.values()).map(Platform::label).toList());
            return null;
        }
        String sentence = SENTENCE.read(only.value(), what, problems);
        return sentence == null ? null : new FindingEntry.Item(platform, sentence);
    }
}
