package io.ehloscope.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Expected outputs in files. {@code -Dgolden=accept} writes the files instead of comparing them. */
public final class Golden {

    private static final String ACCEPT = "-Dgolden=accept";

    private Golden() {}

    private static boolean accepts() {
        return "accept".equals(System.getProperty("golden"));
    }

    /** Fails if the file does not hold exactly this text, and names the switch that accepts the text. */
    public static void assertMatches(Path file, String actual) throws IOException {
        if (accepts()) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, actual);
        }
        assertThat(file)
                .as("the golden file; to write it, run this test with %s", ACCEPT)
                .exists();
        assertThat(actual)
                .as("%s; if the new text is right, run this test with %s and read the diff", file, ACCEPT)
                .isEqualTo(Files.readString(file));
    }
}
