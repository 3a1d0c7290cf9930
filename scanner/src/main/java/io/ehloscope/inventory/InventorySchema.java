package io.ehloscope.inventory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The JSON Schema (2020-12) of inventories and profiles, for editors. It accepts everything that
 * {@link InventoryReader} accepts, but does not detect everything that the reader rejects, such as duplicate targets
 * and missing lists of hosts.
 */
public final class InventorySchema {

    private static final String RESOURCE = "/io/ehloscope/schema/inventory.schema.json";

    private InventorySchema() {}

    /** The text of the schema. */
    public static String text() {
        try (InputStream in = InventorySchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the program comes without " + RESOURCE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the program cannot read its own " + RESOURCE, e);
        }
    }
}
