package io.ehloscope.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what a server may send through TLS. Session tickets, key updates and empty records decrypt to nothing, so no
 * bound on replies applies to them, and the platform keeps some of them until the connection ends. The guard counts
 * records and bytes in front of the {@link SslHandler}, and the decrypted buffers behind it.
 *
 * <p>The guard forwards each record separately. When a bound is exceeded, it fires an {@link Excess} up the pipeline,
 * and forwards nothing more.
 */
public final class TlsGuard {

    /** Records in a handshake. A handshake in fragments of 512 bytes (RFC 6066 section 4) has about 100. */
    static final int HANDSHAKE_RECORDS = 256;

    /**
     * Bytes in a handshake. A message with certificates may have 32 KiB, and a list of the client's authorities may
     * accompany it.
     */
    static final int HANDSHAKE_BYTES = 48 * 1_024;

    /** Records after the handshake. A server that sends each byte of a usual reply separately stays below the bound. */
    static final int RECORDS = 1_024;

    /**
     * Bytes after the handshake. All replies have at most 16 KiB; the rest is the overhead of {@link #RECORDS} records.
     */
    static final int BYTES = 64 * 1_024;

    /** TLS 1.3 records after the handshake that decrypt to nothing. Servers send two tickets, some of them four. */
    static final int EMPTY_RECORDS = 32;

    /**
     * The longest record: 16 KiB, and the expansion that encryption may add (RFC 8446 section 5.2 and RFC 5246 section
     * 6.2.3).
     */
    private static final int MAX_RECORD_LENGTH = 16_384 + 2_048;

    private static final int HEADER = 5;
    private static final int HANDSHAKE = 22;

    private final SslHandler tls;
    private int records;
    private int yields;
    private long bytes;
    private int recordsBefore;
    private int emptyBefore;
    private long bytesBefore;
    private boolean established;

    /**
     * The server sent more through TLS than a mail server has to send.
     *
     * @param sentence which bound it exceeded
     */
    public record Excess(String sentence) {}

    private TlsGuard(SslHandler tls) {
        this.tls = tls;
    }

    /** Puts the handler first in the pipeline, between the two sides of a new guard. */
    public static void install(ChannelPipeline pipeline, SslHandler tls) {
        TlsGuard guard = new TlsGuard(tls);
        pipeline.addFirst(guard.new Behind());
        pipeline.addFirst(tls);
        pipeline.addFirst(guard.new Before());
    }

    private static boolean isRecord(int type) {
        return type >= 20 && type <= 24;
    }

    /** Which bound is exceeded; null if none is. */
    private @Nullable String excess(int type, int length) {
        if (length > MAX_RECORD_LENGTH) {
            return "a TLS record of " + length + " bytes; no more than " + MAX_RECORD_LENGTH + " are read";
        }
        if (!tls.handshakeFuture().isDone()) {
            return tooMuch("in the TLS handshake", records, HANDSHAKE_RECORDS, bytes, HANDSHAKE_BYTES);
        }
        boolean hidesMessages = tls.engine().getSession().getProtocol().equals("TLSv1.3");
        if (!established) {
            established = true;
            recordsBefore = records;
            bytesBefore = bytes;
            emptyBefore = records - yields;
        }
        if (type == HANDSHAKE && !hidesMessages) {
            return "the server asks for another TLS handshake after the first; none is made";
        }
        if (hidesMessages && records - yields - emptyBefore > EMPTY_RECORDS) {
            return "more than " + EMPTY_RECORDS
                    + " TLS records without data after the handshake, such as session tickets and key updates";
        }
        return tooMuch("through TLS after the handshake", records - recordsBefore, RECORDS, bytes - bytesBefore, BYTES);
    }

    private static @Nullable String tooMuch(String when, int records, int mostRecords, long bytes, int mostBytes) {
        if (records > mostRecords) {
            return "more than " + mostRecords + " records " + when;
        }
        return bytes > mostBytes ? "more than " + mostBytes + " bytes " + when : null;
    }

    /** In front of the {@link SslHandler}. */
    private final class Before extends ChannelInboundHandlerAdapter {

        private int headerBytes;
        private int type;
        private int length;
        private int left;
        private boolean isOver;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf in = (ByteBuf) message;
            try {
                while (!isOver && in.isReadable()) {
                    ByteBuf piece = in.readRetainedSlice(take(in));
                    String excess = excess(type, length);
                    if (excess == null) {
                        ctx.fireChannelRead(piece);
                    } else {
                        piece.release();
                        isOver = true;
                        ctx.fireUserEventTriggered(new Excess(excess));
                    }
                }
            } finally {
                in.release();
            }
        }

        /**
         * How many of these bytes belong to the current record. Bytes that are not a record pass through unchanged; the
         * {@link SslHandler} rejects them.
         */
        private int take(ByteBuf in) {
            int from = in.readerIndex();
            int at = from;
            while (headerBytes < HEADER && at < in.writerIndex()) {
                readHeader(in.getUnsignedByte(at++));
            }
            if (!isRecord(type)) {
                at = in.writerIndex();
                headerBytes = 0;
            } else if (headerBytes == HEADER) {
                int rest = Math.min(left, in.writerIndex() - at);
                at += rest;
                left -= rest;
                if (left == 0) {
                    headerBytes = 0;
                    records++;
                }
            }
            bytes += at - from;
            return at - from;
        }

        private void readHeader(int b) {
            switch (headerBytes++) {
                case 0 -> {
                    type = b;
                    length = 0;
                }
                case 3 -> length = b << 8;
                case 4 -> {
                    length |= b;
                    left = length;
                }
                default -> {
                    // The version bytes are ignored.
                }
            }
        }
    }

    /** Behind the {@link SslHandler}: counts decrypted buffers. */
    private final class Behind extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            yields++;
            ctx.fireChannelRead(message);
        }
    }
}
