package io.ehloscope.yaml;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads a YAML file into {@link Node}s. Uses the streaming parser, because it reports lines, columns, duplicate keys,
 * anchors, and aliases. An aliased value has the location where it is written. A syntax error ends the reading; any other problem is added, and reading continues.
 */
public final class YamlReader {

    /** The largest text in code points. The default of the parser is 3 MiB; 100,000 servers take 7 MiB. */
    private static final int MAX_CODE_POINTS = 256 * 1024 * 1024;

    private static final int MAX_DEPTH = 64;

    /** The deepest nesting that the parser accepts; parsing takes longer with each level. */
    private static final int MAX_PARSED_DEPTH = 500;

    /** The largest number of characters of a key or a scalar. */
    private static final int MAX_SCALAR = 64 * 1024;

    /**
     * The largest number of characters of a line: the parser holds a line in memory, with 4 bytes for each character.
     * 100,000 servers fit.
     */
    private static final int MAX_LINE = 16 * 1024 * 1024;

    /**
     * The parser copies the part that it has of a word or a comment whenever it reads more, so that a long one takes
     * quadratic time. With a buffer of a sixteenth of the longest line, it copies at most sixteen times.
     */
    private static final int MAX_COPIES = 16;

    private static final int MIN_BUFFER = 1024;

    private final Problems problems;
    private final YAMLParser parser;
    private final Anchors anchors;
    private final ScalarAnchors scalarAnchors;

    /** The values so far, and the deepest level so far of the innermost value with an anchor; with those of aliases. */
    private long values;

    private int deepest;

