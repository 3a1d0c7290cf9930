package io.ehloscope.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a pasted transcript from a file or from standard input, and detects its encoding. */
final class PasteFile {

    /** The size limit: larger than any dialogue, and than most protocol logs of a day. */
    static final int MAX_BYTES = 16 << 20;

    private static final int EXAMINED_CHARS = 8_192;

    private PasteFile() {}

    /** Returns the text of the file, or of standard input for null or {@code -}; throws a usage error if it cannot. */
    static String read(@Nullable Path file, InputStream stdin) {
        boolean isStdin = file == null || file.toString().equals("-");
        String name = isStdin ? "stdin" : String.valueOf(file);
        byte[] bytes = isStdin ? bytes(stdin, name) : bytes(Path.of(name));
        if (bytes.length > MAX_BYTES) {
            throw CommandException.usage(name + ": more than " + (MAX_BYTES >> 20) + " MiB; cut out the dialogue");
        }
        String text = decoded(bytes);
        if (text.isBlank()) {
            throw CommandException.usage(
                    name + ": it is empty; it must contain a reply to EHLO, with lines like \"250-SIZE\"");
        }
        if (isBinary(text)) {
            throw CommandException.usage(name + ": this is a binary file, not text");
        }
        return text;
    }

    private static byte[] bytes(Path file) {
        if (Files.isDirectory(file)) {
            throw CommandException.usage(file + ": this is a directory; name a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return bytes(in, file.toString());
        } catch (NoSuchFileException e) {
            throw CommandException.usage(file + ": there is no such file");
        } catch (AccessDeniedException e) {
            throw CommandException.usage(file + ": no permission to read it");
        } catch (IOException e) {
            throw CommandException.usage(file + ": cannot be read: " + e.getMessage());
        }
    }

    private static byte[] bytes(InputStream in, String name) {
        try {
            return in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw CommandException.usage(name + ": cannot be read: " + e.getMessage());
        }
    }

    /** Decodes by the UTF-16 byte order mark, else as UTF-8, else as windows-1252. */
    private static String decoded(byte[] bytes) {
        if (startsWith(bytes, 0xff, 0xfe)) {
            return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16LE);
        }
        if (startsWith(bytes, 0xfe, 0xff)) {
            return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16BE);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, windows());
        }
    }

    private static Charset windows() {
        return Charset.isSupported("windows-1252") ? Charset.forName("windows-1252") : StandardCharsets.ISO_8859_1;
    }

    private static boolean startsWith(byte[] bytes, int first, int second) {
        return bytes.length > 1 && (bytes[0] & 0xff) == first && (bytes[1] & 0xff) == second;
    }

    /** A text is binary if its start contains a NUL or more than one control character in ten. */
    private static boolean isBinary(String text) {
        String head = text.substring(0, Math.min(EXAMINED_CHARS, text.length()));
        long odd = head.chars()
                .filter(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\u001b')
                .count();
        return head.indexOf('\0') >= 0 || odd * 10 > head.length();
    }
}
