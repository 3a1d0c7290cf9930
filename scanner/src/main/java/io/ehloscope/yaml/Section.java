package io.ehloscope.yaml;

import org.jspecify.annotations.Nullable;

/** A mapping whose keys are known. Read each key once: a mistake is noted as often as its key is read. */
public final class Section {

    private final Node.Mapping mapping;
    private final Problems problems;

    Section(Node.Mapping mapping, Problems problems) {
        this.mapping = mapping;
        this.problems = problems;
    }

    /** The value of a key; null where it is not set, or mistaken. */
    public <T> @Nullable T get(Key<T> key) {
        Node value = mapping.get(key.name());
        return value == null ? null : key.form().read(value, key.name(), problems);
    }

    /** The value of a key; the given one where it is not set, or mistaken. */
    public <T> T get(Key<T> key, T otherwise) {
        T value = get(key);
        return value == null ? otherwise : value;
    }

    /** Whether the key is there, whatever its value. */
    public boolean has(Key<?> key) {
        return mapping.get(key.name()) != null;
    }

    /** Where the value of a key begins, or the mapping, where it is not set. */
    public Location location(Key<?> key) {
        Node value = mapping.get(key.name());
        return value == null ? mapping.location() : value.location();
    }

    /** Where the mapping begins. */
    public Location location() {
        return mapping.location();
    }
}
