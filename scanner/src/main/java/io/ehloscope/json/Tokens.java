package io.ehloscope.json;

import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a file of JSON values as a stream, within bounds. A violation of the format is a {@link BaselineException} with
 * its location.
 */
final class Tokens implements AutoCloseable {

    /** The most characters of a text; more than any result needs. */
    private static final int MAX_CHARACTERS = 1 << 20;

    /** The most levels of nesting: six are needed; unknown members may be deeper. */
    private static final int MAX_LEVELS = 64;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_CHARACTERS)
                    .maxNestingDepth(MAX_LEVELS)
                    .build())
            .build();

    private final String file;
    private final JsonParser json;

    Tokens(String file, InputStream in) {
        this.file = file;
        this.json = FACTORY.createParser(ObjectReadContext.empty(), in);
    }

    /** Advances to the next value at the top level; false at the end of the file. */
    boolean next() {
        return json.nextToken() != null;
    }

    /** The location of the current value. */
    TokenStreamLocation place() {
        return json.currentTokenLocation();
    }

    /** The location up to which the file is read. */
    TokenStreamLocation here() {
        return json.currentLocation();
    }

    BaselineException fault(TokenStreamLocation place, String sentence) {
        return new BaselineException(file, place, sentence);
    }

    /**
     * Reads an object. The consumer of a member reads its value, or calls {@link #skip}. Members with the value null
     * are skipped.
     */
    void object(String name, Consumer<String> member) {
        expect(JsonToken.START_OBJECT, name + " is not an object");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_NULL) {
                member.accept(key);
            }
        }
    }

    /** Reads an array. The consumer of an element reads its value. */
    void array(String name, Runnable element) {
        expect(JsonToken.START_ARRAY, name + " is not an array");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            element.run();
        }
    }

    String text(String name) {
        expect(JsonToken.VALUE_STRING, name + " is not text");
        return json.getString();
    }

    List<String> texts(String name, int most) {
        List<String> texts = new ArrayList<>();
        array(name, () -> {
            if (texts.size() == most) {
                throw fault(place(), name + " has more than " + most + " elements");
            }
            texts.add(text("an element of " + name));
        });
        return texts;
    }

    int count(String name) {
        expect(JsonToken.VALUE_NUMBER_INT, name + " is not a whole number");
        if (json.getNumberType() != JsonParser.NumberType.INT || json.getIntValue() < 0) {
            throw fault(place(), name + " is not a number of targets");
        }
        return json.getIntValue();
    }

    Instant time(String name) {
        String text = text(name);
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw fault(place(), name + " is not a time such as 2026-03-01T12:00:00.000Z");
        }
    }

    /** Skips a value of any kind. */
    void skip() {
        json.skipChildren();
    }

    @Override
    public void close() {
        json.close();
    }

    private void expect(JsonToken token, String sentence) {
        if (json.currentToken() != token) {
            throw fault(place(), sentence);
        }
    }
}
