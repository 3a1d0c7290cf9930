package io.ehloscope.resolve;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.handler.codec.dns.TcpDnsQueryDecoder;
import io.netty.handler.codec.dns.TcpDnsResponseEncoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server on the loopback address with scripted records; it can lose or refuse queries. */
public final class ScriptedNameServer implements AutoCloseable {

    private final Map<String, List<byte[]>> records = new ConcurrentHashMap<>();
    private final Map<String, DnsResponseCode> refusals = new ConcurrentHashMap<>();
    private final AtomicInteger queries = new AtomicInteger();
    private final AtomicInteger toLose = new AtomicInteger();
    private final AtomicInteger queriesByTcp = new AtomicInteger();
    private final Set<String> truncated = ConcurrentHashMap.newKeySet();
    private final Channel channel;
    private final Channel tcp;
    private volatile int ttl = 60;

    /** Listens on a free port of 127.0.0.1. */
    public ScriptedNameServer(EventLoopGroup group) {
        Bootstrap byUdp = new Bootstrap()
                .group(group)
                .channel(NioDatagramChannel.class)
                .handler(new ChannelInitializer<DatagramChannel>() {
                    @Override
                    protected void initChannel(DatagramChannel ch) {
                        ch.pipeline()
                                .addLast(
                                        new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder(), new Answers());
                    }
                });
        ServerBootstrap byTcp = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel ch) {
                        ch.pipeline()
                                .addLast(new TcpDnsQueryDecoder(), new TcpDnsResponseEncoder(), new AnswersByTcp());
                    }
                });
        Channel first = null;
        Channel second = null;
        // A port that is free for one protocol may be taken for the other.
        while (second == null) {
            first = byUdp.bind("127.0.0.1", 0).syncUninterruptibly().channel();
            ChannelFuture bound = byTcp.bind(first.localAddress()).awaitUninterruptibly();
            if (bound.isSuccess()) {
                second = bound.channel();
            } else {
                first.close().syncUninterruptibly();
            }
        }
        channel = first;
        tcp = second;
    }

    /** The address of the server, for UDP and TCP. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** Adds an A record. */
    public ScriptedNameServer a(String name, int... address) {
        byte[] bytes = new byte[address.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) address[i];
        }
        return add(name, DnsRecordType.A, bytes);
    }

    /** Adds an AAAA record. */
    public ScriptedNameServer aaaa(String name, String address) {
        try {
            return add(name, DnsRecordType.AAAA, InetAddress.getByName(address).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
    }

    /** Adds an alias; the answer has the whole chain, as that of a recursive name server. */
    public ScriptedNameServer cname(String alias, String name) {
        return add(alias, DnsRecordType.CNAME, encoded(name));
    }

    /** Adds a name that has only records of another type. */
    public ScriptedNameServer txt(String name) {
        return add(name, DnsRecordType.TXT, new byte[] {1, 'x'});
    }

    /** Answers queries for the name by UDP with a truncated message. */
    public ScriptedNameServer truncates(String name) {
        truncated.add(name + ".");
        return this;
    }

    /** Sets the TTL of all records, in seconds; 60 by default. */
    public ScriptedNameServer ttl(int seconds) {
        ttl = seconds;
        return this;
    }

    /** The number of queries by TCP. */
    public int queriesByTcp() {
        return queriesByTcp.get();
    }

    /** Adds an MX record. */
    public ScriptedNameServer mx(String domain, int preference, String host) {
        ByteBuf data = Unpooled.buffer();
        data.writeShort(preference);
        data.writeBytes(encoded(host));
        byte[] bytes = new byte[data.readableBytes()];
        data.readBytes(bytes);
        return add(domain, DnsRecordType.MX, bytes);
    }

    /** Adds an MX record whose exchange has these labels. Each char is a byte, including dots, spaces and NUL. */
    public ScriptedNameServer mxLabels(String domain, int preference, String... labels) {
        return mxBytes(domain, (char) (preference >> 8) + "" + (char) (preference & 0xff) + name(labels));
    }

    /** Adds an MX record with these bytes. */
    public ScriptedNameServer mxBytes(String domain, String bytes) {
        return add(domain, DnsRecordType.MX, bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Adds an alias of a name with these labels. Each char is a byte. */
    public ScriptedNameServer cnameLabels(String alias, String... labels) {
        return add(alias, DnsRecordType.CNAME, name(labels).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String name(String... labels) {
        StringBuilder name = new StringBuilder();
        for (String label : labels) {
            name.append((char) label.length()).append(label);
        }
        return name.append('\0').toString();
    }

    /** Answers queries for the name with this error code. */
    public ScriptedNameServer refuses(String name, DnsResponseCode code) {
        refusals.put(name + ".", code);
        return this;
    }

    /** Ends what {@link #refuses} began. */
    public ScriptedNameServer recovers(String name) {
        refusals.remove(name + ".");
        return this;
    }

    /** Ignores the next queries by UDP. */
    public ScriptedNameServer loses(int count) {
        toLose.set(count);
        return this;
    }

    /** The number of queries by UDP. */
    public int queries() {
        return queries.get();
    }

    private static byte[] encoded(String host) {
        ByteBuf data = Unpooled.buffer();
        for (String label : host.split("\\.")) {
            if (!label.isEmpty()) {
                data.writeByte(label.length()).writeBytes(label.getBytes(StandardCharsets.US_ASCII));
            }
        }
        data.writeByte(0);
        byte[] bytes = new byte[data.readableBytes()];
        data.readBytes(bytes);
        return bytes;
    }

    private ScriptedNameServer add(String name, DnsRecordType type, byte[] data) {
        records.computeIfAbsent(name + "./" + type.name(), key -> new ArrayList<>())
                .add(data);
        return this;
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        tcp.close().syncUninterruptibly();
    }

    private void answer(DnsQuestion question, DnsResponse response, boolean byTcp) {
        response.addRecord(DnsSection.QUESTION, question);
        if (!byTcp && truncated.contains(question.name())) {
            response.setTruncated(true);
            return;
        }
        String name = question.name();
        for (int hops = 0; hops < 32; hops++) {
            List<byte[]> alias = records.get(name + "/CNAME");
            if (alias == null) {
                break;
            }
            record(response, name, DnsRecordType.CNAME, alias.get(0));
            name = DefaultDnsRecordDecoder.decodeName(Unpooled.wrappedBuffer(alias.get(0)));
        }
        String last = name;
        boolean known = records.keySet().stream().anyMatch(key -> key.startsWith(last + "/"));
        response.setCode(
                refusals.getOrDefault(question.name(), known ? DnsResponseCode.NOERROR : DnsResponseCode.NXDOMAIN));
        records.getOrDefault(last + "/" + question.type().name(), List.of())
                .forEach(data -> record(response, last, question.type(), data));
    }

    private void record(DnsResponse response, String name, DnsRecordType type, byte[] data) {
        response.addRecord(
                DnsSection.ANSWER,
                new DefaultDnsRawRecord(name, type, DnsRecord.CLASS_IN, ttl, Unpooled.wrappedBuffer(data)));
    }

    private final class Answers extends SimpleChannelInboundHandler<DatagramDnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramDnsQuery query) {
            queries.incrementAndGet();
            if (toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return;
            }
            DatagramDnsResponse response = new DatagramDnsResponse(query.recipient(), query.sender(), query.id());
            answer(query.recordAt(DnsSection.QUESTION), response, false);
            ctx.writeAndFlush(response);
        }
    }

    private final class AnswersByTcp extends SimpleChannelInboundHandler<DnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DnsQuery query) {
            queriesByTcp.incrementAndGet();
            DefaultDnsResponse response = new DefaultDnsResponse(query.id());
            answer(query.recordAt(DnsSection.QUESTION), response, true);
            ctx.writeAndFlush(response);
        }
    }
}
