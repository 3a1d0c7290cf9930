package io.ehloscope.catalogue;

import io.ehloscope.classify.Excuse;
import io.ehloscope.classify.Requirement;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.SizeBounds;
import io.ehloscope.yaml.Key;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Schema;
import io.ehloscope.yaml.Section;
import io.ehloscope.yaml.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a required verb: its name alone, or a mapping with its details. */
public final class RequirementForm {

    static final Key<String> VERB = Key.required("verb", VerbForms.NAME);
    static final Key<List<String>> PARAMS = Key.optional("params", ValueType.listOf(VerbForms.PARAM_OF_VERB), "none");
    static final Key<Integer> MIN = Key.optional("min", ValueType.integer(1, Integer.MAX_VALUE), "none");
    static final Key<Integer> MAX = Key.optional("max", ValueType.integer(1, Integer.MAX_VALUE), "none");
    static final Key<Excuse> EXCUSE = Key.optional("excuse", ValueType.oneOf(Excuse.values(), Excuse::label), "none");
    static final Key<Severity> SEVERITY =
            Key.optional("severity", ValueType.oneOf(Severity.values(), Severity::label), "by the verb");
    static final Key<String> SOURCE = Key.optional("source", ValueType.text(2000), "the profile's");

    /** The keys of a required verb that is written as a mapping. */
    public static final Schema REQUIREMENT =
            new Schema("a required verb", List.of(VERB, PARAMS, MIN, MAX, EXCUSE, SEVERITY, SOURCE));

    /** A list of required verbs. */
    static final ValueType<List<Requirement>> SEVERAL =
            ValueType.listOf(new ValueType<>("verb, or {verb, params, …}", RequirementForm::read));

    private static final String SIZE = "SIZE";

    private RequirementForm() {}

    private static @Nullable Requirement read(Node node, String what, Problems problems) {
        if (!(node instanceof Node.Mapping mapping)) {
            String name = VerbForms.NAME.read(node, what, problems);
            return name == null ? null : Requirement.of(name);
        }
        Section section = REQUIREMENT.read(mapping, problems);
        String verb = section.get(VERB);
        List<String> params = section.get(PARAMS, List.of());
        SizeBounds size = size(section, verb, problems);
        Excuse excuse = section.get(EXCUSE);
        Severity severity = section.get(SEVERITY);
        String source = section.get(SOURCE);
        return verb == null ? null : new Requirement(verb, params, size, excuse, severity, source);
    }

    private static SizeBounds size(Section section, @Nullable String verb, Problems problems) {
        Integer min = section.get(MIN);
        Integer max = section.get(MAX);
        if (min == null && max == null) {
            return SizeBounds.ANY;
        }
        Key<Integer> first = min == null ? MAX : MIN;
        if (verb != null && !verb.equals(SIZE)) {
            problems.add(section.location(first), first.name() + " is for SIZE, and this is " + verb);
        } else if (min != null && max != null && min > max) {
            problems.add(section.location(MAX), "max " + max + " is less than min " + min);
        }
        return new SizeBounds(min == null ? null : min.longValue(), max == null ? null : max.longValue());
    }
}
