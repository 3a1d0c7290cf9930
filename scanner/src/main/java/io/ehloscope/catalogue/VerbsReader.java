package io.ehloscope.catalogue;

import io.ehloscope.classify.VerbFact;
import io.ehloscope.yaml.Key;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Schema;
import io.ehloscope.yaml.Section;
import io.ehloscope.yaml.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code verbs.yaml}: the facts about verbs. */
final class VerbsReader {

    private static final ValueType<String> SENTENCE = ValueType.text(300);

    private static final Key<String> VERB = Key.required("verb", ValueType.text(60));
    private static final Key<VerbFact.Provider> PROVIDER =
            Key.required("provider", ValueType.oneOf(VerbFact.Provider.values(), VerbFact.Provider::label));
    private static final Key<String> MEANING = Key.required("meaning", SENTENCE);
    private static final Key<String> COMPONENT = Key.optional("component", SENTENCE, "not known");
    private static final Key<String> BREAKS = Key.required("breaks", SENTENCE);
    private static final Key<List<String>> HARMLESS = Key.optional("harmless", ValueType.listOf(SENTENCE), "none");
    private static final Key<List<String>> REMEDIES = Key.optional("remedies", ValueType.listOf(SENTENCE), "none");
    private static final Key<String> SOURCE = Key.required("source", SENTENCE);

    private static final Schema FACT =
            new Schema("a verb", List.of(VERB, PROVIDER, MEANING, COMPONENT, BREAKS, HARMLESS, REMEDIES, SOURCE));

    private VerbsReader() {}

    static List<VerbFact> read(Node document, Problems problems) {
        List<VerbFact> all = new ArrayList<>();
        ValueType<Node.Mapping> mapping = ValueType.mapping();
        List<Node.Mapping> entries = ValueType.listOf(mapping).read(document, "verbs", problems);
        Set<String> seen = new HashSet<>();
        if (entries != null) {
            for (Node.Mapping each : entries) {
                Section section = FACT.read(each, problems);
                VerbFact fact = fact(section);
                all.add(fact);
                if (!seen.add(fact.verb())) {
                    problems.add(section.location(VERB), "\"" + fact.verb() + "\" is there twice");
                }
            }
        }
        return all;
    }

    private static VerbFact fact(Section section) {
        return new VerbFact(
                section.get(VERB, ""),
                section.get(PROVIDER, VerbFact.Provider.OTHER),
                section.get(MEANING, ""),
                section.get(COMPONENT),
                section.get(BREAKS, ""),
                section.get(HARMLESS, List.of()),
                section.get(REMEDIES, List.of()),
                section.get(SOURCE, ""));
    }
}
