package io.ehloscope.yaml;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The keys of a mapping.
 *
 * @param where what to call the mapping in a message: "in ..."
 * @param keys all of them, in the order of the reference
 */
public record Schema(String where, List<Key<?>> keys) {

    /** Copies the keys. */
    public Schema {
        keys = List.copyOf(keys);
    }

    /** The names in the order of the reference. */
    public Set<String> names() {
        return keys.stream().map(Key::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Reads a mapping with these keys; unknown and missing keys are added to the problems. */
    public Section read(Node.Mapping mapping, Problems problems) {
        for (Node.Entry entry : mapping.entries()) {
            if (keys.stream().noneMatch(key -> key.name().equals(entry.key()))) {
                problems.unknown(entry.keyLocation(), "key", entry.key(), where, names());
            }
        }
        for (Key<?> key : keys) {
            if (key.byDefault() == null && mapping.get(key.name()) == null) {
                problems.add(
                        mapping.location(),
                        key.name() + " is missing in " + where,
                        "expected: " + key.form().type());
            }
        }
        return new Section(mapping, problems);
    }
}
