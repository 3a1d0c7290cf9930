package io.ehloscope.yaml;

import org.jspecify.annotations.Nullable;

/** A mapping with known keys. Read each key once: its problems are added on every read. */
public final class Section {

    private final Node.Mapping mapping;
    private final Problems problems;

    Section(Node.Mapping mapping, Problems problems) {
        this.mapping = mapping;
        this.problems = problems;
    }

    /** The value of a key; null if it is not set or invalid. */
    public <T> @Nullable T get(Key<T> key) {
        Node value = mapping.get(key.name());
        return value == null ? null : key.form().read(value, key.name(), problems);
    }

    /** The value of a key; {@code otherwise} if it is not set or invalid. */
    public <T> T get(Key<T> key, T otherwise) {
        T value = get(key);
        return value == null ? otherwise : value;
    }

    /** Whether the key is set, whatever its value. */
    public boolean has(Key<?> key) {
        return mapping.get(key.name()) != null;
    }

    /** Where the value of a key begins, or where the mapping begins if the key is not set. */
    public Location location(Key<?> key) {
        Node value = mapping.get(key.name());
        return value == null ? mapping.location() : value.location();
    }

    /** Where the mapping begins. */
    public Location location() {
        return mapping.location();
    }
}
