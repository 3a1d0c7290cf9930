package io.ehloscope.storage;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a compressed file, within bounds: a small file may decompress to any size. It may decompress to
 * the size in its last four bytes, which gzip records, and to at most {@link #MAX_BYTES} bytes; a line has at most
 * {@link #MAX_CHARACTERS} characters.
 */
final class SnapshotLines implements AutoCloseable {

    /** The most bytes of a decompressed file; a million targets with findings need about half of it. */
    static final long MAX_BYTES = 2L << 30;

    /** The most characters of a line; a target may have 64 addresses, each with a transcript of 64 KiB. */
    static final int MAX_CHARACTERS = 8 << 20;

    private static final int BUFFER = 65_536;

    private final BufferedReader in;

    private SnapshotLines(BufferedReader in) {
        this.in = in;
    }

    /** Opens a regular file. */
    static SnapshotLines open(Path file) throws IOException {
        long most = Math.min(MAX_BYTES, recordedSize(file));
        InputStream compressed = Files.newInputStream(file);
        try {
            return new SnapshotLines(new BufferedReader(new InputStreamReader(
                    new Bounded(new GZIPInputStream(compressed, BUFFER), most), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            compressed.close();
            throw e;
        }
    }

    /**
     * The decompressed size in the last four bytes of the file, least significant byte first (RFC 1952 section 2.3.1).
     */
    private static long recordedSize(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            if (bytes.length() < Integer.BYTES) {
                throw new IOException("its end is missing");
            }
            bytes.seek(bytes.length() - Integer.BYTES);
            return Integer.toUnsignedLong(Integer.reverseBytes(bytes.readInt()));
        }
    }

    /** The next line; null at the end. */
    @Nullable
    String next() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int each = in.read(); each >= 0; each = in.read()) {
            if (each == '\n') {
                return line.toString();
            }
            if (line.length() == MAX_CHARACTERS) {
                throw new IOException("a line is longer than " + MAX_CHARACTERS + " characters");
            }
            line.append((char) each);
        }
        return line.isEmpty() ? null : line.toString();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Fails if the stream has more bytes than allowed. */
    private static final class Bounded extends FilterInputStream {
        private long left;

        Bounded(InputStream in, long most) {
            super(in);
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) throws IOException {
            left -= read;
            if (left < 0) {
                throw new IOException("it unpacks to more than it says, or than " + MAX_BYTES + " bytes");
            }
        }
    }
}
