package io.ehloscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Problems;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPatternReaderTest {

    private final Problems problems = new Problems("h");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "mail.example.com | Name | mail.example.com | -",
                "MAIL.Example.COM. | Name | mail.example.com | -",
                "mail.example.com:587 | Name | mail.example.com | 587",
                "mail.example.com.:587 | Name | mail.example.com | 587",
                "mail | Name | mail | -",
                "mail_1.corp.example.com | Name | mail_1.corp.example.com | -",
                "_x.example.com | Name | _x.example.com | -",
                "1a.example.com | Name | 1a.example.com | -",
                "bücher.example.com | Name | xn--bcher-kva.example.com | -",
                "192.0.2.1 | Address | 192.0.2.1 | -",
                "192.0.2.1:2525 | Address | 192.0.2.1 | 2525",
                "2001:db8::1 | Address | 2001:db8::1 | -",
                "2001:0DB8:0:0:0:0:0:1 | Address | 2001:db8::1 | -",
                "2001:db8::1:25 | Address | 2001:db8::1:25 | -",
                "::1 | Address | ::1 | -",
                "[2001:db8::1] | Address | 2001:db8::1 | -",
                "[2001:db8::1]:25 | Address | 2001:db8::1 | 25",
                "[::ffff:192.0.2.1]:25 | Address | ::ffff:c000:201 | 25",
                "mx:example.com | MxHosts | example.com | -",
                "mx:Example.com.:587 | MxHosts | example.com | 587",
            })
    void oneHostIsReadInAllItsForms(String text, String kind, String host, Integer port) {
        HostPatternReader.Named named = read(text);

        assertThat(problems.list()).isEmpty();
        assertThat(named.hosts().getClass().getSimpleName()).isEqualTo(kind);
        assertThat(named.hosts().hosts()).containsExactly(host);
        assertThat(named.hosts().size()).isEqualTo(1);
        assertThat(named.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hub[1-3].example.com | 3 | hub1.example.com hub2.example.com hub3.example.com",
                "hub[08-11].example.com | 4 | hub08.example.com hub09.example.com hub10.example.com hub11.example.com",
                "hub[8-11].example.com | 4 | hub8.example.com hub9.example.com hub10.example.com hub11.example.com",
                "hub[001-002] | 2 | hub001 hub002",
                "hub[0-1] | 2 | hub0 hub1",
                "HUB[00] | 1 | hub00",
                "hub[01-03,07] | 4 | hub01 hub02 hub03 hub07",
                "hub[1,10] | 2 | hub1 hub10",
                "r[1-2]h[5-6].x. | 4 | r1h5.x r1h6.x r2h5.x r2h6.x",
                "[1-2].example.com | 2 | 1.example.com 2.example.com",
                "192.0.2.0/30 | 4 | 192.0.2.0 192.0.2.1 192.0.2.2 192.0.2.3",
                "192.0.2.4/31 | 2 | 192.0.2.4 192.0.2.5",
                "192.0.2.4/32 | 1 | 192.0.2.4",
                "2001:db8::/127 | 2 | 2001:db8:: 2001:db8::1",
                "[2001:db8::/127] | 2 | 2001:db8:: 2001:db8::1",
                "2001:db8::5/128 | 1 | 2001:db8::5",
            })
    void rangesAndBlocksAreExpanded(String text, int size, String hosts) {
        HostPattern pattern = read(text).hosts();

        assertThat(problems.list()).isEmpty();
        assertThat(pattern.size()).isEqualTo(size);
        assertThat(pattern.hosts()).containsExactlyElementsOf(List.of(hosts.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        "hub[01-02].example.com:587, 2",
        "192.0.2.0/28:587, 16",
        "2001:db8::/124:587, 16",
        "[2001:db8::/124]:587, 16"
    })
    void rangesAndBlocksCanHaveAPort(String text, int size) {
        assertThat(read(text).port()).isEqualTo(587);
        assertThat(read(text).hosts().size()).isEqualTo(size);
    }

    @Test
    void hugePatternsAreCountedWithoutExpandingThem() {
        assertThat(read("::/0").hosts().size()).isEqualTo(Long.MAX_VALUE);
        assertThat(read("0.0.0.0/0").hosts().size()).isEqualTo(1L << 32);
        assertThat(read("h[0-999999999][0-999999999][0-999999999]").hosts().size())
                .isEqualTo(Long.MAX_VALUE);
    }

    private HostPatternReader.Named read(String text) {
        return HostPatternReader.read(text, Location.START, problems);
    }
}
