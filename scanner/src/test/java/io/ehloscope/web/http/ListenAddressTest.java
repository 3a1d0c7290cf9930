package io.ehloscope.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenAddressTest {

    @ParameterizedTest
    @CsvSource({
        "':19025', '', 19025",
        "'127.0.0.1:0', '127.0.0.1', 0",
        "'[::1]:9025', '::1', 9025",
        "' mail.example.com:65535 ', 'mail.example.com', 65535"
    })
    void addressIsParsedAndPrinted(String text, String host, int port) {
        ListenAddress address = ListenAddress.parse(text);
        assertThat(address).isEqualTo(new ListenAddress.Port(host, port));
        assertThat(address).hasToString(text.strip());
    }

    @ParameterizedTest
    @CsvSource({
        "'19025', 'write :19025'",
        "'localhost', 'has no port; write :19025'",
        "'::1', 'put an IPv6 address in brackets, as in [::1]:19025'",
        "'::1:9025', 'put an IPv6 address in brackets'",
        "'localhost:', 'a port is a number from 0 to 65535'",
        "'localhost:http', 'a port is a number from 0 to 65535'",
        "':65536', 'a port is a number from 0 to 65535'",
        "':-1', 'a port is a number from 0 to 65535'",
        "'[127.0.0.1]:80', 'use brackets only for IPv6'",
        "'[::1]', 'write HOST:PORT, [IPV6]:PORT, :PORT or unix:/PATH'",
        "'', 'has no port'",
        "'unix:', 'as in unix:/run/ehloscope.sock'"
    })
    void invalidAddressIsRejectedWithAdvice(String text, String advice) {
        assertThatThrownBy(() -> ListenAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"")
                .hasMessageContaining(advice);
    }

    @Test
    void emptyHostMeansWildcardAddress() throws IOException {
        assertThat(ListenAddress.parse(":0").resolve()).isEqualTo(new InetSocketAddress(0));
        assertThat(ListenAddress.parse("[::1]:7").resolve()).isEqualTo(new InetSocketAddress("::1", 7));
    }
}
