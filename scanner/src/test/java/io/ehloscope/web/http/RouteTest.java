package io.ehloscope.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

class RouteTest {

    private static Route route(String path) {
        return Route.reading(path, (requested, response) -> Mono.empty());
    }

    @ParameterizedTest(name = "{0} matches {1}: {2}")
    @CsvSource(nullValues = "-", textBlock = """
        /,           /,                ''
        /,           //,               -
        /metrics,    /metrics,         ''
        /metrics,    /metrics/,        -
        /targets/{}, /targets/a:25,    a:25
        /targets/{}, /targets/a%2Fb,   a%2Fb
        /targets/{}, /targets/a/b,     -
        /targets/{}, /targets/,        -
        /targets/{}, /targets,         -
        /t/{}/end,   /t/a:25/end,      a:25
        /t/{}/end,   /t//end,          -
        /t/{}/end,   /t/end,           -
        /t/{}/end,   /t/a/b/end,       -
        /t/{}/end,   /t/a,             -
        """)
    void pathMatchesRoute(String path, String requested, @Nullable String parameter) {
        assertThat(route(path).match(requested)).isEqualTo(parameter);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"a%3A25,a:25", "%5B%3A%3A1%5D%3A25,[::1]:25", "a+b,a+b", "%zz,-", "%,-", "a%2,-"})
    void pathParameterIsDecodedAndMalformedIsNull(String written, @Nullable String name) {
        assertThat(RoutedRequest.decoded(written)).isEqualTo(name);
    }

    @Test
    void malformedQueryIsNull() {
        assertThat(RoutedRequest.query("/?q=%zz")).isNull();
        assertThat(RoutedRequest.query("/")).isEmpty();
        assertThat(RoutedRequest.query("/?q=a+b&q=c").get("q")).containsExactly("a b", "c");
    }
}
