package io.ehloscope.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of {@code grafana/} that are written here. {@code -Dgolden.update=true} writes them. */
final class Accepted {

    private Accepted() {}

    static void assertSame(Path file, String text) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, text);
        }
        assertThat(file).as("write it with -Dgolden.update=true").exists();
        assertThat(text).as("%s; write it with -Dgolden.update=true", file).isEqualTo(Files.readString(file));
    }
}
