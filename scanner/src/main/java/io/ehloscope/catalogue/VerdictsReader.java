package io.ehloscope.catalogue;

import io.ehloscope.classify.Product;
import io.ehloscope.classify.Verdict;
import io.ehloscope.classify.VerdictFact;
import io.ehloscope.yaml.Key;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Schema;
import io.ehloscope.yaml.Section;
import io.ehloscope.yaml.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads {@code verdicts.yaml}: the facts about verdicts, one entry for each, and some for one family of products. */
final class VerdictsReader {

    private static final ValueType<String> SENTENCE = ValueType.text(400);

    private static final Key<Verdict> VERDICT =
            Key.required("verdict", ValueType.oneOf(Verdict.values(), Verdict::label));
    private static final Key<Product.Family> FAMILY = Key.optional(
            "family",
            ValueType.oneOf(Product.Family.values(), each -> each.name().toLowerCase(Locale.ROOT)),
            "any");
    private static final Key<String> MEANING = Key.required("meaning", SENTENCE);
    private static final Key<List<String>> CAUSES = Key.optional("causes", ValueType.listOf(SENTENCE), "none");
    private static final Key<List<String>> REMEDIES = Key.optional("remedies", ValueType.listOf(SENTENCE), "none");
    private static final Key<List<String>> NEVER = Key.optional("never", ValueType.listOf(SENTENCE), "none");
    private static final Key<String> SOURCE = Key.required("source", SENTENCE);

    private static final Schema FACT =
            new Schema("a verdict", List.of(VERDICT, FAMILY, MEANING, CAUSES, REMEDIES, NEVER, SOURCE));

    private VerdictsReader() {}

    static List<VerdictFact> read(Node document, Problems problems) {
        List<VerdictFact> all = new ArrayList<>();
        ValueType<Node.Mapping> mapping = ValueType.mapping();
        List<Node.Mapping> entries = ValueType.listOf(mapping).read(document, "verdicts", problems);
        Set<Verdict> missing = EnumSet.allOf(Verdict.class);
        Set<List<Object>> seen = new HashSet<>();
        if (entries != null) {
            for (Node.Mapping each : entries) {
                Section section = FACT.read(each, problems);
                VerdictFact fact = fact(section);
                all.add(fact);
                if (fact.family() == null) {
                    missing.remove(fact.verdict());
                }
                if (!seen.add(Arrays.asList(fact.verdict(), fact.family()))) {
                    problems.add(
                            section.location(VERDICT), "\"" + fact.verdict().label() + "\" is there twice");
                }
            }
        }
        missing.forEach(each -> problems.add(document.location(), "\"" + each.label() + "\" is not there"));
        return all;
    }

    private static VerdictFact fact(Section section) {
        return new VerdictFact(
                section.get(VERDICT, Verdict.SKIPPED),
                section.get(FAMILY),
                section.get(MEANING, ""),
                section.get(CAUSES, List.of()),
                section.get(REMEDIES, List.of()),
                section.get(NEVER, List.of()),
                section.get(SOURCE, ""));
    }
}
