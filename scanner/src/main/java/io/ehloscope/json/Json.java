package io.ehloscope.json;

import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes JSON. Text may come from servers; characters that can affect a terminal (C0, DEL, C1, invisible format
 * characters) are written as JSON escapes, which do not change the value.
 */
public final class Json {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .characterEscapes(new Escapes())
            .rootValueSeparator("")
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build();

    private Json() {}

    /**
     * A generator that writes any number of values, with nothing between them. It neither flushes nor closes the
     * writer.
     */
    public static JsonGenerator generator(Writer out) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
    }

    /** Writes something to the writer, without flushing the writer. Exceptions of the writer are thrown unwrapped. */
    public static void write(JsonGenerator json, Consumer<JsonGenerator> something) throws IOException {
        try {
            something.accept(json);
            json.flush();
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }

    /** The text with lone surrogates, which no encoding can carry, replaced by U+FFFD. */
    public static String wellFormed(String text) {
        StringBuilder fixed = null;
        int first = firstSurrogate(text);
        for (int i = first; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                fixed = fixed == null ? new StringBuilder(text) : fixed;
                fixed.setCharAt(i, '\ufffd');
            }
        }
        return fixed == null ? text : fixed.toString();
    }

    /** The index of the first surrogate, or the length: nearly every text has none. */
    private static int firstSurrogate(String text) {
        int i = 0;
        while (i < text.length() && !Character.isSurrogate(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** Standard escapes, and those of invisible characters. */
    private static final class Escapes extends CharacterEscapes {

        private static final long serialVersionUID = 1;

        private final int[] ascii = standardAsciiEscapesForJSON();

        Escapes() {
            ascii[0x7f] = ESCAPE_STANDARD;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return Arrays.copyOf(ascii, ascii.length);
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            return switch (Character.getType(c)) {
                case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    new SerializedString(String.format("\\u%04x", c));
                default -> null;
            };
        }
    }
}
