package io.ehloscope.web.http;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A byte buffer that grows in pieces of {@link #SIZE}, so that growth copies nothing. Not thread-safe. */
final class Chunks extends OutputStream {

    /** Small, because a connection takes 128 pieces at once even if its client reads slowly: 1 MiB in all. */
    static final int SIZE = 8 * 1024;

    private final List<byte[]> full = new ArrayList<>();
    private byte[] current = new byte[SIZE];
    private int used;

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (used == SIZE) {
                full.add(current);
                current = new byte[SIZE];
                used = 0;
            }
            int taken = Math.min(left, SIZE - used);
            System.arraycopy(bytes, from, current, used, taken);
            used += taken;
            from += taken;
            left -= taken;
        }
    }

    /** The number of bytes written. */
    long size() {
        return (long) full.size() * SIZE + used;
    }

    /** All bytes written, in order. */
    List<byte[]> pieces() {
        List<byte[]> all = new ArrayList<>(full);
        all.add(Arrays.copyOf(current, used));
        return all;
    }
}
