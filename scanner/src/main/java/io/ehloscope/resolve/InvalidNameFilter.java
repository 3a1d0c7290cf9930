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
 * Takes names that are no host names (RFC 1123) out of the answers of name servers, before the resolver beneath reads them,
 * and remembers them. That resolver drops a whole answer for one byte of a name that it does not expect, as though no name
 * server had answered, and loses what other bytes were. An MX or CNAME record with such a name becomes a record of a type
 * that is of no interest; an answer that cannot be read becomes SERVFAIL. Thread-safe.
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

    /** RFC 1035 section 3.1: a name has at most 255 bytes; a pointer that leads further leads in circles. */
    private static final int MOST_STEPS = 256;

    private final Map<String, List<String>> exchanges = new ConcurrentHashMap<>();
    private final Map<String, List<String>> aliases = new ConcurrentHashMap<>();
    private final Map<String, Boolean> unreadable = new ConcurrentHashMap<>();

    /** What was odd about earlier answers counts no more. */
    void forget(String name) {
        exchanges.remove(key(name));
        aliases.remove(key(name));
        unreadable.remove(key(name));
    }

    /** What stood in MX records of this domain in the place of a host name, each once, as {@code dig} shows it. */
    List<String> exchanges(String domain) {
        return exchanges.getOrDefault(key(domain), List.of());
    }

    /** What this name is an alias of and is no host name. */
    List<String> aliases(String name) {
        return aliases.getOrDefault(key(name), List.of());
    }

    /** Whether an answer about this name could not be read. */
    boolean isUnreadable(String name) {
        return unreadable.containsKey(key(name));
    }

    /** To be put first in the pipeline of a channel for datagrams. */
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

    /** To be put first in the pipeline of a channel for TCP, where two bytes before each message say how long it is. */
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
        String asked;
        int at = HEADER;
        try {
            Name question = Name.at(message, at);
            asked = key(question.shown());
            at = question.end() + 4;
        } catch (IndexOutOfBoundsException noQuestion) {
            return; // of no query that could be told
        }
        try {
            int records = message.getUnsignedShort(6) + message.getUnsignedShort(8) + message.getUnsignedShort(10);
            for (int i = 0; i < records; i++) {
                at = record(message, at, asked);
            }
        } catch (IndexOutOfBoundsException broken) {
            unreadable.put(asked, true);
            message.setByte(3, (message.getByte(3) & 0xf0) | DnsResponseCode.SERVFAIL.intValue());
            message.setZero(6, 6);
        }
    }

    private int record(ByteBuf message, int from, String asked) {
        Name owner = Name.at(message, from);
        owner.withoutNul(message);
        int type = message.getUnsignedShort(owner.end());
        int data = owner.end() + 10;
        int end = data + message.getUnsignedShort(owner.end() + 8);
        if (end > message.writerIndex()) {
            throw new IndexOutOfBoundsException(end);
        }
        boolean isOdd = switch (type) {
            case MX -> isOdd(message, data + 2, end, exchanges, asked, name -> name.isEmpty() || isHost(name));
            case CNAME -> isOdd(message, data, end, aliases, asked, InvalidNameFilter::isHost);
            case NS, PTR, DNAME -> name(message, data, end).contains("\\000");
            default -> false;
        };
        if (isOdd) {
            message.setShort(owner.end(), NULL);
        }
        return end;
    }

    private static boolean isOdd(
            ByteBuf message, int from, int end, Map<String, List<String>> odd, String asked, Predicate<String> isGood) {
        String name = name(message, from, end);
        if (isGood.test(name)) {
            return false;
        }
        odd.merge(asked, List.of(name), InvalidNameFilter::together);
        return true;
    }

    private static List<String> together(List<String> some, List<String> more) {
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
     * A name in a message, byte by byte: a dot or any other byte within a label is not what it is between two.
     *
     * @param labels where each label begins, with the byte that says how long it is
     * @param shown lower case, in the form of master files (RFC 1035 section 5.1): what is not plain becomes {@code \DDD}
     * @param end where what follows the name begins
     */
    private record Name(List<Integer> labels, String shown, int end) {

        static Name at(ByteBuf message, int from) {
            List<Integer> labels = new ArrayList<>(4);
            StringBuilder shown = new StringBuilder();
            int end = -1;
            int at = from;
            for (int steps = 0; steps < MOST_STEPS; steps++) {
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

        /** Of a record whose owner is such a name, nothing is read; it must only not be in the way. */
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
