package io.ehloscope.inventory;

import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.ValueType;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The type of free labels: names as Prometheus allows them, values of any text. */
final class LabelForm {

    /** The largest number of characters of a value. */
    static final int MAX_VALUE_LENGTH = 200;

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    /** The labels that the info series already has. */
    private static final Set<String> RESERVED =
            Set.of("site", "target", "address", "profile", "product", "product_version", "verdict");

    static final ValueType<Map<String, String>> FORM = new ValueType<>(
            "mapping of names to texts, at most " + MAX_VALUE_LENGTH + " characters each", LabelForm::read);

    private LabelForm() {}

    /** Whether the info series already has a label of this name. */
    static boolean isReserved(String name) {
        return RESERVED.contains(name);
    }

    private static @Nullable Map<String, String> read(Node node, String what, Problems problems) {
        Node.Mapping mapping = ValueType.mapping().read(node, what, problems);
        if (mapping == null) {
            return null;
        }
        Map<String, String> labels = new TreeMap<>();
        for (Node.Entry entry : mapping.entries()) {
            rejectBadName(entry, problems);
            String value = value(entry, problems);
            if (value != null) {
                labels.put(entry.key(), value);
            }
        }
        return labels;
    }

    /** Why this cannot be the name of a label; null if it can. */
    static @Nullable String flaw(String name) {
        if (!NAME.matcher(name).matches()) {
            return "use letters, digits and \"_\", but no digit first";
        }
        boolean isTaken = RESERVED.contains(name) || name.startsWith("__");
        return isTaken ? "the metrics already have a label of this name" : null;
    }

    private static void rejectBadName(Node.Entry entry, Problems problems) {
        String name = entry.key();
        String flaw = flaw(name);
        if (flaw != null) {
            boolean isTaken = NAME.matcher(name).matches();
            problems.add(
                    entry.keyLocation(),
                    isTaken ? "label \"" + name + "\" is taken" : ValueType.quoted(name) + " is not a label name",
                    flaw);
        }
    }

    private static @Nullable String value(Node.Entry entry, Problems problems) {
        String what = "label " + ValueType.quoted(entry.key());
        if (!(entry.value() instanceof Node.Scalar scalar) || scalar.isNull()) {
            problems.add(entry.value().location(), what + " is " + entry.value().kind(), "expected: text");
            return null;
        }
        if (scalar.text().length() > MAX_VALUE_LENGTH) {
            problems.add(scalar.location(), what + " is longer than " + MAX_VALUE_LENGTH + " characters");
            return null;
        }
        return scalar.text();
    }
}
