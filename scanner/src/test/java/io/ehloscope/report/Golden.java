package io.ehloscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Expected outputs, kept as files beside the tests. */
final class Golden {

    private static final Path DIRECTORY = Path.of("src/test/resources/io/ehloscope/report");
    private static final String SWITCH = "golden.update";

    private Golden() {}

    /** Fails where the file differs; with {@code -Dgolden.update=true} the file is written instead. */
    static void assertMatches(String name, String actual) throws IOException {
        Path file = DIRECTORY.resolve(name);
        if (Boolean.getBoolean(SWITCH)) {
            Files.createDirectories(DIRECTORY);
            Files.writeString(file, actual);
            return;
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as(
                        "%s differs. If the new output is right: mvn test -Dtest=GoldenReportTest -D%s=true, then read the diff",
                        file, SWITCH)
                .isEqualTo(actual);
    }
}
