package io.ehloscope.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ehloscope.evidence.Reason;
import io.netty.channel.ChannelException;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TransportFailureTest {

    @ParameterizedTest
    @MethodSource("exceptions")
    void everyNetworkExceptionHasItsReason(Throwable thrown, Reason reason) {
        assertThat(TransportFailure.isOfTheNetwork(thrown)).isTrue();
        assertThat(TransportFailure.of(thrown, InetAddress.getLoopbackAddress()).reason())
                .isEqualTo(reason);
    }

    static Stream<Arguments> exceptions() {
        return Stream.of(
                arguments(new ConnectException("Connection refused"), Reason.REFUSED),
                arguments(new ConnectException("Connection refused: /192.0.2.1:25"), Reason.REFUSED),
                arguments(new NoRouteToHostException("No route to host"), Reason.UNREACHABLE),
                arguments(new SocketException("Network is unreachable"), Reason.UNREACHABLE),
                arguments(new UnsupportedAddressTypeException(), Reason.UNREACHABLE),
                arguments(new SocketException("Connection reset"), Reason.RESET),
                arguments(new IOException("Broken pipe"), Reason.RESET),
                arguments(new ConnectException("Connection timed out"), Reason.TIMEOUT),
                arguments(new BindException("Cannot assign requested address"), Reason.OVERLOADED),
                arguments(new SocketException("Too many open files"), Reason.OVERLOADED),
                arguments(
                        new ChannelException("Failed to open a socket.", new SocketException("Too many open files")),
                        Reason.OVERLOADED),
                arguments(new SocketException("No buffer space available"), Reason.OVERLOADED),
                arguments(new DecoderException(new SSLException("bad record")), Reason.RESET));
    }

    /**
     * If IPv6 is disabled, the kernel reports this for every IPv6 address, permanently: to treat it as a shortage would
     * pause the scan.
     */
    @Test
    void missingIpv6IsNotAShortage() throws UnknownHostException {
        InetAddress six = InetAddress.getByName("2001:db8::1");
        assertThat(TransportFailure.of(new BindException("Cannot assign requested address"), six)
                        .reason())
                .isEqualTo(Reason.UNREACHABLE);
        assertThat(TransportFailure.of(new SocketException("Too many open files"), six)
                        .reason())
                .isEqualTo(Reason.OVERLOADED);
    }

    @Test
    void otherExceptionsAreBugs() {
        assertThat(TransportFailure.isOfTheNetwork(new NullPointerException())).isFalse();
        assertThat(TransportFailure.isOfTheNetwork(new IllegalStateException())).isFalse();
    }
}
