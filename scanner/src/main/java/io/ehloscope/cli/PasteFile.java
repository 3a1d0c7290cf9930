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

/** Reads what somebody pasted, from a file or from standard input, in whatever encoding their editor wrote it. */
final class PasteFile {

    /** More than any dialogue, and than a day of most protocol logs. */
    static final int MAX_BYTES = 16 << 20;

    private static final int LOOKED_AT = 8_192;

    private PasteFile() {}

    /** The text of the file, or of standard input where there is none; every trouble with it as a usage error. */
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

    /** By the byte order mark that Windows programs write, else UTF-8, else the usual one of Windows. */
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

    /** A zero, or more than one control character in ten, is in no text that anybody pastes. */
    private static boolean isBinary(String text) {
        String head = text.substring(0, Math.min(LOOKED_AT, text.length()));
        long odd = head.chars()
                .filter(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\u001b')
                .count();
        return head.indexOf('\0') >= 0 || odd * 10 > head.length();
    }
}
