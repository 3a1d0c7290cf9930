package io.ehloscope.yaml;

import io.ehloscope.text.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the text of a file, which must be UTF-8, or UTF-16 with a byte order mark as PowerShell writes it. */
public final class FileText {

    /** The largest file that is read; 100,000 servers take 7 MB. */
    private static final int MAX_BYTES = 128 * 1024 * 1024;

    /** The files of a folder that are compared with the name of a missing one. */
    private static final int MOST_NEIGHBORS = 1_000;

    private FileText() {}

    /** The text of a file; null if it cannot be read as text, which is then added to the problems. */
    public static @Nullable String read(Path path, Problems problems) {
        if (Files.isDirectory(path)) {
            problems.add(null, "this is a directory", "name a file in it");
            return null;
        }
        try (InputStream in = Files.newInputStream(path)) {
            return read(in, problems);
        } catch (NoSuchFileException e) {
            problems.add(null, "there is no such file", neighbor(path));
        } catch (AccessDeniedException e) {
            problems.add(null, "this file is not readable", "check its permissions");
        } catch (IOException e) {
            problems.add(null, "this file cannot be read: " + e.getMessage());
        }
        return null;
    }

    /** Suggests the file of the same folder whose name is nearest; null if none is near. */
    private static @Nullable String neighbor(Path missing) {
        Path name = missing.getFileName();
        Path folder = missing.toAbsolutePath().getParent();
        if (name == null || folder == null) {
            return null;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.limit(MOST_NEIGHBORS)
                    .map(each -> String.valueOf(each.getFileName()))
                    .sorted()
                    .toList();
            String nearest = Spelling.nearest(name.toString(), names);
            return nearest == null
                    ? null
                    : "did you mean "
                            + ValueType.quoted(missing.resolveSibling(nearest).toString()) + "?";
        } catch (IOException | UncheckedIOException unreadable) {
            return null;
        }
    }

    /** {@link #read(Path, Problems)} of a regular file only: reading a pipe or a device can block forever. */
    public static @Nullable String readRegular(Path path, Problems problems) {
        if (Files.isRegularFile(path) || Files.isDirectory(path) || Files.notExists(path)) {
            return read(path, problems);
        }
        problems.add(null, "this is not a regular file", "replace it with a file");
        return null;
    }

    /** {@link #read(Path, Problems)} of a stream, which is not closed. */
    public static @Nullable String read(InputStream in, Problems problems) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            problems.add(null, "this file is larger than " + MAX_BYTES / (1024 * 1024) + " MiB");
            return null;
        }
        return decode(bytes, problems);
    }

    private static @Nullable String decode(byte[] bytes, Problems problems) {
        int mark = bytes.length < 2 ? 0 : ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
        return switch (mark) {
            case 0xfffe -> utf16(bytes, StandardCharsets.UTF_16LE, problems);
            case 0xfeff -> utf16(bytes, StandardCharsets.UTF_16BE, problems);
            default -> utf8(bytes, problems);
        };
    }

    private static @Nullable String utf16(byte[] bytes, Charset form, Problems problems) {
        try {
            return form.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 2, bytes.length - 2))
                    .toString();
        } catch (CharacterCodingException e) {
            problems.add(null, "this file begins as UTF-16, but is not valid UTF-16", "save it as UTF-8");
            return null;
        }
    }

    private static @Nullable String utf8(byte[] bytes, Problems problems) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CoderResult result = decoder.decode(in, text, true);
        if (result.isError()) {
            problems.add(
                    location(bytes, in.position()),
                    "this file is not UTF-8: byte 0x" + String.format("%02x", bytes[in.position()]),
                    "save it as UTF-8");
            return null;
        }
        text.flip();
        boolean hasMark = text.length() > 0 && text.charAt(0) == '\ufeff';
        return hasMark ? text.subSequence(1, text.length()).toString() : text.toString();
    }

    private static Location location(byte[] bytes, int at) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < at; i++) {
            if (bytes[i] == '\n') {
                line++;
                start = i + 1;
            }
        }
        return new Location(line, new String(bytes, start, at - start, StandardCharsets.UTF_8).length() + 1);
    }
}
