package io.ehloscope.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts that are accepted by a person. {@code -Dgolden.update=true} accepts what there is. */
final class Golden {

    private Golden() {}

    static void assertSame(Path file, String text) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        }
        assertThat(file).as("accept with -Dgolden.update=true").exists();
        assertThat(text).as("%s; accept with -Dgolden.update=true", file).isEqualTo(Files.readString(file));
    }
}
