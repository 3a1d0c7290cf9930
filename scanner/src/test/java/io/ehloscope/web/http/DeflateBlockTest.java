package io.ehloscope.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class DeflateBlockTest {

    private static final int MEMBER_OVERHEAD = 10 + 8;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 8_191, 16_384, 65_536, 200_000, 3_000_000})
    void partsFormOneTextCompressedOrNot(int length) throws Exception {
        for (byte[] text : List.of(noise(length), new byte[length], words(length))) {
            List<DeflateBlock> parts =
                    List.of(compressed(words(77)), compressed(text), compressed(new byte[0]), compressed(words(5)));
            byte[] whole = joined(words(77), text, words(5));

            Payload gzip = DeflateBlock.gzip(parts);
            byte[] member = bytes(gzip);
            assertThat(member).hasSize((int) gzip.length());
            try (InputStream decompressed = new GZIPInputStream(new ByteArrayInputStream(member))) {
                assertThat(decompressed.readAllBytes()).isEqualTo(whole);
            }
            assertIsOneMember(member, whole.length);

            Payload plain = DeflateBlock.plain(parts, Schedulers.immediate());
            assertThat(bytes(plain)).isEqualTo(whole).hasSize((int) plain.length());
        }
    }

    @Test
    void decompressionFollowsDemand() {
        StepVerifier.create(
                        DeflateBlock.plain(List.of(compressed(new byte[1 << 20])), Schedulers.immediate())
                                .bytes(),
                        1)
                .expectNextCount(1)
                .thenRequest(2)
                .expectNextCount(2)
                .thenCancel()
                .verify();
    }

    @Test
    void combinedChecksumIsThatOfTheWholeText() {
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            byte[] first = noise(random.nextInt(1_000));
            byte[] second = noise(random.nextInt(100_000));
            assertThat(Checksum.combined(crc(first), crc(second), second.length))
                    .isEqualTo(crc(joined(first, second)));
        }
    }

    /** Clients that read only the first gzip member must get the whole text. */
    private static void assertIsOneMember(byte[] gzip, int size) throws Exception {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(gzip, 10, gzip.length - 10);
            byte[] room = new byte[size + 1];
            assertThat(inflater.inflate(room)).isEqualTo(size);
            assertThat(inflater.finished()).isTrue();
            assertThat(inflater.getBytesRead()).isEqualTo(gzip.length - MEMBER_OVERHEAD);
        } finally {
            inflater.end();
        }
    }

    private static DeflateBlock compressed(byte[] text) {
        try (DeflateStream stream = new DeflateStream()) {
            int half = text.length / 2;
            stream.write(text, 0, half);
            stream.write(text, half, text.length - half);
            return stream.finish();
        }
    }

    private static byte[] bytes(Payload payload) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] each : payload.bytes().toIterable()) {
            all.write(each);
        }
        return all.toByteArray();
    }

    private static byte[] joined(byte[]... texts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(texts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static byte[] noise(int length) {
        byte[] text = new byte[length];
        new Random(length).nextBytes(text);
        return text;
    }

    private static byte[] words(int length) {
        return Arrays.copyOf(
                "ehlo_target_info{site=\"emea\"} 1\n".repeat(length / 32 + 1).getBytes(StandardCharsets.UTF_8), length);
    }

    private static int crc(byte[] text) {
        CRC32 crc = new CRC32();
        crc.update(text);
        return (int) crc.getValue();
    }
}
