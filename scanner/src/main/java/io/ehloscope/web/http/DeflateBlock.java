package io.ehloscope.web.http;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;

/**
 * A text, compressed once to be sent many times: a part of a deflate stream (RFC 1951) that ends on a byte boundary and
 * refers to nothing before it. So parts compressed at different times can be concatenated into one stream and sent as
 * one gzip member. One member matters: of several (RFC 1952 section 2.2), curl, browsers and others read only the
 * first. Immutable, provided that the bytes of the pieces are not changed.
 *
 * @param pieces the compressed bytes
 * @param size the length of the uncompressed text in bytes
 * @param checksum the CRC-32 of the uncompressed text
 */
public record DeflateBlock(List<byte[]> pieces, long size, int checksum) {

    /** Magic, deflate, no flags, no time, fastest compression, unknown operating system (RFC 1952 section 2.3). */
    private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 0xff};

    /** An empty final block (RFC 1951 section 3.2.3). */
    private static final byte[] LAST_BLOCK = {3, 0};

    private static final int TRAILER = 8;

    private static final int PIECE = Chunks.SIZE;

    /** Copies the list. */
    public DeflateBlock {
        pieces = List.copyOf(pieces);
    }

    /** The concatenation of these texts. */
    public static DeflateBlock joined(List<DeflateBlock> parts) {
        List<byte[]> all = new ArrayList<>();
        long size = 0;
        int checksum = 0;
        for (DeflateBlock each : parts) {
            all.addAll(each.pieces);
            checksum = Checksum.combined(checksum, each.checksum, each.size);
            size += each.size;
        }
        return new DeflateBlock(all, size, checksum);
    }

    /** The concatenation of these texts as one gzip member (RFC 1952). */
    public static Payload gzip(List<DeflateBlock> parts) {
        DeflateBlock whole = joined(parts);
        List<byte[]> all = new ArrayList<>();
        all.add(HEAD);
        all.addAll(whole.pieces);
        ByteBuffer end = ByteBuffer.allocate(LAST_BLOCK.length + TRAILER).order(ByteOrder.LITTLE_ENDIAN);
        end.put(LAST_BLOCK).putInt(whole.checksum).putInt((int) whole.size);
        all.add(end.array());
        return Payload.of(all);
    }

    /**
     * The concatenation of these texts, decompressed piece by piece as the subscriber requests it, so that the whole is
     * never in memory.
     *
     * @param worker runs the decompression
     */
    public static Payload plain(List<DeflateBlock> parts, Scheduler worker) {
        List<byte[]> all = parts.stream().flatMap(each -> each.pieces.stream()).toList();
        return new Payload(
                parts.stream().mapToLong(DeflateBlock::size).sum(),
                Flux.generate(() -> new Decompression(all), Decompression::next, Decompression::end)
                        .subscribeOn(worker));
    }

    /** The state of one decompression. */
    private static final class Decompression {
        private final List<byte[]> pieces;
        private final Inflater inflater = new Inflater(true);
        private int taken;

        Decompression(List<byte[]> pieces) {
            this.pieces = pieces;
        }

        Decompression next(SynchronousSink<byte[]> sink) {
            byte[] piece = new byte[PIECE];
            int filled = 0;
            try {
                do {
                    filled += inflater.inflate(piece, filled, PIECE - filled);
                } while (filled < PIECE && (!inflater.needsInput() || feedNext()));
            } catch (DataFormatException e) {
                throw new IllegalStateException("what was packed here cannot be unpacked", e);
            }
            if (filled == 0) {
                sink.complete();
            } else {
                sink.next(filled == PIECE ? piece : Arrays.copyOf(piece, filled));
            }
            return this;
        }

        /** Sets the next piece as input, once the inflater has used up the last; returns false if there is none. */
        private boolean feedNext() {
            if (taken == pieces.size()) {
                return false;
            }
            inflater.setInput(pieces.get(taken++));
            return true;
        }

        void end() {
            inflater.end();
        }
    }
}
