package io.ehloscope.yaml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A YAML value with its location. Scalars stay text; the reader of the key interprets them. */
public sealed interface Node {

    /** Where the value begins. */
    Location location();

    /** What to call the value in a message for the user. */
    String kind();

    /**
     * A scalar.
     *
     * @param text as written, quotes and escapes resolved; empty for null
     * @param isNull whether it is null in YAML: empty, {@code null}, or {@code ~}
     * @param location where it begins
     */
    record Scalar(String text, boolean isNull, Location location) implements Node {
        @Override
        public String kind() {
            return isNull ? "nothing" : ValueType.quoted(text);
        }
    }

    /**
     * A list.
     *
     * @param items in order
     * @param location where it begins
     */
    record Sequence(List<Node> items, Location location) implements Node {
        /** Copies the items. */
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /**
     * A mapping, with each key once.
     *
     * @param entries in order
     * @param location where it begins
     */
    record Mapping(List<Entry> entries, Location location) implements Node {
        /** Copies the entries. */
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String kind() {
            return "a mapping";
        }

        /** The value of a key; null if the key is not set. */
        public @Nullable Node get(String key) {
            for (Entry entry : entries) {
                if (entry.key().equals(key)) {
                    return entry.value();
                }
            }
            return null;
        }
    }

    /**
     * One key of a mapping.
     *
     * @param key as written
     * @param keyLocation where the key begins
     * @param value its value
     */
    record Entry(String key, Location keyLocation, Node value) {}
}
