package io.ehloscope.yaml;

import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads a YAML file into {@link Node}s, by the streaming parser: it is the one that knows lines and columns, duplicate
 * keys and aliases. Syntax errors end the reading; everything else that is wrong is noted and read on.
 */
public final class YamlReader {

    /** The reader beneath stops at 3 MiB by default; 100,000 servers are 7 MiB. */
    private static final int MAX_CODE_POINTS = 256 * 1024 * 1024;

    private static final int MAX_DEPTH = 64;

    private final Mistakes mistakes;
    private final YAMLParser parser;

    private YamlReader(Reader in, Mistakes mistakes) {
        this.mistakes = mistakes;
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(MAX_CODE_POINTS)
                .setAllowDuplicateKeys(true) // found here instead, where the reading goes on
                .setLabel(mistakes.file())
                .setSchema(new TextSchema())
                .build();
        YAMLFactory factory = YAMLFactory.builder().loadSettings(settings).build();
        this.parser = (YAMLParser) factory.createParser(ObjectReadContext.empty(), in);
    }

    /**
     * Reads the one document of a file.
     *
     * @param in the text; not closed
     * @param mistakes takes what is wrong
     * @return the document; null where the file is empty or its syntax is broken, which is then among the mistakes
     */
    public static @Nullable Node read(Reader in, Mistakes mistakes) {
        try {
            return new YamlReader(in, mistakes).document();
        } catch (JacksonException e) {
            mistakes.add(mark(e.getLocation()), "broken YAML: " + plainWords(e), hint(e));
            return null;
        }
    }

    private @Nullable Node document() {
        JsonToken token = parser.nextToken();
        if (token == null) {
            mistakes.add(null, "the file is empty");
            return null;
        }
        Node root = value(token, 0);
        if (parser.nextToken() != null) {
            mistakes.add(mark(), "a second document begins here", "one file holds one document");
        }
        return root;
    }

    private Node value(JsonToken token, int depth) {
        Mark mark = mark();
        if (depth > MAX_DEPTH) {
            mistakes.refuse(mark, "nested more than " + MAX_DEPTH + " levels deep", "an inventory needs five");
            parser.skipChildren();
            return new Node.Scalar("", true, mark);
        }
        if (parser.isCurrentAlias()) {
            mistakes.refuse(
                    mark,
                    "an alias (*" + parser.getString() + ") is not understood here",
                    "write the value out, or set it once under defaults or for the site");
            return new Node.Scalar("", true, mark);
        }
        return switch (token) {
            case START_OBJECT -> mapping(mark, depth);
            case START_ARRAY -> sequence(mark, depth);
            case VALUE_NULL -> new Node.Scalar("", true, mark);
            default -> scalar(mark);
        };
    }

    private Node scalar(Mark mark) {
        String text = parser.getString();
        return new Node.Scalar(text, text.equals("~"), mark);
    }

    private Node sequence(Mark mark, int depth) {
        List<Node> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(token, depth + 1));
        }
        return new Node.Sequence(items, mark);
    }

    private Node mapping(Mark mark, int depth) {
        List<Node.Entry> entries = new ArrayList<>();
        Map<String, Mark> seen = new HashMap<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            String key = parser.currentName();
            Mark keyMark = mark();
            Node value = value(parser.nextToken(), depth + 1);
            Mark first = seen.putIfAbsent(key, keyMark);
            if (first == null) {
                entries.add(new Node.Entry(key, keyMark, value));
            } else {
                mistakes.add(keyMark, "\"" + key + "\" is set twice", "it is set before in line " + first.line());
            }
        }
        return new Node.Mapping(entries, mark);
    }

    private Mark mark() {
        return mark(parser.currentTokenLocation());
    }

    private static Mark mark(@Nullable TokenStreamLocation location) {
        if (location == null) {
            return Mark.START;
        }
        return new Mark(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    /** The parser's own words without its excerpt and repeated positions. */
    private static String plainWords(JacksonException e) {
        StringBuilder words = new StringBuilder();
        for (String line : e.getOriginalMessage().lines().toList()) {
            boolean excerpt = line.startsWith("    ") || line.strip().startsWith("in ") || line.isBlank();
            if (!excerpt) {
                words.append(words.isEmpty() ? "" : ", ").append(line.strip());
            }
        }
        return words.toString();
    }

    private static @Nullable String hint(JacksonException e) {
        String message = e.getOriginalMessage();
        if (message.contains("'\\t'") || message.contains("\\t(TAB)")) {
            return "indent with blanks, not with tabs";
        }
        if (message.contains("<scalar>") || message.contains("'['") || message.contains("flow")) {
            return "a value that begins with [ or holds brackets inside {…} wants quotes, like \"[2001:db8::1]:25\"";
        }
        return null;
    }
}
