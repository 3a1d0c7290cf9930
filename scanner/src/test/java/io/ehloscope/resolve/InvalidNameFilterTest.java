package io.ehloscope.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidNameFilterTest {

    /** The answer to "a. MX?": 10 m\000.a. */
    private static final String MX =
            "000184000001000100000000" + "016100000f0001" + "c00c000f0001000000000007" + "000a026d00c00c";

    private final InvalidNameFilter filter = new InvalidNameFilter();
    private final EmbeddedChannel channel = new EmbeddedChannel(filter.ofDatagrams());

    @Test
    void anInvalidExchangeIsRememberedUntilForget() {
        assertThat(HexFormat.of().formatHex(through(MX))).contains("c00c000a0001");
        assertThat(filter.exchanges("A")).containsExactly("m\\000.a");
        filter.forget("a.");
        assertThat(filter.exchanges("a")).isEmpty();
    }

    /** An answer section that ends early, that has a wrong count, or that has a record longer than the message. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "000184000001000100000000" + "016100000f0001" + "c00c000f000100000000",
                "000184000001000900000000" + "016100000f0001" + "c00c000f0001000000000007" + "000a026d00c00c",
                "000184000001000100000000" + "016100000f0001" + "c00c000f00010000000000ff" + "000a026d00c00c",
                "000184000001000100000000" + "016100000f0001" + "c013000f0001000000000007" + "000a026d00c00c"
            })
    void anUnreadableAnswerBecomesServfail(String message) {
        byte[] passed = through(message);
        assertThat(filter.isUnreadable("a")).isTrue();
        assertThat(passed[3] & 0x0f).as("SERVFAIL").isEqualTo(2);
        assertThat(passed).startsWith(0, 1, 0x84).containsSequence(0, 1, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void anyMessagePassesTheFilter() {
        Random random = new Random(5);
        byte[] whole = HexFormat.of().parseHex(MX);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = whole.clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(3) == 0 ? random.nextInt(bytes.length) : bytes.length;
            assertThat(through(Unpooled.copiedBuffer(bytes, 0, length))).hasSize(length);
        }
    }

    private byte[] through(String message) {
        return through(Unpooled.wrappedBuffer(HexFormat.of().parseHex(message)));
    }

    private byte[] through(ByteBuf message) {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 53);
        channel.writeInbound(new DatagramPacket(message, any, any));
        DatagramPacket passed = channel.readInbound();
        byte[] bytes = new byte[passed.content().readableBytes()];
        passed.content().readBytes(bytes);
        passed.release();
        return bytes;
    }
}