    private YamlReader(String text, int longestLine, Problems problems) {
        this.problems = problems;
        this.anchors = new Anchors(problems);
        this.scalarAnchors = new ScalarAnchors(text);
        int buffer = Math.max(MIN_BUFFER, longestLine / MAX_COPIES);
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(MAX_CODE_POINTS)
                .setBufferSize(buffer)
                .setAllowDuplicateKeys(true) // found here, so that reading continues
                .setLabel(problems.file())
                .setSchema(new TextSchema())
                .build();
        YAMLFactory factory = YAMLFactory.builder()
                .loadSettings(settings)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_PARSED_DEPTH)
                        .maxNameLength(MAX_LINE)
                        .maxStringLength(MAX_CODE_POINTS)
                        .build())
                .build();
        this.parser = (YAMLParser) factory.createParser(ObjectReadContext.empty(), new PartialReads(text, buffer));
    }

    /**
     * Reads the one document of a file.
     *
     * @param in the text; not closed
     * @param problems receives the problems
     * @return the document; null if the file is empty or its syntax is broken, which is then added to the problems
     */
    public static @Nullable Node read(Reader in, Problems problems) {
        StringWriter text = new StringWriter();
        try {
            in.transferTo(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read(text.toString(), problems);
    }

    /** {@link #read(Reader, Problems)} of a text. */
    public static @Nullable Node read(String text, Problems problems) {
        int longest = longestLine(text, problems);
        if (longest > MAX_LINE) {
            return null;
        }
        try {
            return new YamlReader(text, longest, problems).document();
        } catch (StreamConstraintsException e) {
            problems.add(
                    location(e.getLocation()),
                    "broken YAML: nested more than " + MAX_PARSED_DEPTH + " levels deep",
                    "close the brackets and braces");
            return null;
        } catch (JacksonException e) {
            problems.add(location(e.getLocation()), "broken YAML: " + plainWords(e), hint(e));
            return null;
        }
    }

    /** The length of the longest line in characters; a line that is too long is added to the problems. */
    private static int longestLine(String text, Problems problems) {
        int longest = 0;
        int start = 0;
        int line = 1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '\n';
            if (c != '\n' && c != '\r') {
                continue;
            }
            longest = Math.max(longest, i - start);
            if (longest > MAX_LINE) {
                problems.add(
                        new Location(line, MAX_LINE + 1),
                        "a line of more than " + MAX_LINE / (1024 * 1024) + " Mi characters",
                        "break it into several lines, one for each server");
                return longest;
            }
            boolean paired = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            line += paired ? 0 : 1;
            start = i + 1;
        }
        return longest;
    }

    private @Nullable Node document() {
        JsonToken token = parser.nextToken();
        if (token == null) {
            problems.add(null, "the file is empty");
            return null;
        }
        Node root = value(token, 0);
        if (parser.nextToken() != null) {
            problems.add(location(), "a second document starts here", "a file can contain only one document");
        }
        return root;
    }

    private Node value(JsonToken token, int depth) {
        Location location = location();
        values++;
        if (depth > MAX_DEPTH) {
            problems.refuse(location, "nested more than " + MAX_DEPTH + " levels deep", "an inventory needs five");
            parser.skipChildren();
            return new Node.Scalar("", true, location);
        }
        if (parser.isCurrentAlias()) {
            return alias(parser.getString(), location, depth);
        }
        String anchor = token.isStructStart()
                ? parser.getObjectId()
                : scalarAnchors.at(parser.currentTokenLocation().getCharOffset());
        return anchor == null ? plain(token, location, depth) : anchored(anchor, token, location, depth);
    }

    private Node alias(String name, Location location, int depth) {
        Anchors.Anchored anchored = anchors.resolve(name, location, MAX_DEPTH - depth);
        if (anchored == null) {
            return new Node.Scalar("", true, location);
        }
        values += anchored.size();
        deepest = Math.max(deepest, depth + anchored.height());
        return anchored.value();
    }

    private Node anchored(String anchor, JsonToken token, Location location, int depth) {
        long before = values;
        int outer = deepest;
        deepest = depth;
        anchors.begin(anchor);
        Node value = plain(token, location, depth);
        anchors.end(anchor, new Anchors.Anchored(value, values - before + 1, deepest - depth));
        deepest = Math.max(deepest, outer);
        return value;
    }

    private Node plain(JsonToken token, Location location, int depth) {
        deepest = Math.max(deepest, depth);
        return switch (token) {
            case START_OBJECT -> mapping(location, depth);
            case START_ARRAY -> sequence(location, depth);
            case VALUE_NULL -> new Node.Scalar("", true, location);
            default -> scalar(location);
        };
    }

    private Node scalar(Location location) {
        String text = parser.getString();
        if (text.length() > MAX_SCALAR) {
            problems.refuse(location, "a value of " + text.length() + " characters", "write at most " + MAX_SCALAR);
            return new Node.Scalar("", true, location);
        }
        return new Node.Scalar(text, text.equals("~"), location);
    }

    private Node sequence(Location location, int depth) {
        List<Node> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(token, depth + 1));
        }
        return new Node.Sequence(items, location);
    }

    private Node mapping(Location location, int depth) {
        List<Node.Entry> entries = new ArrayList<>();
        Map<String, Location> seen = new HashMap<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            String key = parser.currentName();
            Location keyLocation = location();
            if (key.length() > MAX_SCALAR) {
                problems.add(keyLocation, "a key of " + key.length() + " characters", "write at most " + MAX_SCALAR);
                key = key.substring(0, MAX_SCALAR);
            }
            Node value = value(parser.nextToken(), depth + 1);
            Location first = seen.putIfAbsent(key, keyLocation);
            if (first == null) {
                entries.add(new Node.Entry(key, keyLocation, value));
            } else {
                problems.add(keyLocation, "\"" + key + "\" is set twice", "it is already set in line " + first.line());
            }
        }
        return new Node.Mapping(seen.containsKey(Anchors.MERGE) ? anchors.merged(entries) : entries, location);
    }

    private Location location() {
        return location(parser.currentTokenLocation());
    }

    private static Location location(@Nullable TokenStreamLocation location) {
        if (location == null) {
            return Location.START;
        }
        return new Location(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    /** The message of the parser without its excerpt and repeated positions. */
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
            return "indent with spaces, not with tabs";
        }
        if (message.contains("<scalar>") || message.contains("'['") || message.contains("flow")) {
            return "quote a value that begins with [ or contains brackets inside {…}, like \"[2001:db8::1]:25\"";
        }
        return null;
    }

    /**
     * Gives text to the parser, always one character less than its buffer holds. If a read ends inside a surrogate
     * pair, the parser reads one character more, and fails if the buffer is full.
     */
    private static final class PartialReads extends StringReader {

        private final int most;

        PartialReads(String text, int most) {
            super(text);
            this.most = most;
        }

        @Override
        public int read(char[] into, int offset, int length) throws IOException {
            return super.read(into, offset, Math.min(length, most));
        }
    }
}
