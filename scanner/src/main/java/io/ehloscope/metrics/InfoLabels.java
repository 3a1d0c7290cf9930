package io.ehloscope.metrics;

import io.ehloscope.plan.Target;
import io.ehloscope.text.Printable;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The free labels of an inventory as Prometheus labels. Characters that Prometheus does not allow in a name become
 * {@code _} ({@code data-center} becomes {@code data_center}); names that the program or Prometheus uses, and names
 * that still have an invalid start, get the prefix {@code label_}. All rows of a family have the same names; a target
 * without a label has an empty value.
 */
final class InfoLabels {

    private static final String PREFIX = "label_";
    private static final Pattern NOT_ALLOWED = Pattern.compile("[^a-zA-Z0-9_]");

    /** Label names that Prometheus adds to series or gives a meaning. */
    private static final Set<String> RESERVED = Set.of("job", "instance", "le", "quantile");

    private final List<String> fixed;
    private final Map<String, String> names;

    private InfoLabels(List<String> fixed, Map<String, String> names) {
        this.fixed = fixed;
        this.names = names;
    }

    /** Returns the fixed labels, followed by the labels of all these targets. */
    static InfoLabels of(List<String> fixed, Collection<Target> targets) {
        Set<String> free = new TreeSet<>();
        targets.forEach(target -> free.addAll(target.labels().keySet()));
        Map<String, String> names = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>(fixed);
        taken.addAll(RESERVED);
        // Names that stay unchanged come first, so that no converted name takes one of them.
        free.stream()
                .sorted(Comparator.comparing((String each) -> !allowed(each).equals(each)))
                .forEach(each -> names.put(each, free(allowed(each), taken)));
        return new InfoLabels(fixed, names);
    }

    /** Returns one row: the values of the fixed labels in their order, and the target's free labels. */
    Labels row(List<String> values, Target target) {
        Labels.Builder row = Labels.builder();
        for (int i = 0; i < fixed.size(); i++) {
            row.label(fixed.get(i), Printable.escape(values.get(i)));
        }
        names.forEach(
                (free, name) -> row.label(name, Printable.escape(target.labels().getOrDefault(free, ""))));
        return row.build();
    }

    private static String allowed(String name) {
        String converted = NOT_ALLOWED.matcher(name).replaceAll("_");
        boolean isValid =
                !converted.isEmpty() && !converted.startsWith("__") && !Character.isDigit(converted.charAt(0));
        return isValid ? converted : PREFIX + converted;
    }

    private static String free(String wanted, Set<String> taken) {
        if (taken.add(wanted)) {
            return wanted;
        }
        String prefixed = wanted.startsWith(PREFIX) ? wanted : PREFIX + wanted;
        String name = prefixed;
        for (int i = 2; !taken.add(name); i++) {
            name = prefixed + "_" + i;
        }
        return name;
    }
}
