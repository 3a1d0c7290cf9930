package io.ehloscope.yaml;

import java.util.Map;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * Resolves every scalar as text or null. The reader of a value knows its type, and matching each of 100,000 servers
 * against the regular expressions for numbers and booleans would take time.
 */
final class TextSchema implements Schema {

    @Override
    public ScalarResolver getScalarResolver() {
        return (text, plain) -> plain && (text.isEmpty() || text.equals("null")) ? Tag.NULL : Tag.STR;
    }

    @Override
    public Map<Tag, ConstructNode> getSchemaTagConstructors() {
        return Map.of();
    }
}
