package io.ehloscope.resolve;

import io.ehloscope.inventory.HostName;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Removes names that are not host names (RFC 1123) from the answers of name servers before Netty's resolver reads them,
 * and remembers them. Netty's resolver discards a whole answer because of one unexpected byte in a name, as if no name
 * server had answered, and loses the original bytes. The filter changes an MX or CNAME record with such a name to a
 * record of a type that the resolver ignores, and an unreadable answer to SERVFAIL. Thread-safe.
 */
final class InvalidNameFilter {

    private static final String UNREADABLE = "(a name that cannot be read)";

    private static final int HEADER = 12;
    private static final int NS = 2;
    private static final int CNAME = 5;
    private static final int NULL = 10;
    private static final int PTR = 12;
    private static final int MX = 15;
    private static final int DNAME = 39;

    /** A name has at most 255 bytes (RFC 1035 section 3.1); one with more labels and pointers has a loop. */
    private static final int MAX_STEPS = 256;

    private final Map<String, List<String>> exchanges = new ConcurrentHashMap<>();
    private final Map<String, List<String>> aliases = new ConcurrentHashMap<>();
    private final Map<String, Boolean> unreadable = new ConcurrentHashMap<>();

    /** Forgets the invalid names of earlier answers about this name. */
    void forget(String name) {
        exchanges.remove(key(name));
        aliases.remove(key(name));
        unreadable.remove(key(name));
    }

    /**
     * The exchanges of this domain's MX records that are not host names, each once, in the form that {@code dig} shows.
     */
    List<String> exchanges(String domain) {
        return exchanges.getOrDefault(key(domain), List.of());
    }

    /** The targets of this name's CNAME records that are not host names. */
    List<String> aliases(String name) {
        return aliases.getOrDefault(key(name), List.of());
    }

    /** Whether an answer about this name could not be read. */
    boolean isUnreadable(String name) {
        return unreadable.containsKey(key(name));
    }

    /** The handler to put first in the pipeline of a channel for datagrams. */
    ChannelHandler ofDatagrams() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                if (message instanceof DatagramPacket packet) {
                    filter(packet.content());
                }
                ctx.fireChannelRead(message);
            }
        };
    }

    /**
     * The handler to put first in the pipeline of a channel for TCP, where each message follows its length in two
     * bytes.
     */
    ChannelHandler ofTcp() {
        return new LengthFieldBasedFrameDecoder(65_535 + 2, 0, 2) {
            @Override
            protected Object decode(ChannelHandlerContext ctx, ByteBuf in) throws Exception {
                ByteBuf frame = (ByteBuf) super.decode(ctx, in);
                if (frame != null) {
                    filter(frame.slice(frame.readerIndex() + 2, frame.readableBytes() - 2));
                }
                return frame;
            }
        };
    }

    private static String key(String name) {
        return (name.endsWith(".") ? name : name + ".").toLowerCase(Locale.ROOT);
    }

    private void filter(ByteBuf answer) {
        ByteBuf message = answer.slice();
        String queryName;
        int at = HEADER;
        try {
            Name question = Name.at(message, at);
            queryName = key(question.shown());
            at = question.end() + 4;
        } catch (IndexOutOfBoundsException noQuestion) {
            return; // belongs to no query
        }
        try {
            int records = message.getUnsignedShort(6) + message.getUnsignedShort(8) + message.getUnsignedShort(10);
            for (int i = 0; i < records; i++) {
                at = record(message, at, queryName);
            }
        } catch (IndexOutOfBoundsException broken) {
            unreadable.put(queryName, true);
            message.setByte(3, (message.getByte(3) & 0xf0) | DnsResponseCode.SERVFAIL.intValue());
            message.setZero(6, 6);
        }
    }

    private int record(ByteBuf message, int from, String queryName) {
        Name owner = Name.at(message, from);
        owner.withoutNul(message);
        int type = message.getUnsignedShort(owner.end());
        int data = owner.end() + 10;
        int end = data + message.getUnsignedShort(owner.end() + 8);
        if (end > message.writerIndex()) {
            throw new IndexOutOfBoundsException(end);
        }
        boolean isInvalid = switch (type) {
            case MX -> isInvalid(message, data + 2, end, exchanges, queryName, name -> name.isEmpty() || isHost(name));
            case CNAME -> isInvalid(message, data, end, aliases, queryName, InvalidNameFilter::isHost);
            case NS, PTR, DNAME -> name(message, data, end).contains("\\000");
            default -> false;
        };
        if (isInvalid) {
            message.setShort(owner.end(), NULL);
        }
        return end;
    }

    private static boolean isInvalid(
            ByteBuf message,
            int from,
            int end,
            Map<String, List<String>> invalid,
            String queryName,
            Predicate<String> isGood) {
        String name = name(message, from, end);
        if (isGood.test(name)) {
            return false;
        }
        invalid.merge(queryName, List.of(name), InvalidNameFilter::merged);
        return true;
    }

    private static List<String> merged(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        more.stream().filter(each -> !all.contains(each)).forEach(all::add);
        return List.copyOf(all);
    }

    private static boolean isHost(String name) {
        return HostName.isHostName(name);
    }

    private static String name(ByteBuf message, int from, int end) {
        try {
            Name name = Name.at(message, from);
            return name.end() == end ? name.shown() : UNREADABLE;
        } catch (IndexOutOfBoundsException broken) {
            return UNREADABLE;
        }
    }

    /**
     * A name in a message, by bytes: a dot within a label is data and not a separator.
     *
     * @param labels the offset of each label's length byte
     * @param shown the name in lower case, in the form of master files (RFC 1035 section 5.1): special bytes become
     *     {@code \DDD}
     * @param end the offset of the first byte after the name
     */
    private record Name(List<Integer> labels, String shown, int end) {

        static Name at(ByteBuf message, int from) {
            List<Integer> labels = new ArrayList<>(4);
            StringBuilder shown = new StringBuilder();
            int end = -1;
            int at = from;
            for (int steps = 0; steps < MAX_STEPS; steps++) {
                int length = message.getUnsignedByte(at);
                if (length == 0) {
                    return new Name(labels, shown.toString().toLowerCase(Locale.ROOT), end < 0 ? at + 1 : end);
                }
                if (length >= 0xc0) {
                    end = end < 0 ? at + 2 : end;
                    at = ((length & 0x3f) << 8) | message.getUnsignedByte(at + 1);
                } else if (length > 63) {
                    throw new IndexOutOfBoundsException("no such form of a label");
                } else {
                    labels.add(at);
                    shown.append(shown.isEmpty() ? "" : ".");
                    show(message, at + 1, length, shown);
                    at += 1 + length;
                }
            }
            throw new IndexOutOfBoundsException("a name without end");
        }

        private static void show(ByteBuf message, int from, int length, StringBuilder shown) {
            for (int i = 0; i < length; i++) {
                int b = message.getUnsignedByte(from + i);
                if (b <= ' ' || b >= 0x7f || b == '.' || b == '"' || b == '\\') {
                    shown.append(String.format(Locale.ROOT, "\\%03d", b));
                } else {
                    shown.append((char) b);
                }
            }
        }

        /**
         * Replaces NUL bytes in the owner of a record, which would make Netty discard the message. Nothing reads
         * records with such an owner.
         */
        void withoutNul(ByteBuf message) {
            for (int at : labels) {
                for (int i = 1; i <= message.getUnsignedByte(at); i++) {
                    if (message.getByte(at + i) == 0) {
                        message.setByte(at + i, '?');
                    }
                }
            }
        }
    }
}
