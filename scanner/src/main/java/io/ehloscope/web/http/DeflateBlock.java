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
 * A text, packed once to be sent often: a part of a deflate stream (RFC 1951) that ends on a whole byte and refers to
 * nothing before it. So parts can be put one behind the other, those that were packed long ago and those of now, and give
 * one stream; and one member of gzip, which every client unpacks: of several (RFC 1952 section 2.2) curl, browsers and
 * others read only the first. Immutable, as far as nobody writes into the pieces.
 *
 * @param pieces the packed bytes
 * @param size how many bytes the text has
 * @param checksum its CRC-32
 */
public record DeflateBlock(List<byte[]> pieces, long size, int checksum) {

    /** Magic, deflate, no flags, no time, the least effort, an unknown system (RFC 1952 section 2.3). */
    private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 0xff};

    /** A last block with nothing in it (RFC 1951 section 3.2.3). */
    private static final byte[] LAST_BLOCK = {3, 0};

    private static final int TRAILER = 8;

    private static final int PIECE = Chunks.SIZE;

    /** Copies the list. */
    public DeflateBlock {
        pieces = List.copyOf(pieces);
    }

    /** These texts, one behind the other, as one. */
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

    /** These texts, one behind the other, as a member of gzip. */
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

    /** These texts, one behind the other, unpacked piece by piece as they are asked for: never held as a whole. {@code worker} does it. */
    public static Payload plain(List<DeflateBlock> parts, Scheduler worker) {
        List<byte[]> all = parts.stream().flatMap(each -> each.pieces.stream()).toList();
        return new Payload(
                parts.stream().mapToLong(DeflateBlock::size).sum(),
                Flux.generate(() -> new Unpacking(all), Unpacking::next, Unpacking::end)
                        .subscribeOn(worker));
    }

    /** A text on its way out. */
    private static final class Unpacking {
        private final List<byte[]> pieces;
        private final Inflater inflater = new Inflater(true);
        private int taken;

        Unpacking(List<byte[]> pieces) {
            this.pieces = pieces;
        }

        Unpacking next(SynchronousSink<byte[]> sink) {
            byte[] piece = new byte[PIECE];
            int filled = 0;
            try {
                do {
                    filled += inflater.inflate(piece, filled, PIECE - filled);
                } while (filled < PIECE && (!inflater.needsInput() || fed()));
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

        /** Whether there is another piece; called when all of the last is used up, what it still owed included. */
        private boolean fed() {
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
