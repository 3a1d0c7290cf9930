package io.ehloscope.resolve;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server on loopback that knows what it is told, and can lose or refuse queries. */
public final class ScriptedNameServer implements AutoCloseable {

    private final Map<String, List<byte[]>> records = new ConcurrentHashMap<>();
    private final Map<String, DnsResponseCode> refusals = new ConcurrentHashMap<>();
    private final AtomicInteger queries = new AtomicInteger();
    private final AtomicInteger toLose = new AtomicInteger();
    private final Channel channel;

    /** Listens on a free port of 127.0.0.1. */
    public ScriptedNameServer(EventLoopGroup group) {
        channel = new Bootstrap()
                .group(group)
                .channel(NioDatagramChannel.class)
                .handler(new ChannelInitializer<DatagramChannel>() {
                    @Override
                    protected void initChannel(DatagramChannel ch) {
                        ch.pipeline()
                                .addLast(
                                        new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder(), new Answers());
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    public ScriptedNameServer a(String name, int... address) {
        byte[] bytes = new byte[address.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) address[i];
        }
        return add(name, DnsRecordType.A, bytes);
    }

    public ScriptedNameServer mx(String domain, int preference, String host) {
        ByteBuf data = Unpooled.buffer();
        data.writeShort(preference);
        for (String label : host.split("\\.")) {
            if (!label.isEmpty()) {
                data.writeByte(label.length()).writeBytes(label.getBytes(StandardCharsets.US_ASCII));
            }
        }
        data.writeByte(0);
        byte[] bytes = new byte[data.readableBytes()];
        data.readBytes(bytes);
        return add(domain, DnsRecordType.MX, bytes);
    }

    public ScriptedNameServer refuses(String name, DnsResponseCode code) {
        refusals.put(name + ".", code);
        return this;
    }

    public ScriptedNameServer loses(int count) {
        toLose.set(count);
        return this;
    }

    public int queries() {
        return queries.get();
    }

    private ScriptedNameServer add(String name, DnsRecordType type, byte[] data) {
        records.computeIfAbsent(name + "./" + type.name(), key -> new ArrayList<>())
                .add(data);
        return this;
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
    }

    private final class Answers extends SimpleChannelInboundHandler<DatagramDnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramDnsQuery query) {
            queries.incrementAndGet();
            if (toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return;
            }
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            DatagramDnsResponse response = new DatagramDnsResponse(query.recipient(), query.sender(), query.id());
            response.addRecord(DnsSection.QUESTION, question);
            List<byte[]> found =
                    records.get(question.name() + "/" + question.type().name());
            boolean known = records.keySet().stream().anyMatch(key -> key.startsWith(question.name() + "/"));
            response.setCode(
                    refusals.getOrDefault(question.name(), known ? DnsResponseCode.NOERROR : DnsResponseCode.NXDOMAIN));
            if (found != null) {
                found.forEach(data -> response.addRecord(
                        DnsSection.ANSWER,
                        new DefaultDnsRawRecord(
                                question.name(),
                                question.type(),
                                DnsRecord.CLASS_IN,
                                60,
                                Unpooled.wrappedBuffer(data))));
            }
            ctx.writeAndFlush(response);
        }
    }
}
