package io.ehloscope.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "500, 0.001", "1234567, 1.235", "12000000, 12", "100000000000000, 100000000"})
    void millisecondsHaveAtMostThreeDecimalPlaces(long nanos, String expected) {
        assertThat(Wording.millis(Duration.ofNanos(nanos)).toString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "-5, 0 ms",
        "999, 999 ms",
        "1000, 1.0 s",
        "5420, 5.4 s",
        "59949, 59.9 s",
        "59950, 1 min 0 s",
        "125400, 2 min 5 s",
        "3599600, 1 h 0 min",
        "12000000, 3 h 20 min"
    })
    void durationIsWrittenForPeople(long millis, String expected) {
        assertThat(Wording.duration(Duration.ofMillis(millis))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:db8:0:0:0:0:0:1, 2001:db8::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "::ffff:192.0.2.1, 192.0.2.1"
    })
    void addressIsCanonical(String address, String expected) throws UnknownHostException {
        assertThat(Wording.address(new InetSocketAddress(InetAddress.getByName(address), 25)))
                .isEqualTo(expected);
    }

    @Test
    void timestampIsInUtcToTheMillisecond() {
        assertThat(Wording.timestamp(Instant.parse("2026-11-02T08:30:00Z"))).isEqualTo("2026-11-02T08:30:00.000Z");
    }
}
