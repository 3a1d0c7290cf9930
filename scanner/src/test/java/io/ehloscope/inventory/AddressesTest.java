package io.ehloscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "10.200.30.255", "255.255.255.255", "1.0.0.10"})
    void canonicalIpv4IsUnchanged(String address) {
        assertThat(Addresses.canonical(address)).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({"2001:DB8::1, 2001:db8::1", "2001:db8:0:0:0:0:0:1, 2001:db8::1", "::ffff:192.0.2.1, ::ffff:c000:201"})
    void ipv6IsMadeCanonical(String address, String canonical) {
        assertThat(Addresses.canonical(address)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "1",
                "1.2",
                "1.2.3",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "1.2.3.4.",
                "1.2.3.4.5",
                "256.1.1.1",
                "1.2.3.2560",
                "01.2.3.4",
                "1.2.3.00",
                "1.2.3.4/24",
                "1.2.3.a",
                "1.2.3.-4",
                "4294967296.1.1.1",
                "99999999999.1.1.1",
                "1.2.3.٤"
            })
    void otherTextIsNotAnAddress(String text) {
        assertThat(Addresses.canonical(text)).isNull();
    }

    /** The shortcut must not accept a text as an address that the library rejects. */
    @Test
    void shortcutAgreesWithTheLibrary() {
        long seed = 42;
        Random random = new Random(seed);
        int addresses = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int part = random.nextInt(20) == 0 ? 2 : 3; part >= 0; part--) {
                text.append(random.nextInt(20) == 0 ? "0" : "")
                        .append(random.nextInt(280))
                        .append(part > 0 ? "." : "");
            }
            IPAddress known = Addresses.parse(text.toString());
            addresses += known == null ? 0 : 1;
            assertThat(Addresses.canonical(text.toString()))
                    .as("seed %d, %s", seed, text)
                    .isEqualTo(known == null ? null : known.toCanonicalString());
        }
        assertThat(addresses).isBetween(5_000, 15_000);
    }
}
