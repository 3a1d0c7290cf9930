package io.ehloscope.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON into the {@link Node}s that {@link YamlReader} reads YAML into. A syntax error ends the reading. */
public final class JsonReader {

    private static final int MAX_DEPTH = 64;

    /** The largest number of characters of a key or a value. */
    private static final int MAX_SCALAR = 64 * 1024;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(MAX_SCALAR)
                    .maxStringLength(MAX_SCALAR)
                    .build())
            .build();

    private final JsonParser parser;
    private final Problems problems;

    private JsonReader(JsonParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /**
     * Reads a document.
     *
     * @param problems receives the problems
     * @return the document; null if its syntax is broken, which is then added to the problems
     */
    public static @Nullable Node read(String text, Problems problems) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return new JsonReader(parser, problems).document();
        } catch (JacksonException e) {
            problems.add(location(e.getLocation()), "this is not valid JSON", "validate it with a JSON tool");
            return null;
        }
    }

    private @Nullable Node document() {
        JsonToken first = parser.nextToken();
        if (first == null) {
            problems.add(null, "this JSON is empty");
            return null;
        }
        Node root = value(first);
        if (parser.nextToken() != null) {
            problems.add(location(), "text follows the JSON value", "send one value");
        }
        return root;
    }

    private Node value(JsonToken token) {
        Location location = location();
        return switch (token) {
            case START_OBJECT -> mapping(location);
            case START_ARRAY -> sequence(location);
            case VALUE_NULL -> new Node.Scalar("", true, location);
            default -> new Node.Scalar(parser.getString(), false, location);
        };
    }

    private Node sequence(Location location) {
        List<Node> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(token));
        }
        return new Node.Sequence(items, location);
    }

    private Node mapping(Location location) {
        List<Node.Entry> entries = new ArrayList<>();
        Map<String, Location> seen = new HashMap<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            Location keyLocation = location();
            String key = parser.currentName();
            Node value = value(parser.nextToken());
            Location first = seen.putIfAbsent(key, keyLocation);
            if (first == null) {
                entries.add(new Node.Entry(key, keyLocation, value));
            } else {
                problems.add(
                        keyLocation,
                        problems.quoted(key) + " is set twice",
                        "it is already set in line " + first.line());
            }
        }
        return new Node.Mapping(entries, location);
    }

    private Location location() {
        return location(parser.currentTokenLocation());
    }

    private static Location location(@Nullable TokenStreamLocation location) {
        return location == null
                ? Location.START
                : new Location(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }
}
