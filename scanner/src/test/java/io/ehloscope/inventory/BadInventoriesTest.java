package io.ehloscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ehloscope.golden.Golden;
import io.ehloscope.yaml.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every bad inventory gets exactly the messages in the golden file beside it.
 */
class BadInventoriesTest {

    private static final Path FOLDER = Path.of("src/test/resources/io/ehloscope/inventory/bad");

    static List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(FOLDER)) {
            return all.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aBadInventoryIsRejectedWithTheExpectedMessages(String name) throws IOException {
        ConfigException refused = catchThrowableOfType(
                ConfigException.class, () -> KnownProfiles.reader().read(FOLDER.resolve(name)));

        assertThat(refused).as("%s was accepted", name).isNotNull();
        String message = refused.getMessage().replace(FOLDER + "/", "") + "\n";
        Path golden = FOLDER.resolve(name.replace(".yml", ".txt"));
        Golden.assertMatches(golden, message);
    }

    @Test
    void thereAreMoreThanAHundredBadInventories() throws IOException {
        assertThat(files()).hasSizeGreaterThan(100);
    }
}
