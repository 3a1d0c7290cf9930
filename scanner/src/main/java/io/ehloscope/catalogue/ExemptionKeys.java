package io.ehloscope.catalogue;

import io.ehloscope.classify.Exemption;
import io.ehloscope.yaml.Key;
import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Schema;
import io.ehloscope.yaml.Section;
import io.ehloscope.yaml.ValueType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of exemptions, in settings and in profiles. */
public final class ExemptionKeys {

    static final Key<String> VERB = Key.required("verb", VerbForms.NAME);
    static final Key<String> REASON = Key.optional("reason", ValueType.text(200), "none");
    static final Key<LocalDate> UNTIL = Key.optional("until", ValueType.date(), "for good");
    /** The keys of an exemption that is written as a mapping. */
    public static final Schema EXEMPTION = new Schema("an exemption", List.of(VERB, REASON, UNTIL));

    private static final String FORM = "verb, or {verb, reason, until}";

    /** The verbs whose absence is accepted, each once. */
    public static final Key<List<Exemption>> EXEMPT = exempt("none");

    /** The exemptions of a profile, in addition to those of its parent. */
    static final Key<List<Exemption>> IN_PROFILE = exempt("the parent's");

    private static final ValueType<List<Node>> NODES = ValueType.listOf(ValueType.node(FORM));

    private ExemptionKeys() {}

    private static Key<List<Exemption>> exempt(String byDefault) {
        return Key.optional("exempt", new ValueType<>("a list of: " + FORM, ExemptionKeys::readAll), byDefault);
    }

    private static @Nullable List<Exemption> readAll(Node node, String what, Problems problems) {
        List<Node> nodes = NODES.read(node, what, problems);
        if (nodes == null) {
            return null;
        }
        Set<String> verbs = new HashSet<>();
        List<Exemption> all = new ArrayList<>();
        for (Node item : nodes) {
            Exemption exemption = readOne(item, what, problems);
            if (exemption != null && verbs.add(exemption.verb())) {
                all.add(exemption);
            } else if (exemption != null) {
                rejectDuplicate(what, exemption.verb(), item.location(), problems);
            }
        }
        return all;
    }

    private static void rejectDuplicate(String what, String verb, Location location, Problems problems) {
        problems.add(location, what + " names " + verb + " twice", "name it once, with its reason and its last day");
    }

    private static @Nullable Exemption readOne(Node node, String what, Problems problems) {
        if (!(node instanceof Node.Mapping mapping)) {
            String verb = VerbForms.NAME.read(node, what, problems);
            return verb == null ? null : Exemption.of(verb);
        }
        Section section = EXEMPTION.read(mapping, problems);
        String verb = section.get(VERB);
        String reason = section.get(REASON);
        LocalDate until = section.get(UNTIL);
        return verb == null ? null : new Exemption(verb, reason, until);
    }
}
