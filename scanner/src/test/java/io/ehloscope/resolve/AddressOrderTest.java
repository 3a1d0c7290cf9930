package io.ehloscope.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressOrderTest {

    @ParameterizedTest
    @CsvSource({
        "GLOBAL, 192.0.2.1 2001:db8::1, 2001:db8::1 192.0.2.1",
        "LOCAL, 2001:db8::1 192.0.2.1, 192.0.2.1 2001:db8::1",
        "GLOBAL, 192.0.2.2 192.0.2.1 2001:db8::1 2001:db8::2, 2001:db8::1 192.0.2.2 2001:db8::2 192.0.2.1",
        "GLOBAL, 192.0.2.3 192.0.2.2 192.0.2.1 2001:db8::1, 2001:db8::1 192.0.2.3 192.0.2.2 192.0.2.1",
        "LOCAL, 192.0.2.1 192.0.2.1 ::ffff:192.0.2.1, 192.0.2.1",
        "NONE, 2001:db8::1 192.0.2.1 ::1, 192.0.2.1 ::1",
        "NONE, 2001:db8::1, 2001:db8::1",
        "LOCAL, 0.0.0.0 192.0.2.1 224.0.0.1 255.255.255.255 :: ff02::1, 192.0.2.1",
    })
    void familiesAlternateAndEachKeepsItsOrder(AddressOrder.V6 own, String found, String order)
            throws UnknownHostException {
        assertThat(new AddressOrder(own).of(addresses(found))).isEqualTo(addresses(order));
    }

    @Test
    void numberOfAddressesIsBounded() throws UnknownHostException {
        List<InetAddress> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.add(InetAddress.getByName("192.0.2." + i));
        }
        assertThat(new AddressOrder(AddressOrder.V6.GLOBAL).of(many)).hasSize(AddressOrder.MOST);
    }

    private static List<InetAddress> addresses(String list) throws UnknownHostException {
        List<InetAddress> all = new ArrayList<>();
        for (String each : Arrays.asList(list.split(" "))) {
            all.add(InetAddress.getByName(each));
        }
        return all;
    }
}
