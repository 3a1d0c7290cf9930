package io.ehloscope.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebLocationTest {

    private static WebLocation location(@Nullable String externalUrl, @Nullable String routePrefix) {
        return WebLocation.of(List.of(ListenAddress.parse(":0")), externalUrl, routePrefix, List.of());
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource(nullValues = "-", textBlock = """
        -,                            -,             '',            /
        -,                            /,             '',            /
        -,                            /ehlo,         /ehlo,         /ehlo/
        -,                            ehlo/,         /ehlo,         /ehlo/
        http://a.example:9000,        -,             '',            /
        http://a.example/,            -,             '',            /
        https://a.example/ehlo/,      -,             /ehlo,         /ehlo/
        https://a.example/mail/ehlo,  -,             /mail/ehlo,    /mail/ehlo/
        https://a.example/mail/ehlo,  /,             '',            /mail/ehlo/
        https://a.example/outside,    /inside,       /inside,       /outside/
        'http://[::1]:19025/x',       -,             /x,            /x/
        """)
    void prefixDefaultsToPathOfExternalUrl(
            @Nullable String externalUrl, @Nullable String routePrefix, String prefix, String home) {
        WebLocation location = location(externalUrl, routePrefix);

        assertThat(location.prefix()).isEqualTo(prefix);
        assertThat(location.home()).isEqualTo(home);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.example",
                "a.example/ehlo",
                "/ehlo",
                "ftp://a.example",
                "http://",
                "http://a b/",
                "'http://a.example'",
                "http://me:secret@a.example/",
                "http://a.example/?x=1",
                "http://a.example/#x",
                "http://a.example/a//b",
                "http://a.example/a/../b"
            })
    void invalidExternalUrlIsRejected(String url) {
        assertThatThrownBy(() -> location(url, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--web.external-url \"" + url + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "/a//b", "/a?b", "/a#b", "/..", "/a/./b", "/%2e", "/<b>", "/ü"})
    void invalidPrefixIsRejected(String prefix) {
        assertThatThrownBy(() -> location(null, prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--web.route-prefix \"" + prefix + "\": a path has segments");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
        /ehlo/metrics, /metrics
        /ehlo/,        /
        /ehlo,         -
        /ehloscope,    -
        /metrics,      -
        """)
    void insideRemovesPrefix(String path, @Nullable String inside) {
        assertThat(location(null, "/ehlo").inside(path)).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "http://a.example", "a.example:19025", "a/b", "*.", "a.*", "*a.example", "ü.example"})
    void invalidHostNameIsRejected(String name) {
        assertThatThrownBy(() -> WebLocation.of(List.of(ListenAddress.parse(":0")), null, null, List.of(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--web.allowed-host \"" + name + "\" is not a host name");
    }
}
