package io.ehloscope.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The generated files in the repository are the ones that the generators write. */
class GenerateTest {

    static Collection<Path> files() throws IOException {
        return Generate.files().keySet();
    }

    @ParameterizedTest
    @MethodSource("files")
    void aGeneratedFileIsUpToDate(Path file) throws IOException {
        String generated = Generate.files().get(file);

        assertThat(file).as("to write it: %s", Generate.COMMAND).exists();
        assertThat(Files.readString(file))
                .as("%s; to write it again: %s", file, Generate.COMMAND)
                .isEqualTo(generated);
    }
}
