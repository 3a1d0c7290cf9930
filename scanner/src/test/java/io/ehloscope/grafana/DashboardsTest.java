package io.ehloscope.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardsTest {

    static final Path FOLDER = Path.of("..", "grafana", "dashboards");

    static List<Dashboard> all() {
        return List.of(FleetDashboard.create(), TargetDashboard.create(), ScannerDashboard.create());
    }

    @ParameterizedTest
    @MethodSource("all")
    void theFileThatUsersImportIsTheOneThatIsWrittenHere(Dashboard dashboard) throws IOException {
        Golden.assertMatches(FOLDER.resolve(dashboard.fileName()), dashboard.json());
    }

    @Test
    void thereIsNoOtherFile() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(each -> each.getFileName().toString()).filter(each -> each.endsWith(".json")))
                    .containsExactlyInAnyOrderElementsOf(
                            all().stream().map(Dashboard::fileName).toList());
        }
    }
}
