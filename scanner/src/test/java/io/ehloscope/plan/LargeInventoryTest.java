package io.ehloscope.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LargeInventoryTest {

    @Test
    void aThousandServersArePlanned() {
        assertThat(Plans.of(servers(1000, "      - mail%05d.example.com\n")).targets())
                .hasSize(1000);
    }

    @Test
    void aFileLargerThanThreeMebibytesIsRead() {
        String text = servers(50_000, "      - {host: mail%05d.a-long-name-of-a-department.example.com, port: 587}\n");

        assertThat(text.length()).isGreaterThan(3 * 1024 * 1024);
        assertThat(Plans.of(text).targets()).hasSize(50_000);
    }

    private static String servers(int count, String line) {
        StringBuilder text = new StringBuilder("version: 1\nsites:\n  - name: a\n    servers:\n");
        for (int i = 0; i < count; i++) {
            text.append(String.format(line, i));
        }
        return text.toString();
    }
}
