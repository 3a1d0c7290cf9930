package io.ehloscope.yaml;

import java.util.Map;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * Takes every scalar for text, and tells nothing but nothing from it. What a value has to be is known to whoever asks for it, and
 * to try regular expressions for whole numbers, fractions and truth on each of 100,000 servers takes its time.
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
