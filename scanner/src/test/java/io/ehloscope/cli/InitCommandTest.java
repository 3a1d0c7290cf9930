package io.ehloscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitCommandTest {

    @ParameterizedTest
    @CsvSource({
        ", dc2.csv, dc2.csv",
        ", lists/dc2.csv, lists/dc2.csv",
        "fleet.yml, dc2.csv, dc2.csv",
        "fleet.yml, ./lists/dc2.csv, lists/dc2.csv",
        "conf/fleet.yml, dc2.csv, ../dc2.csv",
        "conf/fleet.yml, conf/lists/dc2.csv, lists/dc2.csv",
        "conf/../fleet.yml, dc2.csv, dc2.csv",
        "conf/fleet.yml, /srv/dc2.csv, /srv/dc2.csv",
        "/etc/fleet.yml, /srv/dc2.csv, /srv/dc2.csv"
    })
    void namesAFileFromTheFolderOfTheInventory(@Nullable Path inventory, Path file, String expected) {
        assertThat(InitCommand.fromFolderOf(inventory, file)).isEqualTo(expected);
    }
}
