package io.ehloscope.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.web.http.AllowedHosts.Match;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The host names that a request may have. */
class AllowedHostsTest {

    private final AllowedHosts names = new AllowedHosts(
            WebLocation.of(
                    List.of(ListenAddress.parse("Listen.Example.net:1"), ListenAddress.parse(":2")),
                    "https://Proxy.example.com:8443/ehlo",
                    null,
                    List.of("Option.example.com", "*.svc.example", "full.example.")),
            () -> "said.example.org");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:19025",
                "127.0.0.1",
                "127.0.0.1:19025",
                "192.0.2.7:80",
                "[::1]",
                "[2001:db8::1]:19025",
                "[::ffff:192.0.2.1]:1",
                "listen.example.net",
                "proxy.example.com",
                "PROXY.example.com.:8443",
                "option.example.com:1",
                "a.svc.example",
                "a.b.svc.example",
                "full.example",
                "said.example.org:19025",
                "localhost:"
            })
    void ownAddressesAndNamesAreKnown(String host) {
        assertThat(names.match(List.of(host), false)).isEqualTo(Match.KNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "svc.example",
                "asvc.example",
                "xoption.example.com",
                "2130706433",
                "0x7f.1",
                "127.1",
                "example.com"
            })
    void otherNameIsForeign(String host) {
        assertThat(names.match(List.of(host), false)).isEqualTo(Match.FOREIGN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":80",
                "a b",
                "a,b",
                "a/b",
                "user@localhost",
                "localhost:port",
                "localhost:1:2",
                "[localhost]",
                "[::1",
                "::1",
                "[::1%25lo]",
                "<b>",
                "\u00fc.example"
            })
    void invalidHostIsMalformed(String host) {
        assertThat(names.match(List.of(host), false)).isEqualTo(Match.MALFORMED);
    }

    @Test
    void exactlyOneHostIsRequired() {
        assertThat(names.match(List.of(), false)).isEqualTo(Match.MALFORMED);
        assertThat(names.match(List.of(), true)).as("HTTP/1.0").isEqualTo(Match.KNOWN);
        assertThat(names.match(List.of("localhost", "localhost"), true)).isEqualTo(Match.MALFORMED);
    }

    @Test
    void starAllowsEveryName() {
        AllowedHosts all = new AllowedHosts(
                WebLocation.of(List.of(ListenAddress.parse(":2")), null, null, List.of("*")), () -> "");
        assertThat(all.match(List.of("evil.example"), false)).isEqualTo(Match.KNOWN);
        assertThat(all.match(List.of("a b"), false)).isEqualTo(Match.MALFORMED);
    }
}
