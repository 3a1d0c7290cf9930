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
 * The lines of a packed file, bounded: a small file may unpack to any size. It may unpack to what its last four bytes say,
 * which is the size when it was packed, and to {@link #MOST_BYTES} at most; a line has at most {@link #MOST_CHARACTERS}.
 */
final class SnapshotLines implements AutoCloseable {

    /** A million targets with a finding each need about half of it. */
    static final long MOST_BYTES = 2L << 30;

    /** A target may have 64 addresses, each with evidence of 64 KiB. */
    static final int MOST_CHARACTERS = 8 << 20;

    private static final int BUFFER = 65_536;

    private final BufferedReader in;

    private SnapshotLines(BufferedReader in) {
        this.in = in;
    }

    /** Opens a regular file. */
    static SnapshotLines open(Path file) throws IOException {
        long most = Math.min(MOST_BYTES, packed(file));
        InputStream packed = Files.newInputStream(file);
        try {
            return new SnapshotLines(new BufferedReader(new InputStreamReader(
                    new Bounded(new GZIPInputStream(packed, BUFFER), most), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            packed.close();
            throw e;
        }
    }

    /** The size that gzip says in its last four bytes, the lowest first. */
    private static long packed(Path file) throws IOException {
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
            if (line.length() == MOST_CHARACTERS) {
                throw new IOException("a line is longer than " + MOST_CHARACTERS + " characters");
            }
            line.append((char) each);
        }
        return line.isEmpty() ? null : line.toString();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Fails where there is more than there may be. */
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
                throw new IOException("it unpacks to more than it says, or than " + MOST_BYTES + " bytes");
            }
        }
    }
}
