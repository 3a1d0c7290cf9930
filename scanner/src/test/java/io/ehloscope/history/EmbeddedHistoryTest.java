package io.ehloscope.history;

import io.r2dbc.spi.ConnectionFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedHistoryTest extends SqlHistoryTest {

    @TempDir
    private static Path directory;

    @Override
    ConnectionFactory empty(String name) {
        return Databases.embedded(directory.resolve(name));
    }

    @Override
    String settle() {
        return Databases.SETTLE;
    }
}
