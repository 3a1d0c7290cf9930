package io.ehloscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.ehloscope.yaml.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mutated inventory is read, or rejected with problems; nothing else happens. */
class MutatedInventoriesTest {

    private static final Path EXAMPLES = Path.of("../inventory-examples");
    private static final int ROUNDS = 1500;
    private static final String[] FRAGMENTS = {
        ":",
        " ",
        "\n",
        "-",
        "[",
        "]",
        "{",
        "}",
        "'",
        "\"",
        "#",
        "&a ",
        "*a",
        "!",
        "!!str ",
        "|",
        ">",
        "%",
        "@",
        "`",
        "?",
        "? ",
        "<<: ",
        "---\n",
        "...\n",
        "\t",
        "null",
        "~",
        "\u0000",
        "\u001b",
        "\ufeff",
        "\ud83d\ude00",
        "é",
        "999999999999999999999",
        "-1",
        "0",
        "/",
        "//",
        "::",
        "[1-",
        "[1-2]",
        "file:",
        "mx:",
        "  ",
        ",",
        "\\",
        "\r",
        "\u2028"
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aMutatedInventoryIsReadOrRejected(long seed) throws IOException {
        Random random = new Random(seed);
        String[] good = {example("organization.yml"), example("gateways.yml"), example("mx.yml")};
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = mutated(good[i % good.length], random);
            try {
                KnownProfiles.reader().read("mutated.yml", new ByteArrayInputStream(bytes));
            } catch (ConfigException e) {
                assertThat(e.problems()).isNotEmpty();
                refused++;
            } catch (RuntimeException | StackOverflowError e) {
                fail("seed " + seed + ", round " + i + ":\n" + new String(bytes, StandardCharsets.UTF_8), e);
            }
        }
        assertThat(refused).isBetween(ROUNDS / 4, ROUNDS * 19 / 20);
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void aMutatedListOfHostsIsReadOrRejected(long seed, @TempDir Path folder) throws IOException {
        Random random = new Random(seed);
        Path inventory = Files.writeString(
                folder.resolve("i.yml"), "version: 1\nsites: [{name: a, servers: [\"file:list.csv\"]}]\n");
        String good = Files.readString(EXAMPLES.resolve("dc2.csv"));
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] bytes = mutated(good, random);
            Files.write(folder.resolve("list.csv"), bytes);
            try {
                KnownProfiles.reader().read(inventory);
            } catch (ConfigException e) {
                refused++;
            } catch (RuntimeException e) {
                fail("seed " + seed + ", round " + i + ":\n" + new String(bytes, StandardCharsets.UTF_8), e);
            }
        }
        assertThat(refused).isBetween(50, 250);
    }

    private static byte[] mutated(String good, Random random) {
        StringBuilder text = new StringBuilder(good);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + 1 + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
                case 1 -> text.delete(at, end);
                case 2 -> text.replace(at, end, FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
                default -> text.insert(random.nextInt(text.length()), text.substring(at, end));
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(20) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static String example(String name) throws IOException {
        return Files.readString(EXAMPLES.resolve(name)).replaceAll("(?m)^ *(#|- file:).*\n", "");
    }
}
