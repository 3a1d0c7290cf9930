package io.ehloscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.yaml.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerNameTest {

    @ParameterizedTest
    @CsvSource({
        "hub1.example.com, hub1.example.com:25",
        "HUB1.Example.COM., hub1.example.com:25",
        "Hub1.example.com.:587, hub1.example.com:587",
        "192.0.2.1, 192.0.2.1:25",
        "192.0.2.1:2525, 192.0.2.1:2525",
        "2001:DB8:0:0::1, [2001:db8::1]:25",
        "[2001:db8::0001]:465, [2001:db8::1]:465",
        "[2001:db8::1], [2001:db8::1]:25",
        "mx:Example.com, mx:example.com:25",
        "bücher.example, xn--bcher-kva.example:25"
    })
    void serverNamesAreReadLikeThoseOfAnInventory(String typed, String id) {
        assertThat(Planner.id(ServerName.read(typed))).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "hub[1-3].example.com", "192.0.2.0/28", "smtp://hub", "hub:0", "hub:x", "a..b"})
    void otherThanOneServerIsRejected(String typed) {
        assertThatThrownBy(() -> ServerName.read(typed)).isInstanceOf(ConfigException.class);
    }

    @Test
    void theReasonIsASentence() {
        assertThatThrownBy(() -> ServerName.read("hub[1-3].example.com"))
                .hasMessageContaining("\"hub[1-3].example.com\" is not a single server");
    }
}
