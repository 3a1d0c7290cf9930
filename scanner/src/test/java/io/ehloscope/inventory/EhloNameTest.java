package io.ehloscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EhloNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scanner.example.com",
                "Scanner",
                "a-b.example",
                "[192.0.2.1]",
                "[IPv6:2001:db8::1]",
                "[ipv6:::1]"
            })
    void domainsAndAddressLiteralsAreValid(String name) {
        assertThat(EhloName.isValid(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a\r\nMAIL FROM:<>",
                "192.0.2.1",
                "2001:db8::1",
                "[2001:db8::1]",
                "[IPv6:192.0.2.1]",
                "[]",
                "a_b.example.com",
                "bücher.example",
                "-a.example",
                "a.example."
            })
    void otherTextIsInvalid(String name) {
        assertThat(EhloName.isValid(name)).isFalse();
    }
}
